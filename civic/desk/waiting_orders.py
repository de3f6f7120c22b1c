"""What waits of work orders: a body's own parts, and at the street what nobody has dispatched yet."""

from sqlalchemy import case, func, literal

from civic.accounts.roles import Role
from civic.database import utcnow
from civic.desk.rows import first, row
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegState, OrderState
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.threads.models import Thread

LEGS = 60  # a body's desk is all it has; what is due later stands on its page of orders


def of_bodies(user) -> list:
    """Parts of orders the bodies of this person still owe, those due first."""
    if not user.body_ids:
        return []
    now = utcnow()
    kind = case(
        (DispatchLeg.due_at <= now, literal("leg.late")),
        (DispatchLeg.state == LegState.SENT, literal("leg.accept")),
        (DispatchLeg.amber_at <= now, literal("leg.soon")),
        else_=literal("leg.mine"),
    )
    legs = (
        row(
            kind, DispatchLeg.id, DispatchLeg.sent_at, urgent=_is_urgent(), words=Issue.body_raw,
            category=Issue.category, due_at=DispatchLeg.due_at,
        )
        .join(WorkOrder, WorkOrder.thread_id == Thread.id)
        .join(DispatchLeg, DispatchLeg.order_id == WorkOrder.id)
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .where(
            DispatchLeg.body_id.in_(user.body_ids), DispatchLeg.ended_at.is_(None),
            DispatchLeg.paused_at.is_(None), DispatchLeg.state != LegState.OBJECTED,
        )
    )  # fmt: skip
    return [first(legs, DispatchLeg.due_at, DispatchLeg.id, limit=LEGS)]


def _is_urgent():
    return func.coalesce(WorkOrder.urgency == Urgency.URGENT, False)


def of_streets(user) -> list:
    """The oldest orders nobody has dispatched yet; the street's inbox has all of them."""
    streets = user.places_as(Role.STREET_STAFF)
    if not streets:
        return []
    orders = (
        row(
            "order.dispatch", WorkOrder.id, WorkOrder.received_at, urgent=_is_urgent(),
            words=Issue.body_raw, category=Issue.category, due_at=WorkOrder.due_at,
        )
        .join(WorkOrder, WorkOrder.thread_id == Thread.id)
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .where(WorkOrder.street_id.in_(streets), WorkOrder.state == OrderState.RECEIVED)
    )  # fmt: skip
    return [first(orders, WorkOrder.id)]
