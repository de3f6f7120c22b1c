"""The clock everybody sees: which body has which part of an order, until when, and how it stands."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegState
from civic.extensions import db


def parts_in_hand(order_id) -> list[DispatchLeg]:
    """The parts of the order's present round, taken back ones left out; bodies loaded (1 statement)."""
    statement = (
        select(DispatchLeg)
        .join(WorkOrder, WorkOrder.id == DispatchLeg.order_id)
        .where(
            DispatchLeg.order_id == order_id,
            DispatchLeg.round == WorkOrder.round,
            DispatchLeg.state != LegState.WITHDRAWN,
        )
        .options(joinedload(DispatchLeg.body))
        .order_by(DispatchLeg.id)
    )
    return list(db.session.scalars(statement))
