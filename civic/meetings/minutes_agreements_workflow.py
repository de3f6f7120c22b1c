"""Verbs of what a meeting agreed on, and of what somebody did not go along with."""

from datetime import timedelta

from flask_babel import gettext as _

from civic.councils.models import Body
from civic.database import local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import minutes_queries
from civic.meetings.minutes_models import Agreement, Dissent, Minutes
from civic.meetings.minutes_states import (
    AGREEMENT_TRANSITIONS,
    WRITTEN,
    AgreementState,
    Became,
    MinutesState,
)
from civic.meetings.models import Attendance, Meeting
from civic.meetings.states import MeetingKind, MeetingState
from civic.meetings.workflow import note

AGREED = act("agreement.noted", public={"agreement", "body", "due"})
CHANGED = act("agreement.changed", public={"agreement", "body", "due"})
TURNED = act("agreement.turned", public={"agreement", "into", "state"})
DUE = act("dissent.due", public={"dissent", "again_on"})
DISSENTED = act("dissent.noted", public={"dissent", "again_on"})
HEARD_AGAIN = act("dissent.heard_again", public={"dissent"})

HELD = (MeetingState.OPEN, MeetingState.ENDED)
A_MONTH = timedelta(days=30)


def agree(meeting, *, by, what, standard="", owner_id=None, due_on=None) -> Agreement:
    """Write down one thing agreed on; who, by when and what done looks like may follow."""
    meeting = _open_to_points(meeting)
    _guard_point(what, due_on, owner_id)
    made = Agreement(
        meeting_id=meeting.id, position=len(minutes_queries.agreements_of(meeting.id)) + 1,
        what=what.strip(), standard=standard.strip(), owner_body_id=owner_id, due_on=due_on,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(AGREED, meeting, by, agreement=made.position, body=owner_id, due=_day(due_on))
    return made


def change_agreement(agreement, *, by, what, standard, owner_id, due_on) -> None:
    """Put it right while the minutes are written. Raises Conflict once it became something."""
    agreement = locked(Agreement, agreement.id)
    meeting = _open_to_points(db.session.get(Meeting, agreement.meeting_id))
    if agreement.became is not None:
        raise Conflict(_("This has become something already: %(what)s.", what=agreement.became.label))
    _guard_point(what, due_on, owner_id)
    agreement.what, agreement.standard = what.strip(), standard.strip()
    agreement.owner_body_id, agreement.due_on = owner_id, due_on
    note(CHANGED, meeting, by, agreement=agreement.position, body=owner_id, due=_day(due_on))


def turn(agreement, into: Became, *, by, rule_text="") -> None:
    """It becomes an action item (the room of action items makes it) or a rule of this table, once.

    Before the minutes are confirmed only a round table's may begin, marked 待参会人确认.
    """
    agreement = locked(Agreement, agreement.id)
    meeting = db.session.get(Meeting, agreement.meeting_id)
    if agreement.became is not None:
        raise Conflict(_("This has become something already: %(what)s.", what=agreement.became.label))
    if agreement.state == AgreementState.NOTED:
        if meeting.kind != MeetingKind.ROUND_TABLE:
            raise Conflict(
                _("The minutes are not confirmed yet."),
                _("Once two who were there have confirmed them, it takes one tap."),
            )
        _move(agreement, AgreementState.PROVISIONAL)
    elif agreement.state == AgreementState.WITHDRAWN:
        raise Conflict(_("This was withdrawn: the minutes were not confirmed."), _("Meet about it again."))
    agreement.became = into
    if into == Became.HOUSE_RULE:
        agreement.rule_text = (rule_text or agreement.what).strip()
    note(TURNED, meeting, by, agreement=agreement.position, into=into.value, state=agreement.state.value)


def dissent(meeting, *, by, who, what, again_on=None, row_id=None) -> Dissent:
    """保留意见: kept word for word, with the day on which it is heard again: in a month, unless said.

    Args: row_id — whose line of the attendance list it is; they are told when the day is there.
    """
    meeting = _open_to_points(meeting)
    again_on = again_on or local_today() + A_MONTH
    if not who.strip() or not what.strip():
        raise Refused(_("Say who does not go along, by role or door, and with what."))
    if again_on <= local_today():
        raise Refused(_("That day is over."), _("Choose a day on which it is heard again."))
    row = db.session.get(Attendance, row_id) if row_id else None
    kept = Dissent(
        meeting_id=meeting.id, who=who.strip(), what=what.strip(), again_on=again_on,
        person_id=row.person_id if row is not None and row.meeting_id == meeting.id else None,
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    note(DISSENTED, meeting, by, dissent=kept.id, again_on=again_on.isoformat())
    return kept


def fall_due(kept) -> None:
    """Its day is there: whoever it is of is told, once. Nothing where it was heard again or told already."""
    kept = locked(Dissent, kept.id)
    if kept.told_on is not None or kept.heard_again_at is not None or kept.again_on > local_today():
        return
    kept.told_on = local_today()
    meeting = db.session.get(Meeting, kept.meeting_id)
    note(DUE, meeting, None, dissent=kept.id, again_on=kept.again_on.isoformat())


def hear_again(kept, *, by, outcome) -> None:
    """It was heard again; what came of it is public."""
    kept = locked(Dissent, kept.id)
    if kept.heard_again_at is not None:
        raise Conflict(_("This was heard again already."), _("What came of it stands beside it."))
    if not outcome.strip():
        raise Refused(_("Say in a sentence what came of it."))
    kept.outcome, kept.heard_again_at = outcome.strip(), utcnow()
    note(HEARD_AGAIN, db.session.get(Meeting, kept.meeting_id), by, dissent=kept.id)


def settle(meeting_id) -> None:
    """The minutes were confirmed: what was agreed holds. The act is the minutes'."""
    for agreement in minutes_queries.agreements_of(meeting_id):
        _move(agreement, AgreementState.STANDS)


def take_back(meeting_id) -> None:
    """The minutes were refused: what had begun on the spot waits again. The act is the minutes'."""
    for agreement in minutes_queries.agreements_of(meeting_id):
        if agreement.state == AgreementState.PROVISIONAL:
            _move(agreement, AgreementState.NOTED)
            agreement.became, agreement.rule_text = None, ""


def withdraw(meeting_id) -> None:
    """The minutes were never confirmed: nothing of it holds. The act is the minutes'."""
    for agreement in minutes_queries.agreements_of(meeting_id):
        _move(agreement, AgreementState.WITHDRAWN)


def _move(agreement, state):
    if state not in AGREEMENT_TRANSITIONS[agreement.state]:
        raise Conflict(
            _("This cannot be done now: it stands at “%(state)s”.", state=agreement.state.label),
            _("Look at the minutes again."),
        )
    agreement.state = state


def _open_to_points(meeting) -> Meeting:
    """Locked; begun, its minutes not confirmed. Who confirmed a text without this is asked anew."""
    meeting = locked(Meeting, meeting.id)
    if meeting.state not in HELD:
        raise Conflict(_("The meeting has not begun."), _("Open it first."))
    minutes = minutes_queries.minutes_of(meeting.id)
    if minutes is None:
        return meeting
    minutes = locked(Minutes, minutes.id)
    if minutes.state not in WRITTEN:
        raise Conflict(
            _("The minutes are not written in any more."),
            _("What is wrong in them is put right by a dated correction."),
        )
    minutes.version += 1
    if minutes.state == MinutesState.COMMENTED:
        minutes.round += 1
    return meeting


def _guard_point(what, due_on, owner_id):
    if not what.strip():
        raise Refused(_("Say in a sentence what was agreed."))
    if due_on is not None and due_on < local_today():
        raise Refused(_("That day is over."), _("Choose today or a later day."))
    body = db.session.get(Body, owner_id) if owner_id else None
    if body is not None and body.ended_on is not None:
        raise Refused(
            _("%(body)s has been dissolved.", body=body.short_name), _("Choose who does its work now.")
        )


def _day(due_on):
    return due_on.isoformat() if due_on else None
