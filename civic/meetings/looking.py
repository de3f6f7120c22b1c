"""Names of those who came are shown once one has said that one looks: the look is kept, and in the record."""

from datetime import timedelta

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.database import locked, utcnow
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings.look_models import ListRead, MeetingLook
from civic.meetings.models import Meeting
from civic.meetings.workflow import note

LOOKED = act("meeting.names_looked_at", public={"list"})
SHOWN_FOR = timedelta(minutes=10)


def look(meeting, *, by, at: ListRead) -> MeetingLook:
    """The names of that list are shown to this person from now on, for ten minutes."""
    meeting = locked(Meeting, meeting.id)
    looked = MeetingLook(meeting_id=meeting.id, viewer_id=by.id, list_read=at)
    db.session.add(looked)
    db.session.flush()
    note(LOOKED, meeting, by, list=at.value)
    return looked


def shows_names(meeting, user, at: ListRead) -> bool:
    """Whether the address names a look of this very person at this very list that is not over."""
    looked = db.session.get(MeetingLook, request.args.get("look", 0, type=int))
    return (
        looked is not None
        and (looked.meeting_id, looked.viewer_id, looked.list_read) == (meeting.id, user.id, at)
        and utcnow() < looked.looked_at + SHOWN_FOR
    )


def looks_at(meeting_id) -> list[MeetingLook]:
    """Who had the names shown, the latest first; fifty at most."""
    mine = select(MeetingLook).where(MeetingLook.meeting_id == meeting_id)
    mine = mine.options(joinedload(MeetingLook.viewer)).order_by(MeetingLook.id.desc())
    return list(db.session.scalars(mine.limit(50)))
