"""Reads of messages."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.notifications.models import Message
from civic.paging import keyset


def page_of_messages(person_id: int, after=None, size=20):
    """A person's messages with their matters, newest first."""
    statement = select(Message).options(joinedload(Message.thread)).where(Message.person_id == person_id)
    return keyset(statement, [Message.id], after, size)


def count_unread(person_id: int) -> int:
    """How many a person has not seen."""
    return db.session.scalar(
        select(func.count())
        .select_from(Message)
        .where(Message.person_id == person_id, Message.read_at.is_(None))
    )
