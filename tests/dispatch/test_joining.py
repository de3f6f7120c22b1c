"""Several orders that are one matter: marked on the desk, compared, joined to one of them."""

from sqlalchemy import select

from civic.database import locked, writing
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.extensions import db
from civic.issues import refusals
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.notifications.models import Message
from tests.factories.dispatch import make_received
from tests.factories.issues import make_issue

SAME = "3号楼前有人私装地锁占车位"


def orders_saying(town, *words):
    return [make_received(town, make_issue(town.community, town.resident, words=said)) for said in words]


def ticks(*orders):
    return {"chosen": [f"{order.id}:{order.version}" for order in orders]}


def states(*orders):
    return [db.session.get(WorkOrder, order.id, populate_existing=True).state for order in orders]


def test_what_says_the_same_is_marked_with_as_many_statements_for_many(page, town, queries):
    first, second, _other = orders_saying(town, SAME, SAME, "电梯停在半层")
    desk = page.as_(town.street)
    with queries() as few:
        shown = desk.get("/work-orders")
    rows = {row.attributes["id"]: row.text() for row in shown.all("li.row[id^=order-]")}
    assert [number for number, said in rows.items() if "可能是同一件事" in said] == [f"order-{second.id}"]
    assert str(first.id) in rows[f"order-{second.id}"]
    orders_saying(town, *[SAME] * 5)
    with queries() as many:
        desk.get("/work-orders")
    assert len(many) == len(few)


def test_what_is_ticked_is_compared_and_joined_to_one_and_the_way_back_is_a_second_look(page, town):
    first, second, third = orders_saying(town, SAME, SAME, SAME)
    desk = page.as_(town.street)
    before = states(first, second, third)
    shown = desk.post("/work-orders/comparison", ticks(second, third), status=200)
    assert [each.attributes["value"] for each in shown.all("input[name=onto][checked]")] == [str(first.id)]
    assert states(first, second, third) == before
    told = desk.post("/work-orders/mergers", ticks(second, third) | {"onto": first.id}).flashes[0]
    assert "2件并入" in told
    assert states(first, second, third) == [OrderState.RECEIVED, OrderState.MERGED, OrderState.MERGED]
    joined = db.session.scalars(select(Issue).where(Issue.id.in_([second.issue_id, third.issue_id])))
    assert {(each.state, each.duplicate_of_id) for each in joined} == {(IssueState.MERGED, first.issue_id)}
    again = desk.post("/work-orders/mergers", ticks(second, third) | {"onto": first.id}).flashes[0]
    assert "已有0件" in again and "已有同事处理过" in again


def test_who_raised_it_is_told_and_a_second_look_takes_the_joining_back(page, town):
    first = make_received(town, make_issue(town.community, town.resident, words=SAME))
    second = make_received(town, make_issue(town.community, town.neighbour, words=SAME))
    page.as_(town.street).post("/work-orders/mergers", ticks(second) | {"onto": first.id})
    told = db.session.scalars(select(Message.person_id).where(Message.verb == "issue.merged")).all()
    assert told == [town.neighbour.id]
    own = page.as_(town.neighbour).get(f"/issues/{second.issue_id}/own")
    assert own.one(f"a[href$='/issues/{first.issue_id}']")
    with writing():
        asked = refusals.appeal(locked(Issue, second.issue_id), by=town.neighbour, words="不是一件事")
    with writing():
        refusals.rule(
            db.session.merge(asked), issue=locked(Issue, second.issue_id), by=town.secretary, upheld=True,
            words="是另一把锁",
        )  # fmt: skip
    assert states(first, second) == [OrderState.RECEIVED, OrderState.RECEIVED]
    issue = db.session.get(Issue, second.issue_id, populate_existing=True)
    assert (issue.state, issue.duplicate_of_id) == (IssueState.RECEIVED, None)
    assert f"order-{second.id}" in [
        row.attributes["id"] for row in page.as_(town.street).get("/work-orders").all("li.row")
    ]


def test_nothing_is_joined_without_two_a_choice_or_the_right_street(page, town):
    first, second = orders_saying(town, SAME, "嗯嗯嗯")
    desk = page.as_(town.street)
    assert "至少勾选两件" in desk.post("/work-orders/comparison", ticks(second)).flashes[0]
    desk.post("/work-orders/mergers", ticks(first, second), status=422)
    desk.post("/work-orders/mergers", ticks(first, second) | {"onto": 10**6}, status=422)
    page.as_(town.district).post(
        "/work-orders/mergers", ticks(first, second) | {"onto": first.id}, status=403
    )
    with writing():
        for order in (first, second):
            db.session.get(WorkOrder, order.id).street_id = town.community.id  # no street of this staff
    told = desk.post("/work-orders/mergers", ticks(first, second) | {"onto": first.id}).flashes[0]
    assert "至少勾选两件" in told
    assert states(first, second) == [OrderState.RECEIVED] * 2
