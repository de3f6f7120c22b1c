"""Verbs around the call: invite, call with notice, change and tell again, answer, ask for a meeting."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from civic.councils.models import Seat
from civic.database import SHANGHAI, local_today, locked, utcnow
from civic.dispatch.whistle_models import WhistleCall
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.locale import day
from civic.meetings import terms, workflow
from civic.meetings.calling_models import MeetingInvitation, MeetingRequest
from civic.meetings.kinds import MOST_MINUTES, RULES
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.policies import IN_PLANNING
from civic.meetings.states import ON_THE_SPOT, Answer, MeetingState

CHANGED = act("meeting.changed", public={"changed", "starts_at"})
INVITED = act("meeting.invited", public={"body"})
ANSWERED = act("meeting.invitation_answered", public={"body", "answer"})
ASKED = act("meeting.asked_for", public={"council", "body"})
REQUEST_ANSWERED = act("meeting.request_answered", public={"meeting"})

# Columns whoever is invited is told of again; where and when make them answer anew.
TOLD = ("title", "starts_at", "where_held", "minutes_planned")
ANEW = frozenset({"starts_at", "where_held"})


def days_before(meeting) -> int:
    """Whole days in Shanghai between today and the meeting."""
    return (meeting.starts_at.astimezone(SHANGHAI).date() - local_today()).days


def refuse_late(meeting) -> None:
    """Raises Refused where the call comes after the meeting, or too late and no urgent reason stands."""
    if meeting.starts_at <= utcnow():
        raise Refused(_("The meeting's hour is over."), _("Choose another day first."))
    early = meeting.notice_days
    if days_before(meeting) < early and not meeting.urgent_reason:
        first = local_today() + timedelta(days=early)
        raise Refused(
            _("%(kind)s: called %(days)s days ahead at least.", kind=meeting.kind.label, days=early),
            _(
                "Choose %(day)s or later, or write why it is urgent; everybody reads the reason.",
                day=day(first),
            ),
        )


def refuse_long(kind, minutes) -> None:
    """Raises Refused where it would last longer than its kind may."""
    most = RULES[kind].most_minutes
    if not 5 <= minutes <= min(most, MOST_MINUTES):
        raise Refused(
            _("%(kind)s: from 5 to %(most)s minutes.", kind=kind.label, most=most),
            _("Plan a shorter one, or two meetings."),
        )


def invite(meeting, body_ids, *, by) -> int:
    """Bodies that shall come, each once; those of a meeting that was called are told at once."""
    meeting = locked(Meeting, meeting.id)
    there = set(db.session.scalars(_invited(meeting)))
    new = sorted(set(body_ids) - there)
    db.session.add_all(MeetingInvitation(meeting_id=meeting.id, body_id=body) for body in new)
    if meeting.state != MeetingState.DRAFTED:
        for body in new:
            workflow.note(INVITED, meeting, by, body=body)
    return len(new)


def _invited(meeting):
    return select(MeetingInvitation.body_id).where(MeetingInvitation.meeting_id == meeting.id)


def due_to_come(meeting) -> set[int]:
    """Bodies that are invited by rule: those with a seat, and those a whistle calls."""
    found = set()
    if meeting.council_id:
        found |= set(db.session.scalars(select(Seat.body_id).where(Seat.council_id == meeting.council_id)))
    if meeting.whistle_id:
        called = select(WhistleCall.body_id).where(WhistleCall.whistle_id == meeting.whistle_id)
        found |= set(db.session.scalars(called))
    return found - {None}  # a residents' seat has no body


def call_together(meeting, *, by, urgent_reason="") -> None:
    """Tell everybody, early enough or with the reason why not. Raises Refused for an empty agenda."""
    meeting = locked(Meeting, meeting.id)
    meeting.urgent_reason = urgent_reason.strip()
    terms.guard_meeting(meeting)
    refuse_late(meeting)
    points = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).limit(1)
    if meeting.kind not in ON_THE_SPOT and db.session.scalar(points) is None:
        raise Refused(_("Nobody knows yet what the meeting is about."), _("Write an agenda first."))
    invite(meeting, due_to_come(meeting), by=by)
    workflow.call(meeting, by=by)


def change(meeting, *, by, also=(), **columns) -> bool:
    """Change what was planned; once called everybody invited is told again. Returns whether anything was.

    Args: also — what the caller has changed besides. Raises Conflict once it began, Refused where a
    called meeting would come too early.
    """
    meeting = locked(Meeting, meeting.id)
    if meeting.state not in IN_PLANNING:
        raise Conflict(
            _("This cannot be done now: the meeting stands at “%(state)s”.", state=meeting.state.label),
            _("Look at the meeting again."),
        )
    changed = [name for name, value in columns.items() if getattr(meeting, name) != value]
    if not changed and not also:
        return False
    if changed:
        values = {name: columns[name] for name in changed}
        db.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(**values))
        db.session.refresh(meeting)
    refuse_long(meeting.kind, meeting.minutes_planned)
    if meeting.state == MeetingState.CALLED and "starts_at" in changed:
        refuse_late(meeting)
    tell_change(meeting, [*changed, *also], by=by)
    return True


def tell_change(meeting, changed, *, by) -> None:
    """A change of a called meeting: calendars and screens draw anew, whoever is invited is told."""
    told = sorted({*changed} & {*TOLD, "agenda"})
    meeting.version += 1
    if meeting.state != MeetingState.CALLED or not told:
        return
    meeting.sequence += 1
    if ANEW & set(told):
        anew = update(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id)
        db.session.execute(anew.values(answer=Answer.WAITING, answered_at=None, reason=""))
    workflow.note(CHANGED, meeting, by, changed=told, starts_at=meeting.starts_at.isoformat())


def answer_invitation(invitation, *, by, answer, who="", reason="") -> None:
    """Coming, and in which post; or not, and why. May be changed until it begins."""
    meeting = locked(Meeting, invitation.meeting_id)
    invitation = locked(MeetingInvitation, invitation.id)
    if meeting.state != MeetingState.CALLED:
        raise Conflict(
            _("This cannot be done now: the meeting stands at “%(state)s”.", state=meeting.state.label),
            _("Look at the meeting again."),
        )
    if answer == Answer.NOT_COMING and not reason.strip():
        raise Refused(_("Say why your body does not come."), _("One sentence is enough; everybody reads it."))
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, utcnow(), by.id
    invitation.who = who.strip() if answer == Answer.COMING else ""
    invitation.reason = reason.strip() if answer == Answer.NOT_COMING else ""
    workflow.note(ANSWERED, meeting, by, body=invitation.body_id, answer=answer.value)


def ask_for_meeting(council, seat, *, by, title, why) -> MeetingRequest:
    """A seat, of a body or a resident's own, asks that the council meets.

    Raises Conflict while an earlier wish is open, or when the council's term is over.
    """
    terms.guard(council, local_today())
    waiting = select(MeetingRequest.id).where(
        MeetingRequest.seat_id == seat.id, MeetingRequest.answered_at.is_(None)
    )
    locked(Seat, seat.id)
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Conflict(_("Your seat has asked already and has no answer yet."), _("Wait for it, or call."))
    wish = MeetingRequest(
        community_id=council.community_id, council_id=council.id, seat_id=seat.id, body_id=seat.body_id,
        title=title, why=why, asked_by=by.id,
    )  # fmt: skip
    db.session.add(wish)
    db.session.flush()
    public = {"council": council.id, "body": seat.body_id}
    record(ASKED, subject=wish, community_id=council.community_id, by=by, public=public)
    return wish


def answer_request(wish, *, by, meeting=None, reason="") -> None:
    """It meets (`meeting`), or the reason why not. Raises Conflict the second time, Refused without."""
    wish = locked(MeetingRequest, wish.id)
    if wish.answered_at is not None:
        raise Conflict(_("This was answered already."), _("Load the page again."))
    if meeting is None and not reason.strip():
        raise Refused(_("Say why the council does not meet now."), _("Whoever asked reads it."))
    wish.meeting_id, wish.answer = meeting.id if meeting else None, reason.strip()
    wish.answered_at, wish.answered_by = utcnow(), by.id
    record(
        REQUEST_ANSWERED, subject=wish, community_id=wish.community_id, by=by,
        public={"meeting": wish.meeting_id},
    )  # fmt: skip
