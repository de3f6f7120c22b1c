"""Tell, and mark as read. Messages record no act: they follow from one."""

from sqlalchemy import insert, update

from civic.database import utcnow
from civic.extensions import db
from civic.notifications.models import Message


def tell(persons, *, verb, entry, thread, params) -> None:
    """One message each, in one statement."""
    now = utcnow()
    common = {
        "thread_id": thread.id if thread is not None else None,
        "entry_id": entry.id,
        "verb": verb,
        "subject": entry.subject,
        "params": params,
        "created_at": now,
    }
    db.session.execute(insert(Message), [{"person_id": person, **common} for person in sorted(persons)])


def mark_read(person_id: int) -> None:
    """Everything that waited for this person has been seen."""
    db.session.execute(
        update(Message)
        .where(Message.person_id == person_id, Message.read_at.is_(None))
        .values(read_at=utcnow())
    )
