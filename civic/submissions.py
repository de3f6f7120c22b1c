"""One-time form keys: a double click, a reload or a retry on a bad line makes one thing.

The key is drawn when the form is shown and stored with UNIQUE in the transaction that creates;
a second use is led to the first one's result. It counts for one address: buttons of one page may
share a key, and whoever goes back to that page and presses another one means another thing.
"""

import secrets
from contextlib import contextmanager
from hashlib import sha256

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy import String, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import HiddenField

from civic.database import Base, UTCDateTime, utcnow
from civic.errors import AlreadyDone
from civic.extensions import db


class Submission(Base):
    """A form key that was used, and where its result is shown."""

    __tablename__ = "submission"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    url: Mapped[str] = mapped_column(String(500), default="/")
    used_at: Mapped[object] = mapped_column(UTCDateTime, default=utcnow, index=True)

    def leads_to(self, url: str) -> None:
        """Say where a second click shall arrive."""
        self.url = url


def new_key() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


class OnceForm(FlaskForm):
    """A form that creates something; carries its one-time key."""

    once = HiddenField(default=new_key)


def _key_at(path, drawn) -> str:
    return sha256(f"{path} {drawn}".encode()).hexdigest()[:32]


@contextmanager
def once(form):
    """Inside writing(): use up the form's key, or raise AlreadyDone with the first result's URL."""
    key = _key_at(request.path, form.once.data or new_key())
    first = db.session.get(Submission, key)
    if first is not None:
        raise AlreadyDone(first.url)
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Submission).values(key=key, url="/", used_at=utcnow()))
    except IntegrityError:  # PostgreSQL: the first click committed while this one waited
        url = db.session.scalar(select(Submission.url).where(Submission.key == key))
        raise AlreadyDone(url or "/") from None
    submission = db.session.get(Submission, key)
    yield submission
