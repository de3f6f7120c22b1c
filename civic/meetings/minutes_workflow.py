"""Verbs of minutes: draft, write, lay out, confirm or refuse, publish, let lapse, correct.

Two who were there and are no staff must confirm (I14). Neither whoever chaired nor whoever wrote counts.
"""

from datetime import timedelta

from flask_babel import gettext as _

from civic.database import SHANGHAI, local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings import minutes_draft, minutes_queries
from civic.meetings.minutes_document import chained, fingerprint
from civic.meetings.minutes_models import Erratum, Minutes, MinutesConfirmation
from civic.meetings.minutes_states import (
    CONFIRM_DAYS,
    CONFIRMATIONS,
    MOST_COMMENT_DAYS,
    SETTLED,
    TRANSITIONS,
    WAITING,
    MinutesState,
)
from civic.meetings.models import Meeting
from civic.meetings.states import Capacity, MeetingState
from civic.meetings.workflow import note
from civic.topics.documents import add_document
from civic.topics.models import Topic
from civic.topics.states import DocumentKind

DRAFTED = act("minutes.drafted", public={"present", "agreements", "dissents"})
REWRITTEN = act("minutes.rewritten", public={"round"})
LAID_OUT = act("minutes.laid_out", public={"round", "comments_until", "confirm_by"})
AGREED_TO = act("minutes.agreed_to", public={"round", "capacity", "count"})
CONFIRMED = act("minutes.confirmed", public={"round", "count"})
REFUSED = act("minutes.refused", public={"round", "capacity"})
PUBLISHED = act("minutes.published", public={"fingerprint", "confirmations"})
LAPSED = act("minutes.lapsed", public={"agreed"})
CORRECTED = act("minutes.corrected", public={"erratum", "before", "fingerprint"})

NOT_COUNTED = frozenset({Capacity.STAFF})


def draft(meeting, *, by) -> Minutes:
    """Begin minutes from what happened; the three parts are filled in as far as it is known."""
    meeting = locked(Meeting, meeting.id)
    if meeting.state != MeetingState.ENDED:
        raise Conflict(_("The meeting is not over yet."), _("End it first; your notes are kept."))
    if minutes_queries.minutes_of(meeting.id) is not None:
        raise Conflict(_("These minutes were begun already."), _("Go on writing where they are."))
    agreed = minutes_queries.agreements_of(meeting.id)
    minutes = Minutes(
        meeting_id=meeting.id, community_id=meeting.community_id, drafted_by=by.id if by else None,
        confirm_by=local_today() + timedelta(days=CONFIRM_DAYS), **minutes_draft.three_parts(meeting, agreed),
    )  # fmt: skip
    db.session.add(minutes)
    db.session.flush()
    dissents = len(minutes_queries.dissents_of(meeting.id))
    note(DRAFTED, meeting, by, present=meeting.present, agreements=len(agreed), dissents=dissents)
    return minutes


def rewrite(minutes, *, by, version, problem, plan, telling) -> None:
    """Write the three parts. Who has confirmed the text before must read this one.

    Raises Conflict when somebody else wrote in the meantime, or the minutes are confirmed.
    """
    minutes = _open_to_writing(minutes)
    if version != minutes.version:
        raise Conflict(
            _("Somebody else changed the minutes while you were writing."),
            _("Look at the text as it is now and put in what is missing; yours is below."),
        )
    minutes.problem, minutes.plan, minutes.telling = problem.strip(), plan.strip(), telling.strip()
    minutes.version += 1
    if minutes.state == MinutesState.COMMENTED:
        minutes.round += 1
    _note(REWRITTEN, minutes, by, round=minutes.round)


