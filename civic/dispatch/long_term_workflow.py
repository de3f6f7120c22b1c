"""挂账: real, and not to be done now. With plan, owner and the next look, in public; never urgent orders.

On the list every open part's clock stands (leg_workflow.pause); off it, each goes on with what was left.
"""

from flask_babel import gettext as _

from civic.councils import queries as councils
from civic.database import local_today, utcnow
from civic.dispatch import exception_queries, queries, workflow
from civic.dispatch.exception_models import LongTermEntry, LongTermReview
from civic.dispatch.exception_states import Ending, LongTermState
from civic.dispatch.exception_workflow import rule, settle_as
from civic.dispatch.extension_workflow import follow_legs
from civic.dispatch.leg_workflow import pause, resume
from civic.dispatch.states import OrderState
from civic.dispatch.windows import LONGEST_LOOK
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status
from civic.threads.workflow import stamp

PROPOSED = act("work_order.long_term_proposed", public={"owner", "review_on"})
LISTED = act("work_order.long_term", public={"owner", "review_on"})
REFUSED = act("work_order.long_term_refused", public={"owner"})
REVIEW_DUE = act("work_order.review_due", public={"on"})
REVIEWED = act("work_order.reviewed", public={"owner", "review_on"})
ENDED = act("work_order.off_long_term", public={"owner", "ending"})


def propose(order, *, by, owner, reason, plan, next_review_on) -> LongTermEntry:
    """Somebody of the street or of a body asks that it be put on the list.

    Raises Refused for an urgent order, without reason or plan, and for a look that is not to come
    within a year; Conflict when it is proposed or listed already.
    """
    _guard(order)
    _guard_day(next_review_on)
    if not reason.strip() or not plan.strip():
        raise Refused(_("Say what it is stuck on, and what the plan is."))
    if owner.ended_on is not None:
        raise Refused(
            _("%(body)s has been dissolved.", body=owner.short_name), _("Choose who does its work now.")
        )
    if exception_queries.open_entry_of(order.id) is not None:
        raise Conflict(_("It is proposed already."), _("Somebody else has to look at it."))
    entry = LongTermEntry(
        **exception_queries.of_order(order), owner_body_id=owner.id, state=LongTermState.PROPOSED,
        reason=reason.strip(), plan=plan.strip(), next_review_on=next_review_on, asked_by=by.id,
        asked_at=utcnow(), version=1,
    )  # fmt: skip
    db.session.add(entry)
    _record(PROPOSED, entry, by, {"review_on": next_review_on.isoformat()})
    return entry


def _guard(order):
    if order.is_urgent:
        raise Refused(
            _("An urgent order cannot be put off to the long-term list."), _("Put somebody on it now.")
        )
    if order.state is not OrderState.DISPATCHED:
        raise Conflict(
            _("This order has moved on in the meantime: it is now “%(state)s”.", state=order.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )


def _guard_day(day):
    if not local_today() < day <= local_today() + LONGEST_LOOK:
        raise Refused(_("The next look has to be after today and within a year."))


def approve(order, entry, *, by, words) -> None:
    """Another person of the street puts it on the list: clocks stand, the complainant is told."""
    _guard(order)
    _guard_day(entry.next_review_on)
    rule(entry, LongTermState.LISTED, by=by, words=words)
    entry.version += 1
    workflow.move(order, OrderState.LONG_TERM)
    for leg in queries.open_legs_of(order):
        pause(leg, by=by)
    _show(order, entry)
    _record(LISTED, entry, by, {"review_on": entry.next_review_on.isoformat()})


def _show(order, entry):
    """Residents read 暂时办不了, with the body that keeps it and the day of the next look."""
    issue, thread = queries.issue_of(order), queries.thread_of(order)
    owner = councils.bodies_by_id([entry.owner_body_id])[entry.owner_body_id]
    issues.show_status(issue, Status.NOT_NOW)
    stamp(thread, Seal.ACT, SealState.NOW, holder=owner, due_on=entry.next_review_on, status=Status.NOT_NOW)


def refuse(entry, *, by, words) -> None:
    """It stays where it is, and is worked on."""
    rule(entry, LongTermState.REFUSED, by=by, words=words)
    entry.version += 1
    _record(REFUSED, entry, by, {})


def mark_due(entry) -> bool:
    """The day of the look has come: it lies on the street's desk, and the record says so once."""
    due = entry.is_listed and entry.next_review_on <= local_today() and entry.review_due_since is None
    if due:
        entry.review_due_since = entry.next_review_on
        _record(REVIEW_DUE, entry, None, {"on": entry.next_review_on.isoformat()}, owner=False)
    return due


def review(order, entry, *, by, finding, next_review_on, plan="") -> LongTermReview:
    """Somebody looked again: what they found, and when the next look is; a new plan where there is one."""
    if not entry.is_listed:
        raise Conflict(_("It is not on the list any more."), _("Look at it once more."))
    _guard_day(next_review_on)
    if not finding.strip():
        raise Refused(_("Say in a sentence what you found."))
    look = LongTermReview(
        entry_id=entry.id, reviewed_on=local_today(), finding=finding.strip(),
        next_review_on=next_review_on, reviewed_by=by.id, created_at=utcnow(),
    )  # fmt: skip
    db.session.add(look)
    entry.plan = plan.strip() or entry.plan
    entry.next_review_on, entry.review_due_since = next_review_on, None
    entry.version += 1
    _show(order, entry)
    _record(REVIEWED, entry, by, {"review_on": next_review_on.isoformat()})
    return look


def take_up(order, entry, *, by, words) -> None:
    """销账: it can be done now. The clocks go on with what was left; the reply follows the usual way."""
    if not words.strip():
        raise Refused(_("Say in a sentence what has changed."))
    _end(entry, Ending.DOABLE, by, words)
    workflow.move(order, OrderState.DISPATCHED)
    for leg in queries.open_legs_of(order):
        if leg.paused_at is not None:
            resume(leg, by=by)
    issue = queries.issue_of(order)
    issues.show_status(issue, issue.state.status)
    workflow.show_holder(order, issue, by)
    follow_legs(order)


def end(entry, *, by, ending) -> None:
    """It left the list by another verb: replied to (done), or nobody is left to lead it (handed on)."""
    _end(entry, ending, by, "")
    order = queries.order_of(entry)
    for leg in queries.open_legs_of(order):
        if leg.paused_at is not None:
            resume(leg, by=by)


def _end(entry, ending, by, words):
    settle_as(entry, LongTermState.ENDED)
    entry.ended_at, entry.ended_by = utcnow(), by.id if by else None
    entry.ending, entry.ending_words, entry.review_due_since = ending, words.strip(), None
    entry.version += 1
    _record(ENDED, entry, by, {"ending": ending.value})


def _record(verb, entry, by, public, owner=True):
    public = public | ({"owner": entry.owner_body_id} if owner else {})
    record(verb, subject=entry, thread=queries.thread_of(entry), by=by, public=public)
