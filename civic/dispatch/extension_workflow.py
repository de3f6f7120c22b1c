"""延期: more time for one part, asked before its deadline, approved by another, told to the resident.

An approved extension is the only thing that moves a deadline while somebody works on the order.
Lock the order before its leg.
"""

from flask_babel import gettext as _

from civic.councils import queries as councils
from civic.database import local_today, utcnow
from civic.dispatch import exception_queries, queries, workflow
from civic.dispatch.clocks import amber_at, last_day
from civic.dispatch.exception_models import ExtensionProgress, LegExtension
from civic.dispatch.exception_states import ExtensionState
from civic.dispatch.exception_workflow import rule, settle_as
from civic.dispatch.leg_workflow import put_off
from civic.dispatch.states import LegState, OrderState
from civic.dispatch.windows import in_window, next_progress
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState
from civic.threads.workflow import stamp

ASKED = act("leg.extension_asked", public={"body", "from", "to"})
EXTENDED = act("leg.extended", public={"body", "from", "to", "every_days"})
REFUSED = act("leg.extension_refused", public={"body"})
LAPSED = act("leg.extension_lapsed", public={"body"})
PROTESTED = act("leg.extension_protested", public={"body"})
PROTEST_ANSWERED = act("leg.extension_protest_answered", public={"body"})
PROGRESS_TOLD = act("leg.progress_told", public={"body", "next"})
PROGRESS_DUE = act("leg.progress_due", public={"body", "on"})


def ask(order, leg, *, by, due_at, reason, teller, every_days) -> LegExtension:
    """The body asks for a later day. Raises Refused at or after the deadline, or without a reason.

    `teller` is the role that tells the resident how it goes, at least every `every_days` days.
    """
    if leg.state not in (LegState.ACCEPTED, LegState.CONTACTED) or order.state is not OrderState.DISPATCHED:
        raise Conflict(_("This part is not being worked on now."), _("Accept it first, or look once more."))
    if not in_window(utcnow(), leg.due_at):
        raise Refused(
            _("The deadline has passed; more time is asked for before it."),
            _("Reply with what is done, and tell the resident what is not."),
        )
    if due_at <= leg.due_at:
        raise Refused(_("The new day must be later than the deadline."))
    if not reason.strip() or not teller.strip() or every_days < 1:
        raise Refused(_("Say why, and who tells the resident how it goes."))
    if exception_queries.asked_extension_of(leg.id) is not None:
        raise Conflict(_("More time has been asked for already."), _("The street office is to rule on it."))
    extension = LegExtension(
        **exception_queries.of_order(order), leg_id=leg.id, body_id=leg.body_id, due_was=leg.due_at,
        due_at=due_at, reason=reason.strip(), teller=teller.strip(), every_days=every_days,
        state=ExtensionState.ASKED, asked_by=by.id, asked_at=utcnow(),
    )  # fmt: skip
    db.session.add(extension)
    _record(ASKED, extension, by, {"from": leg.due_at.isoformat(), "to": due_at.isoformat()})
    return extension


def grant(order, leg, extension, *, by, words, hotline_ref="") -> None:
    """Another person, of the street, approves: the deadline moves and the resident is told.

    Where the deadline came with the order it is not ours: Refused without the hotline's number.
    """
    _guard_approver(extension, by)
    if order.state is not OrderState.DISPATCHED or not leg.is_open:
        raise Conflict(_("This part is not being worked on now."), _("Look at it once more."))
    if order.due_is_given and not hotline_ref.strip():
        raise Refused(
            _("This deadline came with the order and is not ours to move."),
            _("Ask the hotline, and write down the number under which it agreed."),
        )
    if extension.due_at <= utcnow():
        raise Refused(_("The day asked for is over already."), _("Refuse it, and let the body ask anew."))
    rule(extension, ExtensionState.APPROVED, by=by, words=words)
    extension.hotline_ref = hotline_ref.strip()
    extension.next_progress_on = next_progress(
        local_today(), extension.every_days, last_day(extension.due_at)
    )
    put_off(leg, by=by, due_at=extension.due_at, amber_at=amber_at(utcnow(), extension.due_at))
    follow_legs(order)
    public = {"from": extension.due_was.isoformat(), "to": extension.due_at.isoformat()}
    _record(EXTENDED, extension, by, public | {"every_days": extension.every_days})


