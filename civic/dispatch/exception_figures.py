"""Public figures: the long-term list, how many orders no rate counts and why, how often bodies hand back."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.councils.models import Body
from civic.dispatch.exception_models import Exclusion, LegObjection, LongTermEntry
from civic.dispatch.exception_states import ExclusionGround, LongTermState, ObjectionState, ProposalState
from civic.dispatch.leg_tally import parts_by_body
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.paging import keyset
from civic.threads.models import Thread


def page_of_entries(after=None, size=20):
    """What is on the long-term list, the soonest look first, with every look so far (3 statements)."""
    listed = (
        select(LongTermEntry)
        .where(LongTermEntry.state == LongTermState.LISTED)
        .options(
            joinedload(LongTermEntry.owner),
            joinedload(LongTermEntry.thread).joinedload(Thread.area),
            joinedload(LongTermEntry.order).joinedload(WorkOrder.issue),
            selectinload(LongTermEntry.reviews),
        )
    )
    return keyset(listed, [LongTermEntry.next_review_on, LongTermEntry.id], after, size, ascending=True)


def excluded_by_ground() -> tuple[dict[ExclusionGround, int], int]:
    """(ground → how many are excluded now, every ground there; all orders ever dispatched). 2 statements."""
    standing = select(Exclusion.ground, func.count()).where(Exclusion.state == ProposalState.APPROVED)
    found = dict(db.session.execute(standing.group_by(Exclusion.ground)).all())
    orders = db.session.scalar(select(func.count()).select_from(WorkOrder))
    return {ground: found.get(ground, 0) for ground in ExclusionGround}, orders


@dataclass(frozen=True)
class HandedBack:
    """How often one body said "not ours", of how many parts it got, and how often that was right."""

    body: Body
    parts: int
    objected: int
    upheld: int
    rejected: int


def handed_back() -> list[HandedBack]:
    """Every body that ever got a part, those with most parts first (3 statements)."""
    parts = parts_by_body()
    ruled = {}
    counted = select(LegObjection.body_id, LegObjection.state, func.count())
    for body_id, state, number in db.session.execute(
        counted.group_by(LegObjection.body_id, LegObjection.state)
    ):
        ruled.setdefault(body_id, {})[state] = number
    bodies = db.session.scalars(select(Body).where(Body.id.in_(parts)))
    found = [
        HandedBack(
            body, parts[body.id], sum(ruled.get(body.id, {}).values()),
            ruled.get(body.id, {}).get(ObjectionState.UPHELD, 0),
            ruled.get(body.id, {}).get(ObjectionState.REJECTED, 0),
        )
        for body in bodies
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.parts, one.body.id))
