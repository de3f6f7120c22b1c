"""Who counts in the room right now, and whether that is enough to decide."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.errors import Conflict
from civic.extensions import db
from civic.meetings.models import Attendance
from civic.meetings.quorum import counts_seats
from civic.meetings.states import Capacity

# Guests listen, and staff serve the meeting: neither raises a hand.
WITH_A_HAND = frozenset({Capacity.SEAT, Capacity.RESIDENT, Capacity.BODY})


def here(meeting) -> dict[Capacity, int]:
    """How many are in the room, by capacity."""
    statement = select(Attendance.capacity, func.count()).where(
        Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None)
    )
    return dict(db.session.execute(statement.group_by(Attendance.capacity)).all())


def counted(meeting, present) -> int:
    """How many of `present` (as from `here`) the quorum counts."""
    return present.get(Capacity.SEAT, 0) if counts_seats(meeting) else sum(present.values())


def hands(present) -> int:
    """How many persons may raise a hand."""
    return sum(count for capacity, count in present.items() if capacity in WITH_A_HAND)


def is_met(meeting, present) -> bool:
    """Enough are there; always so where no number is asked for."""
    return counted(meeting, present) >= meeting.quorum


def guard(meeting) -> None:
    """Raises Conflict where the meeting would decide without enough being there."""
    present = here(meeting)
    if not is_met(meeting, present):
        there = counted(meeting, present)
        raise Conflict(
            _("%(there)s are here and %(needed)s are needed to decide.", there=there, needed=meeting.quorum),
            _("Talk on and note what is proposed; decide when more have come, or at another meeting."),
        )
