"""Reads of threads."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.threads.models import Thread


def thread_with_area(thread_id: int) -> Thread | None:
    """The thread and the place shown with it, in one statement."""
    return db.session.scalar(select(Thread).options(joinedload(Thread.area)).where(Thread.id == thread_id))
