"""Objections, extensions, long-term entries, exclusions and notices, through their own verbs."""

from datetime import timedelta

from civic.database import local_today, locked, writing
from civic.dispatch import (
    affected_workflow,
    exclusion_workflow,
    extension_workflow,
    leg_workflow,
    long_term_workflow,
    objection_workflow,
)
from civic.dispatch.exception_states import ExclusionGround, HowGiven, ObjectionGround
from civic.dispatch.models import DispatchLeg, WorkOrder
from tests.factories.dispatch import legs_of, make_order, make_replied
from tests.harness.scenes import followed, staged


def run(verb, leg, *rest, **more):
    """A verb of (order, leg, …), both locked in that order; rows among `rest` are read anew."""
    with writing():
        order, row = locked(WorkOrder, leg.order_id), locked(DispatchLeg, leg.id)
        return verb(order, row, *(locked(type(one), one.id) for one in rest), **more)


def on_order(verb, row, **more):
    """A verb of (order, row)."""
    with writing():
        return verb(locked(WorkOrder, row.order_id), locked(type(row), row.id), **more)


def on_row(verb, row, **more):
    """A verb of the row alone."""
    with writing():
        return verb(locked(type(row), row.id), **more)


@followed
def make_objection(leg, by, ground=ObjectionGround.NOT_OUR_DUTY, words="我们的职责里没有这一项。", **more):
    return run(objection_workflow.object_to, leg, by=by, ground=ground, words=words, **more)


@staged
def make_accepted_leg(town, **given):
    """The department's part of a new order, accepted."""
    leg = legs_of(make_order(town, **given))[0]
    with writing():
        leg_workflow.accept(locked(DispatchLeg, leg.id), by=town.officer)
    return leg


@followed
def make_extension(leg, by, days=5, **more):
    said = {"reason": "备件要从厂家调货。", "teller": "物业客服", "every_days": 2}
    due = leg.due_at + timedelta(days=days)
    return run(extension_workflow.ask, leg, by=by, due_at=due, **(said | more))


@staged
def make_granted(leg, town, **more):
    extension = make_extension(leg, town.officer, **more)
    return run(extension_workflow.grant, leg, extension, by=town.street, words="情况属实。") or extension


@followed
def make_proposed_entry(order, town, days=30, by=None, **more):
    said = {"reason": "产权不清,规划没批。", "plan": "先临时划线,等规划批复。"}
    with writing():
        return long_term_workflow.propose(
            locked(WorkOrder, order.id), by=by or town.street, owner=town.department,
            next_review_on=local_today() + timedelta(days=days), **(said | more),
        )  # fmt: skip


@staged
def make_listed(town, order=None, **more):
    entry = make_proposed_entry(order or make_order(town), town, **more)
    on_order(long_term_workflow.approve, entry, by=town.street_colleague, words="同意。")
    return entry


@staged
def make_exclusion(town, order=None, ground=ExclusionGround.PRIVATE_DISPUTE, by=None):
    order = order or make_replied(town)
    with writing():
        return exclusion_workflow.propose(
            locked(WorkOrder, order.id), by=by or town.street, ground=ground, words="两家之间的借款纠纷。"
        )


@followed
def make_notice(leg, by, **more):
    said = {
        "whom": "装地锁的住户", "what": "3号楼北侧的两把地锁", "why": "共用车位不能独占。",
        "offer": "给您登记月租车位,优先排队。", "given_on": local_today(), "given_how": HowGiven.IN_PERSON,
        "not_before": local_today(),
    }  # fmt: skip
    return run(affected_workflow.give_notice, leg, by=by, **(said | more))
