"""Reads of meetings, each with its loader options; a constant number of statements a page."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.states import AHEAD, MeetingState
from civic.paging import keyset

PUBLIC = tuple(state for state in MeetingState if state != MeetingState.DRAFTED)
OVER = (MeetingState.ENDED, MeetingState.CALLED_OFF)


def meeting_or_404(no) -> Meeting:
    """The meeting with place, council, topic, thread, venue and agenda; raises NotFound."""
    found = db.session.get(
        Meeting,
        no,
        options=[
            joinedload(Meeting.place),
            joinedload(Meeting.community),
            joinedload(Meeting.council),
            joinedload(Meeting.topic),
            joinedload(Meeting.thread),
            joinedload(Meeting.venue),
            selectinload(Meeting.items).joinedload(AgendaItem.topic),
        ],
    )
    if found is None:
        raise NotFound(None)
    return found


def meetings_ahead(community_id=None, size=60) -> list[Meeting]:
    """Called or going on, the next one first."""
    statement = select(Meeting).where(Meeting.state.in_(AHEAD)).options(joinedload(Meeting.place))
    if community_id is not None:
        statement = statement.where(Meeting.community_id == community_id)
    return list(db.session.scalars(statement.order_by(Meeting.starts_at, Meeting.id).limit(size)))


def meeting_page(community_id, cursor=None, size=20):
    """A page of a community's meetings that were held or called off, the latest first."""
    statement = select(Meeting).where(Meeting.community_id == community_id, Meeting.state.in_(OVER))
    statement = statement.options(joinedload(Meeting.place))
    return keyset(statement, [Meeting.starts_at, Meeting.id], cursor, size)
