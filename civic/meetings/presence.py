"""Who is in the room right now. The meeting's own counters are the one number; rows say as what they came.

Whoever writes a row of attendance lets `recount` follow, under the lock of the meeting.
"""

from sqlalchemy import func, select

from civic.extensions import db
from civic.meetings.models import Attendance
from civic.meetings.states import Capacity

# Guests listen, and staff serve the meeting: neither raises a hand.
WITH_A_HAND = frozenset({Capacity.SEAT, Capacity.RESIDENT, Capacity.BODY})


def here(meeting) -> dict[Capacity, int]:
    """How many are in the room, by capacity."""
    statement = select(Attendance.capacity, func.count()).where(
        Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None)
    )
    return dict(db.session.execute(statement.group_by(Attendance.capacity)).all())


def hands(present) -> int:
    """How many persons of `present` (as from `here`) may raise a hand."""
    return sum(count for capacity, count in present.items() if capacity in WITH_A_HAND)


def recount(meeting) -> None:
    """Persons and seats in the room, counted anew from the rows, so that the counters cannot drift."""
    db.session.flush()
    rows = select(func.count(Attendance.id), func.count(Attendance.seat_id.distinct())).where(
        Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None)
    )
    meeting.present, meeting.seats_present = db.session.execute(rows).one()
