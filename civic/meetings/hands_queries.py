"""Reads around a motion: the seats that are there, the bottom lines and who decides the matter."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Recusal, Seat
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.live_models import Hand, Motion
from civic.meetings.models import AgendaItem, Attendance
from civic.topics.models import BottomLine, Topic


def motion_or_404(no, number) -> Motion:
    """A motion of that meeting by its number, with meeting, point and the line it breaks; raises NotFound."""
    statement = select(Motion).where(Motion.meeting_id == no, Motion.number == number)
    statement = statement.options(
        joinedload(Motion.meeting), joinedload(Motion.item), joinedload(Motion.breaks)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound(None)
    return found


def _topic_id(item_id, meeting):
    own = select(AgendaItem.topic_id).where(AgendaItem.id == item_id).scalar_subquery()
    return func.coalesce(own, meeting.topic_id)


def lines_of(item_id, meeting) -> list[BottomLine]:
    """What nobody may vote away in the topic of that point, or of the meeting."""
    statement = select(BottomLine).where(BottomLine.topic_id == _topic_id(item_id, meeting))
    return list(db.session.scalars(statement.order_by(BottomLine.id)))


def regime_of(item_id, meeting) -> str | None:
    """Who decides the topic of that point, as a code of votes/regimes.py; None without a topic."""
    return db.session.scalar(select(Topic.regime).where(Topic.id == _topic_id(item_id, meeting)))


def seats_here(meeting) -> list[Seat]:
    """Seats whose delegate or alternate is in the room, with body, in the order of the table."""
    here = select(Attendance.seat_id).where(
        Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None), Attendance.seat_id.is_not(None)
    )
    statement = select(Seat).where(Seat.id.in_(here)).options(joinedload(Seat.body))
    return list(db.session.scalars(statement.order_by(Seat.position)))


def aside_for(motion, meeting) -> set[int]:
    """Ids of seats that step aside for the topic of the motion (回避)."""
    about = Recusal.topic_id == _topic_id(motion.item_id, meeting)
    return set(db.session.scalars(select(Recusal.seat_id).where(about)))


def seats_with_a_voice(motion, meeting) -> list[Seat]:
    """Those here that do not step aside for the topic of the motion."""
    aside = aside_for(motion, meeting)
    return [seat for seat in seats_here(meeting) if seat.id not in aside]


def missing_seats(motion, meeting) -> list[Seat]:
    """Those with a voice that have not said anything to the motion."""
    said = set(db.session.scalars(select(Hand.seat_id).where(Hand.motion_id == motion.id)))
    return [seat for seat in seats_with_a_voice(motion, meeting) if seat.id not in said]


def successor_of(motion) -> Motion | None:
    """The text that took its place."""
    return db.session.scalar(select(Motion).where(Motion.replaces_id == motion.id))