def lay_out(minutes, *, by, comment_days) -> None:
    """Show them to those who were there; they comment for so many days, then confirm.

    0 days: they were read out in the room. Raises Refused while one of the three parts is empty.
    """
    if not 0 <= comment_days <= MOST_COMMENT_DAYS:
        raise Refused(_("Between 0 and 7 days are for comments."))
    minutes = _move(minutes, MinutesState.COMMENTED)
    if not (minutes.problem and minutes.plan and minutes.telling):
        raise Refused(
            _("The minutes have three parts: the problem, the way, how everybody is told."),
            _("Write a sentence under each, then lay them out."),
        )
    today = local_today()
    minutes.round += 1
    minutes.version += 1
    minutes.comments_until = today + timedelta(days=comment_days)
    minutes.confirm_by = today + timedelta(days=CONFIRM_DAYS)
    _note(
        LAID_OUT, minutes, by, round=minutes.round, comments_until=minutes.comments_until.isoformat(),
        confirm_by=minutes.confirm_by.isoformat(),
    )  # fmt: skip


def confirm(minutes, *, by, version) -> None:
    """So it was, says somebody who was there. The second of those who count confirms and freezes the text.

    Raises Refused for whoever does not count (I14), Conflict for a text that changed meanwhile, while
    comments may still come, and while one is unanswered.
    """
    minutes, attendance = _asked(minutes, by, version)
    if minutes_queries.unanswered_comments(minutes.id):
        raise Conflict(
            _("A comment is not answered yet."),
            _("The recorder takes it in or answers it; after that everybody confirms the same text."),
        )
    if comments_open(minutes):
        raise Conflict(
            _("Comments may still come until the end of that day; after it the minutes are confirmed."),
            _("Come back then, or say now what is missing."),
        )
    db.session.add(_said(minutes, attendance, agrees=True))
    db.session.flush()
    count = minutes_queries.confirmations_in(minutes)
    said = {"round": minutes.round, "count": count}
    _note(AGREED_TO, minutes, by, capacity=attendance.capacity.value, **said)
    if count >= CONFIRMATIONS:
        minutes = _move(minutes, MinutesState.CONFIRMED)
        minutes.confirmed_at = utcnow()
        minutes.document = minutes_draft.document(minutes_queries.minutes_or_404(minutes.meeting_id))
        agreements.settle(minutes.meeting_id)
        _note(CONFIRMED, minutes, None, **said)


def comments_open(minutes) -> bool:
    """Are the days for comments still running? With 0 days they never ran."""
    laid_out_days = minutes.confirm_by - timedelta(days=CONFIRM_DAYS)
    return minutes.comments_until > laid_out_days and local_today() <= minutes.comments_until


def refuse(minutes, *, by, version, reason) -> None:
    """So it was not, because: back to the draft, with the reason. What began on the spot is withdrawn."""
    minutes, attendance = _asked(minutes, by, version)
    if not reason.strip():
        raise Refused(_("Say what was different, so that it can be put right."))
    db.session.add(_said(minutes, attendance, agrees=False, reason=reason.strip()))
    minutes = _move(minutes, MinutesState.DRAFTED)
    minutes.version += 1
    minutes.confirm_by = local_today() + timedelta(days=CONFIRM_DAYS)
    agreements.take_back(minutes.meeting_id)
    _note(REFUSED, minutes, by, round=minutes.round, capacity=attendance.capacity.value)


def publish(minutes, *, by) -> None:
    """Give the confirmed text its fingerprint, hang it on the topic. From now on only errata."""
    minutes = _move(minutes, MinutesState.PUBLISHED)
    minutes.published_at = utcnow()
    minutes.fingerprint = fingerprint(minutes.document)
    minutes.version += 1
    count = minutes_queries.confirmations_in(minutes)
    _note(PUBLISHED, minutes, by, fingerprint=minutes.fingerprint, confirmations=count)
    _hang_on_topic(minutes, db.session.get(Meeting, minutes.meeting_id), by)


def lapse(minutes) -> None:
    """Nobody confirmed them in time: they stay readable as what they are, and bind nobody."""
    minutes = locked(Minutes, minutes.id)
    if minutes.state not in WAITING or minutes.confirm_by >= local_today():
        return
    minutes = _move(minutes, MinutesState.LAPSED)
    minutes.lapsed_at = utcnow()
    agreements.withdraw(minutes.meeting_id)
    _note(LAPSED, minutes, None, agreed=minutes_queries.confirmations_in(minutes))


