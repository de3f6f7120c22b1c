"""Everything that waits for one person, gathered in one statement from the rooms it waits in.

Each `of_…` gives selects of the same columns (rows.py), or none for somebody it is not for. A new
concept is a file of its own with a line in PARTS and an advice for each of its kinds.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, union_all

from civic.database import local_today, utcnow
from civic.desk.waiting_councils import of_councils
from civic.desk.waiting_exceptions import of_exceptions
from civic.desk.waiting_matters import of_appeals, of_numbers, of_office, of_promises
from civic.desk.waiting_meetings import of_meetings
from civic.desk.waiting_orders import of_bodies, of_streets
from civic.desk.waiting_reviews import of_callers
from civic.desk.waiting_urgent import of_incidents
from civic.desk.waiting_whistles import of_whistles
from civic.extensions import db

SHOWN = 60
PARTS = (
    of_incidents,
    of_office,
    of_appeals,
    of_numbers,
    of_promises,
    of_bodies,
    of_streets,
    of_exceptions,
    of_whistles,
    of_meetings,
    of_councils,
    of_callers,
)


@dataclass(frozen=True)
class Waiting:
    """One row of the desk."""

    kind: str
    id: int
    thread_id: int | None
    title: str
    words: str
    since: datetime | None
    due_on: date | None
    due_at: datetime | None
    urgent: bool
    category: str | None

    @property
    def is_late(self) -> bool:
        """Its hour or its day is over."""
        if self.due_at is not None:
            return self.due_at < utcnow()
        return self.due_on is not None and self.due_on < local_today()

    @property
    def headline(self) -> str:
        """The public title, or for staff the first of the resident's own words."""
        return self.title or self.words


def waiting_for(user) -> list[Waiting]:
    """What waits for this person, urgent first, then what is due first, then the oldest."""
    parts = [part for of in PARTS for part in of(user)]
    if not parts:
        return []
    everything = union_all(*parts).subquery("waiting")
    statement = (
        select(everything)
        .order_by(
            everything.c.urgent.desc(),
            everything.c.due_on.is_(None),
            everything.c.due_on,
            everything.c.due_at,
            everything.c.since,
            everything.c.id,
        )
        .limit(SHOWN)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]
