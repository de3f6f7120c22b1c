"""Reads of notes."""

from sqlalchemy import select

from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.note_models import MeetingNote


def notes_of(meeting_id) -> list[MeetingNote]:
    """Every line in the order it was begun; one statement."""
    statement = select(MeetingNote).where(MeetingNote.meeting_id == meeting_id).order_by(MeetingNote.id)
    return list(db.session.scalars(statement))


def note_or_404(no, line) -> MeetingNote:
    """One line of that meeting; raises NotFound."""
    found = db.session.scalar(select(MeetingNote).where(MeetingNote.meeting_id == no, MeetingNote.id == line))
    if found is None:
        raise NotFound(None)
    return found
