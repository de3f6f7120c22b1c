"""The verbs of a work order: guard, change, ledger entry, seal. They never commit.

Only this file writes an order's `state`; its legs move in leg_workflow.py.
"""

from flask_babel import gettext as _

from civic.councils import queries as councils
from civic.database import utcnow
from civic.dispatch import community_list, queries
from civic.dispatch.clocks import last_day
from civic.dispatch.deadlines import deadlines
from civic.dispatch.leg_workflow import open_leg, take_back
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegRole, OrderState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.states import IssueState
from civic.ledger.workflow import act, record

RECEIVED = act("work_order.received", public={"channel", "source"})
DISPATCHED = act("work_order.dispatched", public={"round", "leads", "assists", "due", "given"})
SENT_ON = act("work_order.sent_on", public={"from", "to", "role"})
UNLED = act("work_order.unled", public={"round"})
REPLIED = act("work_order.replied", public={"round", "legs", "evidence"})
SETTLED = act("work_order.settled", public={"as"})
TAKEN_UP_AGAIN = act("work_order.taken_up_again", public={"from"})
REOPENED = act("work_order.reopened", public={"round", "due"})
CALLED_BACK = act("work_order.called_back", public={"round"})
CLOSED = act("work_order.closed", public={"how"})

OPEN_TO_DISPATCH = (IssueState.ACCEPTED, IssueState.REOPENED, IssueState.ACTING)


