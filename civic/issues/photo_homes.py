"""What a photo can belong to: a draft, an issue, and whatever later rooms declare.

A home says who may add, see and release its photos. Later rooms declare theirs beside their
policies: `home_kind("action_item", load=..., ...)`; this room never imports them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from civic.accounts.models import Draft
from civic.errors import NotFound
from civic.extensions import db
from civic.issues import drafting, policies
from civic.issues.models import Issue
from civic.threads.models import Thread


def nobody(user, subject) -> bool:
    """Not through this door."""
    return False


@dataclass(frozen=True)
class HomeKind:
    """One kind of thing photos belong to; `load` takes what stands in the form or the row."""

    name: str
    load: Callable
    page: Callable
    may_add: Callable
    may_see: Callable
    may_release: Callable = nobody
    is_told: Callable = lambda subject: False
    thread_id: Callable = lambda subject: None

    def loaded(self, key):
        """The thing itself. Raises NotFound."""
        subject = self.load(key)
        if subject is None:
            raise NotFound(None)
        return subject

    def thread(self, subject):
        """Its thread, for the ledger, or None."""
        number = self.thread_id(subject)
        return db.session.get(Thread, number) if number else None


HOMES: dict[str, HomeKind] = {}


def home_kind(name: str, **says) -> HomeKind:
    """Declare a kind of home; `name` is the table of its rows."""
    HOMES[name] = HomeKind(name, **says)
    return HOMES[name]


def home_of(photo) -> tuple[HomeKind, object] | None:
    """(kind, thing) a photo belongs to; None for one that was left over. At most one statement."""
    name, key = photo.home
    if key is None or name not in HOMES:
        return None
    subject = HOMES[name].load(key)
    return (HOMES[name], subject) if subject is not None else None


def _whole_number(key):
    text = str(key)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def by_number(model) -> Callable:
    """A loader of rows by their id, quiet about ids from a stranger's imagination."""
    return lambda key: db.session.get(model, _whole_number(key))


def _draft(key):
    """The draft of a photo's row by number; of a form, whichever this browser holds."""
    return db.session.get(Draft, key) if isinstance(key, int) else drafting.current()


def _holds_draft(user, draft):
    """Whose browser holds the draft's token (and, once it has an owner, who is signed in as them)."""
    mine = drafting.current()
    return mine is not None and mine.id == draft.id


DRAFT = home_kind(
    "draft",
    load=_draft,
    page=lambda draft: url_for("issues.pictures"),
    may_add=_holds_draft,
    may_see=_holds_draft,
)
ISSUE = home_kind(
    "issue",
    load=by_number(Issue),
    page=lambda issue: url_for("issues.own", no=issue.id),
    may_add=policies.may_read_own_words,
    may_see=policies.may_read_own_words,
    may_release=policies.may_triage,
    is_told=lambda issue: issue.is_told,
    thread_id=lambda issue: issue.thread_id,
)
