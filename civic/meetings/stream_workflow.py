"""Verbs of the live stream: prepare the link, ask everybody, show it, cut it, take it away.

There is no video of our own: the film is the platform's, which must keep content and logs for 60 days and be
able to stop at once (互联网直播服务管理规定 16). Here stands a link, and it is gone with one tap.
"""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import SHANGHAI, local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import stream_queries
from civic.meetings.models import Attendance, Meeting
from civic.meetings.states import AHEAD, CheckInBy, MeetingState
from civic.meetings.stream_models import (
    LEAST_DAYS,
    TRANSITIONS,
    MeetingStream,
    StreamConsent,
    StreamState,
)
from civic.meetings.workflow import note

PREPARED = act("stream.prepared", public={"keep_until"})
CHANGED = act("stream.changed", public={"keep_until"})
ASKED = act("stream.roll_called", public={"asked", "not_filmed"})
SAID = act("stream.consent_said", public={"not_filmed"})
SHOWN = act("stream.shown", public={"not_filmed"})
CUT = act("stream.cut")
GONE = act("stream.gone", public={"kept_until"})


def prepare_stream(meeting, *, by, url, keep_until, captions_url="") -> MeetingStream:
    """Write the link down; it is not shown before everybody present was asked. Links are checked by the form.

    A changed link of a stream that is shown or was cut is asked about anew.
    """
    meeting = locked(Meeting, meeting.id)
    if meeting.state not in (*AHEAD, MeetingState.DRAFTED, MeetingState.ENDED):
        raise Conflict(_("This meeting will not be held."), _("Look at the meeting again."))
    held = meeting.starts_at.astimezone(SHANGHAI).date()
    if keep_until < held + timedelta(days=LEAST_DAYS):
        raise Refused(
            _("A broadcast is kept for at least 60 days."),
            _("Choose a day at least 60 days after the meeting."),
        )
    stream = stream_queries.stream_of(meeting.id)
    if stream is None:
        stream = MeetingStream(meeting_id=meeting.id, community_id=meeting.community_id, version=0)
        db.session.add(stream)
    elif stream.state != StreamState.PREPARED:
        raise Conflict(
            _("The link was shown already; it is not exchanged for another."),
            _("Cut it off if something is wrong with it."),
        )
    verb = CHANGED if stream.version else PREPARED
    stream.url, stream.captions_url, stream.keep_until = url, captions_url, keep_until
    stream.version += 1
    db.session.flush()
    note(verb, meeting, by, keep_until=keep_until.isoformat())
    return stream


def call_roll(stream, *, by, not_filmed) -> int:
    """直播开场 was read out and everybody present was asked. `not_filmed`: attendance ids of who said no.

    A no said on somebody's own phone stays a no. Returns how many are not to be filmed.
    """
    stream = locked(MeetingStream, stream.id)
    said = {one.attendance_id: one for one in stream_queries.consents_of(stream.meeting_id)}
    present = stream_queries.present_ids(stream.meeting_id)
    if not present:
        raise Conflict(_("Nobody has checked in yet."), _("Ask when people are there."))
    for attendance_id in present:
        one = said.get(attendance_id)
        if one is not None and one.said_by == CheckInBy.SELF and not one.filmed:
            continue
        if one is None:
            one = StreamConsent(meeting_id=stream.meeting_id, attendance_id=attendance_id)
            db.session.add(one)
        one.filmed, one.said_by, one.said_at = attendance_id not in not_filmed, CheckInBy.LIST, utcnow()
    stream.asked_at = utcnow()
    db.session.flush()
    refused = stream_queries.not_filmed(stream.meeting_id)
    note(ASKED, _meeting(stream), by, asked=len(present), not_filmed=refused)
    return refused


def say_consent(meeting, *, by, filmed) -> None:
    """On one's own phone: film me, or do not. Counts at once, whether the stream runs or not."""
    attendance = db.session.scalar(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.person_id == by.id)
        .order_by(Attendance.id.desc())
        .limit(1)
    )
    if attendance is None:
        raise Refused(_("Only who has checked in is asked."), _("Check in first, at the door."))
    locked(Attendance, attendance.id)
    one = db.session.scalar(select(StreamConsent).where(StreamConsent.attendance_id == attendance.id))
    if one is None:
        one = StreamConsent(meeting_id=meeting.id, attendance_id=attendance.id)
        db.session.add(one)
    one.filmed, one.said_by, one.said_at = filmed, CheckInBy.SELF, utcnow()
    db.session.flush()
    # Without the person: who does not want to be filmed is nobody's business but the holder's.
    note(SAID, meeting, None, not_filmed=stream_queries.not_filmed(meeting.id))


def show_stream(stream, *, by) -> None:
    """From now on everybody can watch. Raises Conflict before everybody present was asked."""
    stream = locked(MeetingStream, stream.id)
    if stream.asked_at is None or stream_queries.not_asked(stream.meeting_id):
        raise Conflict(
            _("Not everybody present was asked yet whether they may be filmed."),
            _("Read the opening words and go through the list first."),
        )
    stream = _move(stream, StreamState.SHOWN)
    stream.shown_at = utcnow()
    note(SHOWN, _meeting(stream), by, not_filmed=stream_queries.not_filmed(stream.meeting_id))


def cut_stream(stream, *, by, reason) -> None:
    """一键断开: the link is hidden at once; reason and time stay on the page. One tap needs no reason."""
    stream = _move(stream, StreamState.CUT)
    stream.cut_at, stream.cut_reason = utcnow(), reason.strip() or _("Cut off by whoever holds the meeting.")
    stream.asked_at = None  # before it is shown again everybody is asked again
    note(CUT, _meeting(stream), by)


def remove_stream(stream) -> None:
    """Its day has come: the links are emptied, what was agreed about filming too."""
    stream = locked(MeetingStream, stream.id)
    if stream.state == StreamState.GONE or stream.keep_until >= local_today():
        return
    stream = _move(stream, StreamState.GONE)
    stream.url = stream.captions_url = ""
    stream.gone_at = utcnow()
    for one in stream_queries.consents_of(stream.meeting_id):
        db.session.delete(one)
    note(GONE, _meeting(stream), None, kept_until=stream.keep_until.isoformat())


def _meeting(stream):
    return db.session.get(Meeting, stream.meeting_id)


def _move(stream, state) -> MeetingStream:
    stream = locked(MeetingStream, stream.id)
    if state not in TRANSITIONS[stream.state]:
        raise Conflict(
            _("This cannot be done now: the broadcast stands at “%(state)s”.", state=stream.state.label),
            _("Look at the page again."),
        )
    stream.state = state
    return stream
