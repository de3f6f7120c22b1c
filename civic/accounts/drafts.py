"""Server-side drafts: words not sent yet survive a killed page, a lost line and signing in.

The token (128 random bits) is the key: whoever holds it, in a cookie or an address, is the writer.
"""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from civic.accounts.models import Draft
from civic.database import utcnow
from civic.extensions import db

LIFE, DAY = timedelta(days=7), timedelta(days=1)


def start(kind: str, *, person_id=None, data=None, life=LIFE) -> Draft:
    """A new draft, for a week unless said otherwise; runs inside writing()."""
    draft = Draft(
        token=secrets.token_urlsafe(16),
        kind=kind,
        person_id=person_id,
        data=data or {},
        expires_at=utcnow() + life,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def find(token: str, kind: str) -> Draft | None:
    """The draft of that token and kind, unless its week is over."""
    if not token or len(token) > 43:
        return None
    return db.session.scalar(
        select(Draft).where(Draft.token == token, Draft.kind == kind, Draft.expires_at > utcnow())
    )


def latest_of(kind: str, person_id) -> Draft | None:
    """What this person last kept of that kind, on whatever phone, unless its week is over."""
    statement = select(Draft).where(Draft.person_id == person_id, Draft.kind == kind)
    return db.session.scalar(statement.where(Draft.expires_at > utcnow()).order_by(Draft.id.desc()).limit(1))


def keep(draft: Draft, **data) -> None:
    """Put `data` into the draft; another week begins."""
    draft.data = {**draft.data, **data}
    draft.expires_at = utcnow() + LIFE


def adopt(draft: Draft, person_id) -> None:
    """Give a stranger's draft to whoever signed in with it in hand."""
    draft.person_id = draft.person_id or person_id


def discard(draft: Draft) -> None:
    """It was sent, or is not wanted."""
    db.session.delete(draft)


def discard_expired() -> int:
    """Delete drafts whose week is over; returns how many. Runs inside writing()."""
    return db.session.execute(delete(Draft).where(Draft.expires_at <= utcnow())).rowcount
