"""Who reads of exceptions: whoever raised the issue of an order, and what their own page shows them."""

from sqlalchemy import select

from civic.dispatch.exception_models import LegExtension
from civic.dispatch.exception_states import ExtensionState
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.issues.models import Issue


def account_of(order_id) -> int | None:
    """The account of whoever raised it, if they have one."""
    return db.session.scalar(_raised(Issue.reporter_id, order_id))


def reporter_of(order_id) -> int | None:
    """Who raised it, or wrote it down for somebody: whom notices about the order go to."""
    return account_of(order_id) or db.session.scalar(_raised(Issue.contributed_by, order_id))


def _raised(column, order_id):
    return select(column).join(WorkOrder, WorkOrder.issue_id == Issue.id).where(WorkOrder.id == order_id)


def issue_of(order_id) -> int:
    """The number of the issue an order is about."""
    return db.session.scalar(select(WorkOrder.issue_id).where(WorkOrder.id == order_id))


def latest_extension_of(order_id) -> LegExtension | None:
    """The newest request for more time that stands or waits: what the resident may object to."""
    standing = LegExtension.state.in_((ExtensionState.ASKED, ExtensionState.APPROVED))
    mine = select(LegExtension).where(LegExtension.order_id == order_id, standing)
    return db.session.scalar(mine.order_by(LegExtension.id.desc()).limit(1))
