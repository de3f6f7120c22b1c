"""Work orders as the street and the bodies see them, by hand and by address."""

import io
from datetime import timedelta

import pytest

from civic.database import locked, writing
from civic.dispatch import leg_workflow, queries
from civic.dispatch.models import DispatchLeg
from civic.dispatch.states import LegState, OrderState
from civic.extensions import db
from civic.issues.models import Issue, Photo
from civic.issues.states import IssueState
from tests.factories.dispatch import ASSIST, LEAD, legs_of, make_order, make_received, make_untriaged_order
from tests.factories.issues import make_told
from tests.issues.pictures import encoded


def reply_words(**more):
    return {
        "words": "地锁已拆除。", "basis": "物业管理条例。", "explained_by": "城管队员",
        "evidence_words": "3号楼北侧可看", **more,
    }  # fmt: skip


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def test_the_secretary_sends_it_to_the_street(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    desk = page.as_(town.secretary)
    desk.get(f"/issues/{issue.id}/triage")
    desk.submit("报街道派单")
    order = queries.order_of_issue(issue.id)
    assert order.state is OrderState.RECEIVED
    assert f"工单{order.id}" in page.as_(town.street).get("/work-orders")
    assert "看它的工单" in desk.get(f"/issues/{issue.id}/triage")


def test_nobody_else_sends_it_up(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    page.as_(town.resident).post("/work-orders", {"issue": issue.id}, status=403)
    assert queries.order_of_issue(issue.id) is None


SORTED = {"category": "parking.locks", "title": "3号楼北侧有人装地锁", "summary": "有人反映车位被锁。"}


def test_the_dispatcher_sorts_and_dispatches_in_one_step(page, town):
    order = make_untriaged_order(town)
    desk = page.as_(town.street)
    desk.get(f"/work-orders/{order.id}")
    desk.submit("派单", SORTED | {"lead": town.department.id, "lead_too": town.property.id})
    assert now(order).state is OrderState.DISPATCHED
    assert [leg.body_id for leg in legs_of(order)] == [town.department.id, town.property.id]


def test_a_dispatch_without_anybody_is_refused(page, town):
    order = make_untriaged_order(town)
    desk = page.as_(town.street)
    desk.get(f"/work-orders/{order.id}")
    assert "还没有主办单位" in desk.submit("派单", SORTED, status=422)
    assert now(order).state is OrderState.RECEIVED
    assert db.session.get(Issue, order.issue_id).state is IssueState.RECEIVED


def test_two_dispatchers_at_once_get_one_order(page, town):
    order = make_received(town)
    first, second = page.as_(town.street), page.as_(town.street_colleague)
    for desk in (first, second):
        desk.get(f"/work-orders/{order.id}")
    first.submit("派单", lead=town.department.id)
    second.submit("派单", lead=town.property.id, status=409)
    assert [leg.body_id for leg in legs_of(order)] == [town.department.id]


def test_an_officer_takes_speaks_and_replies_with_a_photo(page, town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    phone = page.as_(town.officer)
    assert "签收并联系" in phone.get("/work-orders/mine")
    phone.get(f"/work-orders/legs/{leg.id}")
    phone.submit("签收")
    phone.submit("已联系报事人")
    picture = (io.BytesIO(encoded("JPEG")), "after.jpg")
    phone.submit("提交答复", reply_words(evidence_words="") | {"photo": picture})
    assert now(leg).state is LegState.REPLIED
    assert db.session.scalar(db.select(Photo.subject_type)) == "dispatch_leg"
    assert db.session.get(Issue, queries.order_of(leg).issue_id).state is IssueState.ANSWERED


def test_a_reply_without_evidence_keeps_its_words(page, town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    with writing():
        leg_workflow.contact(locked(DispatchLeg, leg.id), by=town.officer)
    phone = page.as_(town.officer)
    phone.get(f"/work-orders/legs/{leg.id}")
    answer = phone.submit("提交答复", reply_words(evidence_words=""), status=422)
    assert "答复要有凭据" in answer
    assert "地锁已拆除。" in answer.source


def test_another_bodys_part_is_not_ones_own(page, town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    stranger = page.as_(town.delegate)
    stranger.get(f"/work-orders/legs/{leg.id}", status=403)
    stranger.post(f"/work-orders/legs/{leg.id}/acceptance", status=403)
    page.as_(town.resident).get(f"/work-orders/{leg.order_id}", status=403)
    page.get(f"/work-orders/{leg.order_id}", status=303)


def test_who_assists_reads_the_words_too(page, town):
    order = make_order(town, (town.department, LEAD), (town.property, ASSIST))
    words = db.session.get(Issue, order.issue_id).body_raw
    assert words in page.as_(town.delegate).get(f"/work-orders/{order.id}")


def test_the_board_counts_and_shows_by_colour(page, town, clock, tick):
    order = make_order(town)
    clock.to(order.due_at + timedelta(seconds=1))
    tick("dispatch.legs")
    desk = page.as_(town.street)
    board = desk.get("/work-orders/board?light=red")
    assert len(board.all("li.row.is-late")) == 2
    assert town.department.short_name in board
    assert not desk.get("/work-orders/board?light=green").all("li.row.is-late")
    desk.get("/work-orders/board?light=blue", status=400)


def test_a_second_tap_is_told_what_happened(page, town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    phone, seen = page.as_(town.officer), {"version": now(leg).version}
    phone.post(f"/work-orders/legs/{leg.id}/acceptance", seen)
    phone.post(f"/work-orders/legs/{leg.id}/acceptance", seen, status=409)


def test_a_double_click_arrives_where_the_first_one_did(page, town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    phone, address = page.as_(town.officer), f"/work-orders/legs/{leg.id}"
    shown = phone.get(address).one(f"form[action='{address}/acceptance']")
    seen = {one.attributes["name"]: one.attributes["value"] for one in shown.css("input[type=hidden]")}
    for _click in range(2):
        assert phone.post(f"{address}/acceptance", seen).url == address
    phone.post(f"{address}/acceptance", seen | {"once": "another"}, status=409)


@pytest.mark.parametrize("address", ["/work-orders", "/work-orders/board", "/work-orders/mine"])
def test_desks_are_constant(page, town, at_most, address):
    who = page.as_(town.officer if address.endswith("mine") else town.street)
    for _n in range(3):
        make_received(town) if address == "/work-orders" else make_order(town)
    with at_most(10):
        who.get(address)


def test_a_desk_without_a_body_is_nobodys(page, town):
    page.as_(town.resident).get("/work-orders/mine", status=403)
    page.as_(town.resident).get("/work-orders", status=403)
