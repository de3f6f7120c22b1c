"""Verbs of coming and going: by the code, by a tap, from the list at the door; a seat that passes on.

What is counted is counted anew each time, under the lock of the meeting, so it cannot drift.
"""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.accounts.sealing import lookup
from civic.councils.models import Body, Seat
from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import presence, workflow
from civic.meetings.check_in_ways import is_door_open
from civic.meetings.kinds import OPEN_DOOR_BEFORE
from civic.meetings.models import Attendance, Meeting
from civic.meetings.states import Capacity, CheckInBy, MeetingState

CAME = act("meeting.checked_in", public={"capacity", "body", "how"})
LISTED = act("meeting.listed", public={"capacity", "count"})
LEFT_ROOM = act("meeting.left_room", public={"capacity", "body"})

KEY_LENGTH = 20  # hex digits: 80 bits, short enough for a code that a phone reads at once
MOST_NAMES, NAME = 60, 40


def key_of(meeting) -> str:
    """The signed end of the check-in address: who holds it stood before the code."""
    return lookup("meeting-check-in", f"{meeting.id}:{meeting.created_at.isoformat()}")[:KEY_LENGTH]


def check_in(meeting, *, person, way, by=CheckInBy.SELF, takes_over=False) -> Attendance:
    """Somebody with an account came, as `way` says; a second time changes as what.

    Raises Refused for a second seat, Conflict while the door is shut or another is here for that seat
    (`takes_over`: that one leaves it now).
    """
    meeting = _at_the_door(meeting)
    mine = latest_of(meeting.id, person.id)
    if way.seat is not None:
        if mine is not None and mine.seat_id not in (None, way.seat.id):
            _refuse_two_seats(mine.seat_id, way.seat.id)
        _free_seat(meeting, way.seat.id, mine, takes_over)
    if mine is not None and mine.seat_id is not None and way.seat is None and mine.left_at is not None:
        mine = None  # they spoke for it until they left: that row stays as it was
    came = mine or Attendance(meeting_id=meeting.id, person_id=person.id, checked_by=by)
    if mine is not None and mine.seat_id is not None and way.seat is None and mine.left_at is None:
        return mine  # who is here for a seat stays so; being a neighbour too changes nothing
    came.capacity, came.left_at = way.capacity, None
    came.seat_id = way.seat.id if way.seat else None
    came.body_id, came.door_id = way.body.id if way.body else None, way.door_id
    return _entered(meeting, came, person, by)


def list_seat(meeting, seat, *, by, name, takes_over=False) -> Attendance:
    """A delegate without a phone, written down by whoever holds the meeting."""
    meeting = _at_the_door(meeting)
    if not name.strip():
        raise Refused(_("Who is here for the seat?"), _("Write the name; it is not shown in public."))
    _free_seat(meeting, seat.id, None, takes_over)
    came = Attendance(
        meeting_id=meeting.id, name=name.strip()[:NAME], capacity=Capacity.SEAT, seat_id=seat.id,
        body_id=seat.body_id, checked_by=CheckInBy.LIST,
    )  # fmt: skip
    return _entered(meeting, came, by, CheckInBy.LIST)


def list_names(meeting, names, *, by, capacity=Capacity.RESIDENT, door_id=None) -> int:
    """Several at once, from the list at the door. A name that stands there already is not written twice."""
    meeting = _at_the_door(meeting)
    if len(names) > MOST_NAMES:
        raise Refused(
            _("%(count)s names at once are too many: at most %(most)s.", count=len(names), most=MOST_NAMES),
            _("Send the first half, then the second."),
        )
    if any(len(name) > NAME for name in names):
        raise Refused(_("A name has at most %(most)s characters.", most=NAME), _("One person a line."))
    same_door = Attendance.door_id == door_id if door_id else Attendance.door_id.is_(None)
    there = select(Attendance.name).where(
        Attendance.meeting_id == meeting.id, same_door, Attendance.name != ""
    )
    known = set(db.session.scalars(there))
    new = [name for name in dict.fromkeys(names) if name not in known]
    db.session.add_all(
        Attendance(
            meeting_id=meeting.id, name=name, capacity=capacity, door_id=door_id, checked_by=CheckInBy.LIST
        )
        for name in new
    )
    if new:
        _count(meeting)
        workflow.note(LISTED, meeting, by, capacity=capacity.value, count=len(new))
    return len(new)


def note_leaving(came, *, by) -> None:
    """Somebody goes before the end; coming back is checking in again. Nothing where it was noted already."""
    meeting = locked(Meeting, came.meeting_id)
    came = locked(Attendance, came.id)
    if came.left_at is not None or meeting.state == MeetingState.ENDED:
        return
    came.left_at = utcnow()
    _count(meeting)
    workflow.note(LEFT_ROOM, meeting, by, capacity=came.capacity.value, body=came.body_id)


def _at_the_door(meeting) -> Meeting:
    meeting = locked(Meeting, meeting.id)
    if not is_door_open(meeting, utcnow()):
        raise Conflict(
            _("Nobody can check in now: the meeting stands at “%(state)s”.", state=meeting.state.label),
            _(
                "It is possible from %(early)s minutes before the start until the end.",
                early=OPEN_DOOR_BEFORE,
            ),
        )  # fmt: skip
    return meeting


def _free_seat(meeting, seat_id, mine, takes_over) -> None:
    """Nobody else is here for that seat; or whoever is leaves it to the next, and both stand in the list."""
    there = select(Attendance).where(
        Attendance.meeting_id == meeting.id, Attendance.seat_id == seat_id, Attendance.left_at.is_(None)
    )
    other = db.session.scalar(there)
    if other is None or other is mine:
        return
    if not takes_over:
        raise Conflict(
            _("Somebody is here for that seat already: a seat has one voice."),
            _("If you speak for it from now on, tick “I take the seat over”."),
        )
    other.left_at = utcnow()
    db.session.flush()


def _refuse_two_seats(here, wanted):
    names = dict(
        db.session.execute(
            select(Seat.id, Body.short_name).join(Seat.body).where(Seat.id.in_((here, wanted)))
        ).all()
    )
    raise Refused(
        _("You are here for %(body)s.", body=names[here]),
        _("For %(body)s its alternate must speak: a person has one voice in the room.", body=names[wanted]),
    )


def _entered(meeting, came, by, how) -> Attendance:
    db.session.add(came)
    _count(meeting)
    workflow.note(CAME, meeting, by, capacity=came.capacity.value, body=came.body_id, how=how.value)
    return came


def _count(meeting) -> None:
    presence.recount(meeting)
    meeting.version += 1


def latest_of(meeting_id, person_id, *options) -> Attendance | None:
    """As what this person is in the room, or was last; None for nobody and for who never came."""
    mine = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    return db.session.scalar(mine.order_by(Attendance.id.desc()).limit(1).options(*options))


def attendance_of(meeting_id) -> list[Attendance]:
    """Everybody who came, in the order they did, with body and door (one statement)."""
    mine = select(Attendance).where(Attendance.meeting_id == meeting_id)
    near = joinedload(Attendance.body), joinedload(Attendance.door)
    return list(db.session.scalars(mine.options(*near).order_by(Attendance.id)))