def correct(minutes, *, by, was, now, reason) -> Erratum:
    """Say in public what published minutes had wrong; the original stays as it was."""
    minutes = locked(Minutes, minutes.id)
    if minutes.state != MinutesState.PUBLISHED:
        raise Conflict(_("Only published minutes are corrected this way."), _("Change the text itself."))
    before = minutes_queries.errata_of(minutes.id)
    last = before[-1].fingerprint if before else minutes.fingerprint
    erratum = Erratum(
        minutes_id=minutes.id, number=len(before) + 1, dated=local_today(), was=was.strip(), now=now.strip(),
        reason=reason.strip(), made_by=by.id if by else None,
    )  # fmt: skip
    erratum.fingerprint = chained(last, erratum)
    db.session.add(erratum)
    minutes.version += 1
    _note(CORRECTED, minutes, by, erratum=erratum.number, before=last, fingerprint=erratum.fingerprint)
    return erratum


def _asked(minutes, by, version):
    """The minutes, laid out in the version that was read, and as what `by` was there."""
    minutes = locked(Minutes, minutes.id)
    if minutes.state != MinutesState.COMMENTED:
        raise Conflict(
            _("These minutes are not waiting for you: they stand at “%(state)s”.", state=minutes.state.label),
            _("Look at the minutes again."),
        )
    if version != minutes.version:
        raise Conflict(
            _("The text changed since you read it."), _("Read it once more, then say whether it was so.")
        )
    meeting = db.session.get(Meeting, minutes.meeting_id)
    attendance = minutes_queries.attendance_of(meeting.id, by.id)
    if not counts(meeting, minutes, attendance, by):
        raise Refused(
            _("Minutes are confirmed by people who were there and are neither staff, chair nor recorder."),
            _("Ask two residents or delegates who were there."),
        )
    if minutes_queries.has_spoken(minutes, by.id):
        raise Conflict(_("You have said so already."), _("Nothing more is needed of you."))
    return minutes, attendance


def counts(meeting, minutes, attendance, person) -> bool:
    """I14: was there, is no staff whatever seat they held, and neither chaired nor wrote the minutes."""
    if attendance is None or attendance.capacity in NOT_COUNTED:
        return False
    if person.id in (meeting.chair_id, meeting.recorder_id, minutes.drafted_by):
        return False
    return not minutes_queries.is_staff(person.id)


def _said(minutes, attendance, agrees, reason=""):
    return MinutesConfirmation(
        minutes_id=minutes.id, round=minutes.round, person_id=attendance.person_id,
        capacity=attendance.capacity, body_id=attendance.body_id, door_id=attendance.door_id,
        agrees=agrees, reason=reason,
    )  # fmt: skip


def _hang_on_topic(minutes, meeting, by):
    """As a dated paper, unless one of that day hangs there already."""
    if meeting.topic_id is None:
        return
    held = meeting.starts_at.astimezone(SHANGHAI)
    if minutes_queries.paper_of_day(meeting.topic_id, held.date()):
        return
    whole = _("The whole with its fingerprint: minutes of meeting No. %(no)s.", no=meeting.number)
    body = "\n\n".join((minutes.problem, minutes.plan, minutes.telling, whole))
    add_document(
        db.session.get(Topic, meeting.topic_id), by=by, kind=DocumentKind.MINUTES, dated=held.date(),
        title=meeting.title, body=body, where_when=f"{held:%H:%M} {meeting.where_held}"[:120],
        meeting_id=meeting.id,
    )  # fmt: skip


def _open_to_writing(minutes) -> Minutes:
    minutes = locked(Minutes, minutes.id)
    if minutes.state in SETTLED or not minutes.is_written:
        raise Conflict(
            _("Confirmed minutes are not written in any more."),
            _("Publish them; what is wrong is put right by a dated correction."),
        )
    return minutes


def _move(minutes, state) -> Minutes:
    minutes = locked(Minutes, minutes.id)
    if state not in TRANSITIONS[minutes.state]:
        raise Conflict(
            _("This cannot be done now: the minutes stand at “%(state)s”.", state=minutes.state.label),
            _("Look at the minutes again."),
        )
    minutes.state = state
    return minutes


def _note(verb, minutes, by, **public):
    note(verb, db.session.get(Meeting, minutes.meeting_id), by, **public)
