"""Reads of work orders and legs, each with its loader options and a constant number of statements."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.database import utcnow
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue, Photo, PhotoPurpose, PhotoState
from civic.places.models import Place
from civic.threads.models import Thread

SUBJECT = "dispatch_leg"


def street_of(community_id) -> int:
    """The place of the sub-district a community lies in."""
    return db.session.get(Place, community_id).parent_id


def category_of(issue) -> str | None:
    """The issue's category as one code, "top.leaf" or "top"."""
    return ".".join(filter(None, (issue.category, issue.subcategory))) or None


def thread_of(row) -> Thread:
    """The matter of an order or a leg, for stamping and recording."""
    return db.session.get(Thread, row.thread_id)


def issue_of(order) -> Issue:
    """The issue an order is about."""
    return db.session.get(Issue, order.issue_id)


def order_of(leg) -> WorkOrder:
    """The order a leg belongs to."""
    return db.session.get(WorkOrder, leg.order_id)


def order_of_issue(issue_id) -> WorkOrder | None:
    """The work order of an issue, if there is one."""
    return db.session.scalar(select(WorkOrder).where(WorkOrder.issue_id == issue_id))


def order_or_404(no) -> WorkOrder:
    """The bare order. Raises NotFound."""
    order = db.session.get(WorkOrder, no)
    if order is None:
        raise NotFound(None)
    return order


def order_in_full(no) -> WorkOrder:
    """What an order's page shows: issue with place and photos, every leg with its body (5 statements)."""
    statement = (
        select(WorkOrder)
        .where(WorkOrder.id == no)
        .options(
            joinedload(WorkOrder.thread).joinedload(Thread.area),
            joinedload(WorkOrder.community),
            joinedload(WorkOrder.first_receiver),
            joinedload(WorkOrder.issue).joinedload(Issue.place),
            joinedload(WorkOrder.issue).selectinload(Issue.photos),
            joinedload(WorkOrder.issue).selectinload(Issue.questions),
            selectinload(WorkOrder.legs).joinedload(DispatchLeg.body),
        )
    )
    order = db.session.scalar(statement)
    if order is None:
        raise NotFound(None)
    return order


def leg_or_404(no) -> DispatchLeg:
    """A leg with its body and its order with the issue (1 statement). Raises NotFound."""
    statement = (
        select(DispatchLeg)
        .where(DispatchLeg.id == no)
        .options(
            joinedload(DispatchLeg.body),
            joinedload(DispatchLeg.thread).joinedload(Thread.area),
            joinedload(DispatchLeg.order).joinedload(WorkOrder.issue),
        )
    )
    leg = db.session.scalar(statement)
    if leg is None:
        raise NotFound(None)
    return leg


def legs_of_round(order) -> list[DispatchLeg]:
    """Every leg of the order's present round, in the order they were sent."""
    mine = DispatchLeg.order_id == order.id, DispatchLeg.round == order.round
    return list(db.session.scalars(select(DispatchLeg).where(*mine).order_by(DispatchLeg.id)))


def open_legs_of(order) -> list[DispatchLeg]:
    """Those of them whose body still owes something."""
    return [leg for leg in legs_of_round(order) if leg.is_open]


def leads_on(leg) -> bool:
    """Whether another body still leads what this one, leading too, has replied to."""
    others = (each for each in open_legs_of(order_of(leg)) if each.id != leg.id)
    return leg.is_lead and any(each.is_lead for each in others)


def open_legs_of_body(body_id) -> list[DispatchLeg]:
    """What a body still owes, all orders: for the day it is dissolved."""
    mine = DispatchLeg.body_id == body_id, DispatchLeg.ended_at.is_(None)
    return list(db.session.scalars(select(DispatchLeg).where(*mine).order_by(DispatchLeg.id)))


def count_evidence(*leg_ids) -> int:
    """Photos these legs were given afterwards that were not refused."""
    return db.session.scalar(
        select(func.count())
        .select_from(Photo)
        .where(
            Photo.subject_type == SUBJECT,
            Photo.subject_id.in_(leg_ids),
            Photo.purpose == PhotoPurpose.AFTER,
            Photo.state != PhotoState.REFUSED,
        )
    )


def legs_to_recount(before, limit=200) -> list[int]:
    """Numbers of open parts that were due before this moment as far as was known then (one statement)."""
    still = DispatchLeg.is_provisional, DispatchLeg.due_at < before
    open_ones = DispatchLeg.ended_at.is_(None), DispatchLeg.paused_at.is_(None)
    statement = select(DispatchLeg.id).where(*still, *open_ones).order_by(DispatchLeg.due_at).limit(limit)
    return list(db.session.scalars(statement))


def legs_to_look_at(limit=200) -> list[int]:
    """Numbers of legs at which something has become due, earliest first (one index, one statement)."""
    due = DispatchLeg.next_look_at <= utcnow()
    statement = select(DispatchLeg.id).where(due).order_by(DispatchLeg.next_look_at).limit(limit)
    return list(db.session.scalars(statement))