def move(order, state) -> None:
    """Set the state the transition table allows, with version and change mark; else 409.

    For the verbs of this room only: each records its own act.
    """
    if not order.can_become(state):
        raise Conflict(
            _("This order has moved on in the meantime: it is now “%(state)s”.", state=order.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    order.state = state
    touch(order)


def touch(order) -> None:
    """Mark that something changed: for a second writer, and for the next export."""
    order.version += 1
    order.changed_at = utcnow()


def note_sorting(order, issue) -> None:
    """The order goes by the urgency and category its issue was accepted with."""
    order.urgency, order.category = issue.urgency, queries.category_of(issue)
    touch(order)


def receive(issue, *, by, source="", external_no=None, due_at=None, priority="") -> WorkOrder:
    """An issue goes to the street office as a work order; with a number and a deadline if it came with them.

    Raises Conflict when it is an order already or is past being dispatched.
    """
    if queries.order_of_issue(issue.id) is not None:
        raise Conflict(_("The street office has this already."), _("Look at its order."))
    if issue.state not in (IssueState.RECEIVED, IssueState.ASKED_BACK, *OPEN_TO_DISPATCH):
        raise Conflict(
            _("This issue cannot be handed out now: it is “%(state)s”.", state=issue.state.label),
            _("Look at it once more; somebody may have acted in the meantime."),
        )
    now = utcnow()
    order = WorkOrder(
        issue_id=issue.id, thread_id=issue.thread_id, community_id=issue.community_id,
        street_id=queries.street_of(issue.community_id), state=OrderState.RECEIVED, round=1,
        channel=issue.channel, source=source, external_no=external_no, priority=priority,
        urgency=issue.urgency, category=queries.category_of(issue), objections=0, is_excluded=False,
        received_at=now, received_by=by.id if by else None, due_at=due_at, due_is_given=due_at is not None,
        changed_at=now, version=1,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    issue.work_order_id, issue.street_id = order.id, order.street_id
    public = {"channel": issue.channel.value, "source": source}
    record(RECEIVED, subject=order, thread=queries.thread_of(order), by=by, public=public)
    return order


def dispatch(order, *, by, bodies) -> list:
    """Send it to everybody who must act, at once. Args: bodies — [(Body, LegRole)], in order.

    The first lead is the first receiver (首接负责制, 条例 Art. 14). Raises Refused without a lead
    (I3), for a body that has been dissolved or named twice, and for what a community may not be given.
    """
    issue = queries.issue_of(order)
    if issue.state not in OPEN_TO_DISPATCH:
        raise Conflict(
            _("This issue cannot be handed out now: it is “%(state)s”.", state=issue.state.label),
            _("Look at it once more; somebody may have acted in the meantime."),
        )
    _guard_bodies(order, issue, bodies)
    move(order, OrderState.DISPATCHED)
    now, leads = utcnow(), [body for body, role in bodies if role is LegRole.LEAD]
    order.urgency, order.category = issue.urgency, queries.category_of(issue)
    order.dispatched_at = order.dispatched_at or now
    order.first_receiver_id = order.first_receiver_id or leads[0].id
    until = deadlines(issue.urgency, now, order.due_at)
    order.due_at = until.due_at
    legs = [open_leg(order, body, role, by=by, until=until) for body, role in bodies]
    record(
        DISPATCHED, subject=order, thread=queries.thread_of(order), by=by,
        public={
            "round": order.round, "leads": [body.id for body in leads],
            "assists": [body.id for body, role in bodies if role is LegRole.ASSIST],
            "due": until.due_at.isoformat(), "given": order.due_is_given,
        },
    )  # fmt: skip
    show_holder(order, issue, by)
    return legs


def _guard_bodies(order, issue, bodies):
    if not any(role is LegRole.LEAD for _body, role in bodies):
        raise Refused(_("Nobody leads it yet."), _("Choose at least one body that answers for the whole."))
    for body, role in bodies:
        guard_body(order, issue, body, role)
    if len({body.id for body, _role in bodies}) < len(bodies):
        raise Refused(_("A body is named twice."), _("Name each once: it leads or it assists."))


def guard_body(order, issue, body, role) -> None:
    """Raises Refused for a body that cannot be given this part of this order."""
    if body.ended_on is not None:
        raise Refused(
            _("%(body)s has been dissolved.", body=body.short_name), _("Choose who does its work now.")
        )
    community_list.refuse_unlisted(order.street_id, queries.category_of(issue), body, role)


def show_holder(order, issue, by) -> None:
    """The line and the issue's page name the first body that leads; all of them may read the words."""
    legs = queries.open_legs_of(order)
    leads = [leg for leg in legs if leg.is_lead] or legs
    bodies = councils.bodies_by_id(leg.body_id for leg in legs)
    first, others = leads[0], [bodies[leg.body_id] for leg in legs if leg is not leads[0]]
    issue.work_order_id = order.id
    issues.put_in_action(
        issue, by=by, body=bodies[first.body_id], due_on=last_day(order.due_at), helpers=others
    )
    issue.due_at = order.due_at


def send_on(order, leg, *, by, body) -> None:
    """改派: one part goes to another body; the clock of the order goes on (the objection was right)."""
    issue = queries.issue_of(order)
    if any(each.body_id == body.id for each in queries.legs_of_round(order)):
        raise Refused(_("%(body)s has a part in this already.", body=body.short_name))
    guard_body(order, issue, body, leg.role)
    take_back(leg, by=by)
    until = deadlines(order.urgency, utcnow(), order.due_at)
    open_leg(order, body, leg.role, by=by, until=until)
    touch(order)
    public = {"from": leg.body_id, "to": body.id, "role": leg.role.value}
    record(SENT_ON, subject=order, thread=queries.thread_of(order), by=by, public=public)
    show_holder(order, issue, by)


def unlead(order, *, by) -> None:
    """Nobody is left to lead it: it waits to be dispatched anew, and its clock goes on."""
    issue = queries.issue_of(order)
    for leg in queries.open_legs_of(order):
        take_back(leg, by=by)
    move(order, OrderState.RECEIVED)
    order.round += 1
    record(UNLED, subject=order, thread=queries.thread_of(order), by=by, public={"round": order.round})
    if issue.state is IssueState.ACTING:
        issues.hand_back(issue, by=by)


def settle_replies(order, *, by, evidence) -> bool:
    """When every body that leads has replied: the resident is answered in the words of all of them.

    A body that assists and replies later adds its words to that answer: the order stays replied or closed,
    and nobody is asked twice. Returns whether the order was replied to now. `evidence` counts photos of all
    legs of this round.
    """
    legs = [leg for leg in queries.legs_of_round(order) if leg.replied_at is not None or leg.is_open]
    if order.state in (OrderState.REPLIED, OrderState.CLOSED):
        _add_to_the_answer(order, legs, by)
        return False
    if order.state is OrderState.RECEIVED or any(leg.is_lead and leg.is_open for leg in legs):
        return False
    move(order, OrderState.REPLIED)
    order.replied_at = utcnow()
    replied = [leg for leg in legs if leg.replied_at is not None]
    record(
        REPLIED, subject=order, thread=queries.thread_of(order), by=by,
        public={"round": order.round, "legs": len(replied), "evidence": evidence},
    )  # fmt: skip
    issue = queries.issue_of(order)
    if issue.state is IssueState.REOPENED or issue.state is IssueState.ACTING:
        issues.answer(issue, by=by, words=_joint_words(replied), evidence=evidence)
    return True


def _add_to_the_answer(order, legs, by):
    issue = queries.issue_of(order)
    if issue.answer_public is not None:
        replied = [leg for leg in legs if leg.replied_at is not None]
        issues.add_to_answer(issue, by=by, words=_joint_words(replied))
    touch(order)


def _joint_words(legs):
    names = councils.bodies_by_id(leg.body_id for leg in legs)
    parts = [f"{names[leg.body_id].short_name}:{leg.reply_words}" for leg in legs]
    return "\n".join(parts) if len(parts) > 1 else legs[0].reply_words


SETTLED_AS = {
    OrderState.ANSWERED, OrderState.TRANSFERRED, OrderState.REDIRECTED, OrderState.MERGED,
    OrderState.DECLINED,
}  # fmt: skip


def settle(order, *, by, state) -> None:
    """Classified without a dispatch (条例 Art. 11); the issue's own verb has told the resident already."""
    if state not in SETTLED_AS:
        raise ValueError(state)
    move(order, state)
    record(SETTLED, subject=order, thread=queries.thread_of(order), by=by, public={"as": state.value})


def take_up_again(order, *, by) -> None:
    """The second look said that it is to be handled after all: it waits to be dispatched."""
    was = order.state
    move(order, OrderState.RECEIVED)
    public = {"from": was.value}
    record(TAKEN_UP_AGAIN, subject=order, thread=queries.thread_of(order), by=by, public=public)


def reopen(order, *, by) -> None:
    """The resident says it is not solved: a new round, with the same bodies and a whole new clock.

    A body dissolved in the meantime is left out; with nobody left to lead, it waits to be dispatched.
    """
    before = [leg for leg in queries.legs_of_round(order) if leg.replied_at is not None]
    bodies = councils.bodies_by_id(leg.body_id for leg in before)
    again = [(bodies[leg.body_id], leg.role) for leg in before if bodies[leg.body_id].ended_on is None]
    led = any(role is LegRole.LEAD for _body, role in again)
    move(order, OrderState.DISPATCHED if led else OrderState.RECEIVED)
    order.round += 1
    order.closed_at = order.replied_at = order.called_back_at = order.city_called_at = None
    until = deadlines(order.urgency, utcnow()) if order.urgency else None
    order.due_at, order.due_is_given = until and until.due_at, False
    for body, role in again if led else ():
        open_leg(order, body, role, by=by, until=until)
    public = {"round": order.round, "due": until and until.due_at.isoformat()}
    record(REOPENED, subject=order, thread=queries.thread_of(order), by=by, public=public)
    if led:
        show_holder(order, queries.issue_of(order), by)


def note_callback(order, *, by=None) -> None:
    """The resident was asked how it went; kept by its first moment."""
    if order.called_back_at is None:
        order.called_back_at = utcnow()
        touch(order)
        public = {"round": order.round}
        record(CALLED_BACK, subject=order, thread=queries.thread_of(order), by=by, public=public)


def close(order, *, by, how) -> None:
    """办结. Args: how — "confirmed" by the resident; "unsolved" where they said so and did not reopen it;
    "unconfirmed" after a callback nobody answered; "city_called" where the city's hotline asked.

    Raises Refused without a reply and a callback (I1): silence is never agreement.
    """
    if order.called_back_at is None:
        if how != "confirmed":
            raise Refused(
                _("Nobody has asked the resident yet."), _("Ask how it went first; then it can close.")
            )
        note_callback(order)  # their own word answers it before it is asked
    move(order, OrderState.CLOSED)
    order.closed_at = utcnow()
    record(CLOSED, subject=order, thread=queries.thread_of(order), by=by, public={"how": how})