def follow_legs(order) -> None:
    """The order, its issue and its matter are due when the last body that leads is."""
    leads = [leg.due_at for leg in queries.open_legs_of(order) if leg.is_lead]
    if leads:
        order.due_at = max(leads)
    workflow.touch(order)
    issue, thread = queries.issue_of(order), queries.thread_of(order)
    issue.due_at = order.due_at
    if thread.stage == Seal.ACT and order.due_at is not None:
        holder = councils.bodies_by_id([thread.holder_id]).get(thread.holder_id)
        stamp(thread, Seal.ACT, SealState.NOW, holder=holder, due_on=last_day(order.due_at))


def refuse(extension, *, by, words) -> None:
    """No more time: the deadline stands."""
    _guard_approver(extension, by)
    rule(extension, ExtensionState.REFUSED, by=by, words=words)
    _record(REFUSED, extension, by, {})


def lapse(extension, *, by) -> None:
    """The reply came, or the part was taken back, before anybody ruled."""
    settle_as(extension, ExtensionState.LAPSED)
    _record(LAPSED, extension, by, {})


def protest(extension, *, by, words) -> None:
    """我有意见: the resident says what is wrong with it; whoever rules reads it, once each."""
    if extension.state not in (ExtensionState.ASKED, ExtensionState.APPROVED):
        raise Conflict(_("This was not given more time."), _("Look at it once more."))
    if extension.protested_at is not None:
        raise Conflict(_("We have your objection already."), _("The street office answers it here."))
    if not words.strip():
        raise Refused(_("Say in a sentence what is wrong with it."))
    extension.protest, extension.protested_at = words.strip(), utcnow()
    _record(PROTESTED, extension, by, {})


def answer_protest(extension, *, by, words) -> None:
    """The street answers the resident's objection."""
    if extension.protested_at is None or extension.protest_answered_at is not None:
        raise Conflict(_("There is nothing to answer."), _("Look at it once more."))
    if not words.strip():
        raise Refused(_("An answer needs words."))
    extension.protest_answer, extension.protest_answered_at = words.strip(), utcnow()
    _record(PROTEST_ANSWERED, extension, by, {})


def tell_progress(extension, *, by, words) -> ExtensionProgress:
    """The resident was told how it goes; the next time is counted from today."""
    if extension.state is not ExtensionState.APPROVED or not exception_queries.leg_of(extension).is_open:
        raise Conflict(_("This part is not being worked on now."), _("Look at it once more."))
    if not words.strip():
        raise Refused(_("Say in a sentence how it is going."))
    told = ExtensionProgress(extension_id=extension.id, words=words.strip(), told_by=by.id, told_at=utcnow())
    db.session.add(told)
    following = next_progress(local_today(), extension.every_days, last_day(extension.due_at))
    extension.next_progress_on, extension.progress_urged_on = following, None
    _record(PROGRESS_TOLD, extension, by, {"next": following and following.isoformat()})
    return told


def urge_progress(extension) -> bool:
    """The day has come and the resident was not told: the body is reminded, once for each day promised."""
    owed = extension.next_progress_on is not None and extension.next_progress_on <= local_today()
    if not owed or extension.progress_urged_on == extension.next_progress_on:
        return False
    extension.progress_urged_on = extension.next_progress_on
    _record(PROGRESS_DUE, extension, None, {"on": extension.next_progress_on.isoformat()})
    return True


def _guard_approver(extension, by):
    if extension.body_id in by.body_ids:
        raise NotAllowed(_("Nobody approves more time for their own body."))


def _record(verb, extension, by, public):
    public = {"body": extension.body_id} | public
    record(verb, subject=extension, thread=queries.thread_of(extension), by=by, public=public)
