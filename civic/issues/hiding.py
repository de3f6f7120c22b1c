"""What moderation may do to a comment: hold it for a first look, hide it, show it again.

These change the comment only; the ruling, its reason and its ledger entry are moderation's.
"""

from civic.database import utcnow


def hold_comment(comment) -> None:
    """先审后发: it waits for a first look; its place says so."""
    comment.held_at = utcnow()


def hide_comment(comment, code) -> None:
    """A tombstone takes its place; the words stay for the author and for the appeal."""
    comment.held_at = None
    comment.hidden_at, comment.hidden_code = utcnow(), code


def show_comment(comment) -> None:
    """Its words are read again."""
    comment.held_at = comment.hidden_at = comment.hidden_code = None
