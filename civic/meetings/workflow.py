"""Verbs of a meeting as a whole: prepare, call, call off, open, end."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.database import locked, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.states import ON_THE_SPOT, TRANSITIONS, MeetingState
from civic.threads.models import Thread

PREPARED = act("meeting.prepared", public={"kind", "starts_at"})
CALLED = act("meeting.called", public={"kind", "starts_at", "items"})
CALLED_OFF = act("meeting.called_off", public={"from"})
OPENED = act("meeting.opened", public={"kind"})
ENDED = act("meeting.ended", public={"present", "had_quorum"})


def prepare(community, *, by, kind, title, where_held, starts_at, items=(), **what) -> Meeting:
    """Write down a meeting that nobody was told of yet.

    `items`: (title, minutes) or (title, minutes, topic id) in order. `what`: any other column.
    """
    what.setdefault("place_id", community.id)
    meeting = Meeting(
        community_id=community.id, kind=kind, title=title, where_held=where_held, starts_at=starts_at,
        chair_id=what.pop("chair_id", by.id if by else None), **what,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    for position, (item, minutes, *topic) in enumerate(items, 1):
        line = AgendaItem(meeting_id=meeting.id, position=position, title=item, minutes=minutes)
        line.topic_id = topic[0] if topic else None
        db.session.add(line)
    note(PREPARED, meeting, by, kind=kind.value, starts_at=starts_at.isoformat())
    return meeting


def call(meeting, *, by) -> None:
    """Tell everybody: from now on it is public. Raises Conflict when it was called already."""
    meeting = _move(meeting, MeetingState.CALLED)
    meeting.called_at, meeting.called_by = utcnow(), by.id if by else None
    items = db.session.scalar(select(func.count()).where(AgendaItem.meeting_id == meeting.id))
    note(CALLED, meeting, by, kind=meeting.kind.value, starts_at=meeting.starts_at.isoformat(), items=items)


def call_off(meeting, *, by, reason) -> None:
    """It will not be held; the reason is public."""
    before = meeting.state.value
    meeting = _move(meeting, MeetingState.CALLED_OFF)
    meeting.called_off_reason = reason
    meeting.sequence += 1
    note(CALLED_OFF, meeting, by, **{"from": before})


def open_meeting(meeting, *, by) -> None:
    """It begins. Raises Conflict where it had to be called first."""
    if meeting.state == MeetingState.DRAFTED and meeting.kind not in ON_THE_SPOT:
        raise Conflict(_("Nobody was told of this meeting yet."), _("Call it first."))
    meeting = _move(meeting, MeetingState.OPEN)
    meeting.opened_at = utcnow()
    note(OPENED, meeting, by, kind=meeting.kind.value)


def end(meeting, *, by, had_quorum) -> None:
    """It is over; whether enough had come stays on record."""
    meeting = _move(meeting, MeetingState.ENDED)
    meeting.ended_at, meeting.had_quorum = utcnow(), had_quorum
    note(ENDED, meeting, by, present=meeting.present, had_quorum=had_quorum)


def note(verb, meeting, by, **public) -> None:
    """Record an act on the meeting in the thread of its matter, with exactly the declared fields."""
    thread = db.session.get(Thread, meeting.thread_id) if meeting.thread_id else None
    record(verb, subject=meeting, thread=thread, community_id=meeting.community_id, by=by, public=public)


def _move(meeting, state) -> Meeting:
    meeting = locked(Meeting, meeting.id)
    if state not in TRANSITIONS[meeting.state]:
        raise Conflict(
            _("This cannot be done now: the meeting stands at “%(state)s”.", state=meeting.state.label),
            _("Look at the meeting again."),
        )
    meeting.state = state
    meeting.version += 1
    return meeting
