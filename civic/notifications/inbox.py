"""Tell, and mark as read. Messages record no act: they follow from one."""

from sqlalchemy import insert, update

from civic.database import utcnow
from civic.extensions import db
from civic.notifications.choices import muted_among
from civic.notifications.models import Message

ALWAYS_NEW = frozenset({"vote.entered"})  # a ballot in one's own name is nothing to be muted


def tell(persons, *, verb, entry, thread, params, own=None) -> None:
    """One message each, in one statement; who muted the matter finds it read already.

    Args: own — {person: what their message says besides `params`}.
    """
    now, thread_id = utcnow(), thread.id if thread is not None else None
    muted = set() if verb in ALWAYS_NEW else muted_among(persons, thread_id)
    common = {
        "thread_id": thread_id,
        "entry_id": entry.id,
        "verb": verb,
        "subject": entry.subject,
        "created_at": now,
    }
    rows = [
        {
            "person_id": person,
            "read_at": now if person in muted else None,
            "params": params | (own or {}).get(person, {}),
            **common,
        }
        for person in sorted(persons)
    ]
    db.session.execute(insert(Message), rows)


def mark_read(person_id: int) -> None:
    """Everything that waited for this person has been seen."""
    db.session.execute(
        update(Message)
        .where(Message.person_id == person_id, Message.read_at.is_(None))
        .values(read_at=utcnow())
    )
