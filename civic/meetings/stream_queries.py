"""Reads of the live stream and of who is not to be filmed."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from civic.database import local_today
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.models import Attendance
from civic.meetings.queries import meeting_or_404
from civic.meetings.stream_models import MeetingStream, StreamConsent, StreamState
from civic.places.models import Place


def stream_of(meeting_id) -> MeetingStream | None:
    """The stream of a meeting, if one was prepared."""
    return db.session.scalar(select(MeetingStream).where(MeetingStream.meeting_id == meeting_id))


def stream_or_404(no) -> MeetingStream:
    """The stream with its meeting; raises NotFound."""
    meeting, stream = meeting_or_404(no), stream_of(no)
    if stream is None:
        raise NotFound(None)
    set_committed_value(stream, "meeting", meeting)
    return stream


def consents_of(meeting_id) -> list[StreamConsent]:
    """What everybody said."""
    return list(db.session.scalars(select(StreamConsent).where(StreamConsent.meeting_id == meeting_id)))


def present_ids(meeting_id) -> list[int]:
    """Attendance ids of who is there."""
    statement = select(Attendance.id).where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
    return list(db.session.scalars(statement.order_by(Attendance.id)))


def not_asked(meeting_id) -> int:
    """How many who are there were not asked."""
    return db.session.scalar(
        select(func.count(Attendance.id))
        .outerjoin(StreamConsent, StreamConsent.attendance_id == Attendance.id)
        .where(
            Attendance.meeting_id == meeting_id,
            Attendance.left_at.is_(None),
            StreamConsent.id.is_(None),
        )
    )


def not_filmed(meeting_id) -> int:
    """How many are not to be in the picture."""
    return db.session.scalar(
        select(func.count(StreamConsent.id)).where(
            StreamConsent.meeting_id == meeting_id, StreamConsent.filmed.is_(False)
        )
    )


def said_by(meeting_id, person_id) -> tuple[bool, bool | None]:
    """(is this person there, may they be filmed or None where they were not asked)."""
    if person_id is None:
        return False, None
    row = db.session.execute(
        select(Attendance.id, StreamConsent.filmed)
        .outerjoin(StreamConsent, StreamConsent.attendance_id == Attendance.id)
        .where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
        .order_by(Attendance.id.desc())
    ).first()
    return row is not None, row.filmed if row else None


def roll(meeting_id) -> list:
    """(attendance, door's label, filmed or None) of everybody there, for the holder."""
    statement = (
        select(Attendance, Place.label, StreamConsent.filmed)
        .outerjoin(Place, Place.id == Attendance.door_id)
        .outerjoin(StreamConsent, StreamConsent.attendance_id == Attendance.id)
        .where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
        .options(joinedload(Attendance.person), joinedload(Attendance.body))
        .order_by(Attendance.id)
    )
    return list(db.session.execute(statement))


def past_their_day(limit=200) -> list[int]:
    """Ids of streams whose link must go."""
    statement = select(MeetingStream.id).where(
        MeetingStream.state != StreamState.GONE, MeetingStream.keep_until < local_today()
    )
    return list(db.session.scalars(statement.order_by(MeetingStream.id).limit(limit)))
