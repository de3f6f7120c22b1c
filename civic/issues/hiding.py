"""What moderation may do to a comment: hold it for a first look, hide it, show it again.

These change the comment only; the ruling, its reason and its ledger entry are moderation's.
"""

from civic.database import utcnow
from civic.extensions import db
from civic.issues import search
from civic.issues.models import Issue


def hold_comment(comment) -> None:
    """先审后发: it waits for a first look; its place says so."""
    comment.held_at = utcnow()
    _search_anew(comment)


def hide_comment(comment, code) -> None:
    """A tombstone takes its place; the words stay for the author and for the appeal."""
    comment.held_at = None
    comment.hidden_at, comment.hidden_code = utcnow(), code
    _search_anew(comment)


def show_comment(comment) -> None:
    """Its words are read again."""
    comment.held_at = comment.hidden_at = comment.hidden_code = None
    _search_anew(comment)


def _search_anew(comment):
    """Search holds shown comments only, from this moment on."""
    db.session.flush()
    search.index_public(db.session.get(Issue, comment.issue_id))
