"""What follows for orders when their issue moves in its own room, or a body is dissolved."""

from civic.councils.workflow import BODY_DISSOLVED
from civic.dispatch import (
    exception_following,  # noqa: F401 - its listeners
    queries,
    sameness,
    urgent_following,  # noqa: F401 - its listener
    workflow,
)
from civic.dispatch.leg_workflow import take_back
from civic.dispatch.policies import serves_street
from civic.dispatch.states import EMERGENCY, OrderState
from civic.issues import workflow as issues
from civic.issues.urgency import MADE_URGENT
from civic.ledger.signals import recorded

SETTLED = {"issue.merged": OrderState.MERGED, "issue.declined": OrderState.DECLINED}


@recorded.connect
def follow_issue(verb, subject, by=None, public=None, **rest):
    """Inside the issue's own transaction: its order, if it has one, goes along."""
    if not verb.name.startswith("issue.") or getattr(subject, "work_order_id", None) is None:
        return
    order = queries.order_of_issue(subject.id)
    if verb in (issues.ACCEPTED, MADE_URGENT):
        workflow.note_sorting(order, subject)
    elif verb is issues.CONFIRMED and order.state in (OrderState.REPLIED, OrderState.ANSWERED):
        workflow.close(order, by=by, how="confirmed")
    elif verb is issues.REOPENED and order.can_become(OrderState.RECEIVED):
        workflow.reopen(order, by=by)
    elif verb.name == "issue.appeal_ruled" and public["upheld"] and order.state in workflow.SETTLED_AS:
        workflow.take_up_again(order, by=by)
    elif order.state is OrderState.RECEIVED and (state := _settled_as(verb, public)):
        workflow.settle(order, by=by, state=state)


def _settled_as(verb, public):
    if verb is issues.ANSWERED:
        return OrderState.ANSWERED
    if verb.name == "issue.redirected":
        return OrderState.TRANSFERRED if public["to"] in EMERGENCY else OrderState.REDIRECTED
    return SETTLED.get(verb.name)


@recorded.connect
def follow_body(verb, subject, by=None, **rest):
    """A dissolved body owes nothing any more; where it led alone, the order waits to be dispatched anew."""
    if verb is not BODY_DISSOLVED:
        return
    for leg in queries.open_legs_of_body(subject.id):
        order = queries.order_of(leg)
        take_back(leg, by=by)
        if any(each.is_lead for each in queries.open_legs_of(order)):
            workflow.touch(order)
        elif order.state in (OrderState.DISPATCHED, OrderState.LONG_TERM):
            workflow.unlead(order, by=by)


@recorded.connect
def remember_words(verb, subject, **rest):
    """An order that came in by itself can be found as perhaps the same as another."""
    if verb is workflow.RECEIVED:
        sameness.remember(subject, queries.issue_of(subject))


@recorded.connect
def take_what_the_street_wrote_down(verb, subject, by=None, **rest):
    """What a caller or visitor told the street's office is an order at once, in the same transaction."""
    if verb is not issues.SUBMITTED or subject.contributed_by is None:
        return
    if serves_street(by, queries.street_of(subject.community_id)):
        workflow.receive(subject, by=by)
