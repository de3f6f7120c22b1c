"""Every form of the exceptions sent as its page shows it; who may not; refusals keep what was typed."""

from datetime import timedelta

import pytest

from civic.database import local_today, locked, writing
from civic.dispatch import exception_queries, leg_workflow
from civic.dispatch.affected_models import AffectedNotice
from civic.dispatch.exception_models import (
    Exclusion,
    LegExtension,
    LegObjection,
    LongTermEntry,
    MisuseFlag,
    SiteCheck,
)
from civic.dispatch.exception_states import ExtensionState, LongTermState, ObjectionState, ProposalState
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegState, OrderState
from civic.extensions import db
from tests.factories.dispatch import legs_of, make_order, make_replied, make_reply
from tests.factories.exceptions import (
    make_accepted_leg,
    make_exclusion,
    make_extension,
    make_granted,
    make_listed,
    make_notice,
    make_objection,
    make_proposed_entry,
)

WORDS = "这不是我们的事,归水务。"


def only(model):
    return db.session.scalars(db.select(model).execution_options(populate_existing=True)).one()


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def test_an_objection_from_the_phone_to_the_ruling(page, town):
    leg = legs_of(make_order(town))[0]
    officer, judge = page.as_(town.officer), page.as_(town.street_colleague)
    officer.get("work_orders.leg", no=leg.id)
    officer.follow("派单异议:不归我们")
    officer.submit("提出异议", ground="not_our_duty", words=WORDS, names_body=town.water.id)
    objection = only(LegObjection)
    assert (objection.names_body_id, now(leg).state) == (town.water.id, LegState.OBJECTED)
    assert "等裁定" in officer.last.text
    judge.get("work_orders.exceptions", no=leg.order_id)
    judge.follow("现场会商")
    bodies = [town.department.id, town.property.id]
    judge.submit("#main form", bodies=bodies, finding="井盖是自来水的。")
    check = only(SiteCheck)
    assert check.body_ids == sorted(bodies)
    judge.get("work_orders.site_check", no=check.id)
    judge.get("work_orders.new_objection_ruling", no=objection.id)
    judge.submit("#main form", outcome="upheld", to=town.water.id, words="归水务。")
    assert now(objection).state is ObjectionState.UPHELD
    assert town.water.id in {each.body_id for each in legs_of(db.session.get(WorkOrder, leg.order_id))}


def test_what_was_typed_comes_back(page, town):
    leg = legs_of(make_order(town))[0]
    officer = page.as_(town.officer)
    officer.get("work_orders.new_objection", no=leg.id)
    officer.submit("#main form", words=WORDS, status=422)
    assert WORDS in officer.last.source
    officer.submit("#main form", ground="another_by_law", words=WORDS, status=422)
    assert WORDS in officer.last.source
    assert now(leg).state is LegState.SENT


def test_more_time_is_asked_ruled_on_and_told(page, town):
    leg = make_accepted_leg(town)
    officer, street, resident = (page.as_(one) for one in (town.officer, town.street, town.resident))
    officer.get("work_orders.new_extension", no=leg.id)
    until = (leg.due_at + timedelta(days=4)).date().isoformat()
    officer.submit("#main form", due_on=until, reason="等配件。", teller="物业客服", every_days=2)
    extension = only(LegExtension)
    resident.get("work_orders.extension", no=extension.id)
    resident.submit("我有意见", words="上次也说等配件。")
    street.get("work_orders.new_extension_ruling", no=extension.id)
    assert "上次也说等配件。" in street.last.text
    street.submit("#main form", outcome="approved", words="厂家证明属实。")
    assert (now(extension).state, now(leg).due_at) == (ExtensionState.APPROVED, extension.due_at)
    street.get("work_orders.extension", no=extension.id)
    street.submit("#answer", words="这次有发货单。")
    officer.get("work_orders.extension", no=extension.id)
    officer.submit("#progress", words="配件明天到。")
    shown = resident.get("work_orders.extension", no=extension.id).text
    assert "配件明天到。" in shown and "这次有发货单。" in shown
    resident.get("desk.messages" if "desk.messages" in page.app.view_functions else "/messages")


def test_the_long_term_list_from_proposal_to_crossing_off(page, town, client):
    order = make_order(town)
    street, colleague = page.as_(town.street), page.as_(town.street_colleague)
    street.get("work_orders.exceptions", no=order.id)
    street.follow("申请挂账")
    street.submit("#main form", reason="规划没批。", plan="先划临时线。", owner=town.department.id)
    entry = only(LongTermEntry)
    page.get("work_orders.long_term_entry", no=entry.id, status=404)
    colleague.get("work_orders.new_long_term_ruling", no=entry.id)
    colleague.submit("#main form", outcome="approved", words="属实。")
    assert now(order).state is OrderState.LONG_TERM
    assert "先划临时线。" in page.get("work_orders.long_term").text
    street.get("work_orders.new_review", no=entry.id)
    street.submit("#main form", finding="规划还在审。", next_review_on=local_today() + timedelta(days=20))
    assert "规划还在审。" in page.get("work_orders.long_term_entry", no=entry.id).text
    street.get("work_orders.new_taking_up", no=entry.id)
    street.submit("#main form", words="批下来了。")
    assert (now(entry).state, now(order).state) == (LongTermState.ENDED, OrderState.DISPATCHED)
    assert "批下来了。" in page.get("work_orders.long_term_entry", no=entry.id).text


def test_a_look_at_an_old_version_is_told(page, town):
    entry = make_listed(town)
    first, second = page.as_(town.street), page.as_(town.street_colleague)
    for one in (first, second):
        one.get("work_orders.new_review", no=entry.id)
    day = local_today() + timedelta(days=20)
    first.submit("#main form", finding="看过了。", next_review_on=day)
    second.submit("#main form", finding="我也看了一遍。", next_review_on=day, status=409)
    assert "我也看了一遍。" in second.last.source


def test_not_counted_and_counted_again(page, town):
    order = make_replied(town)
    street, colleague = page.as_(town.street), page.as_(town.street_colleague)
    street.get("work_orders.exceptions", no=order.id)
    street.follow("申请剔除这张工单")
    street.submit("#main form", ground="private_dispute", words="两家的纠纷。")
    exclusion = only(Exclusion)
    street.get("work_orders.new_exclusion_ruling", no=exclusion.id)
    street.submit("#main form", outcome="approved", words="同意。", status=403)
    colleague.get("work_orders.new_exclusion_ruling", no=exclusion.id)
    colleague.submit("#main form", outcome="approved", words="同意。")
    assert now(order).is_excluded
    assert "1件里有1件" in page.get("work_orders.exclusions").text
    street.get("work_orders.new_lifting", no=exclusion.id)
    street.submit("#main form", words="弄错了。")
    assert not now(order).is_excluded


def test_misuse_is_the_streets_alone(page, town):
    order = make_order(town)
    street, colleague = page.as_(town.street), page.as_(town.street_colleague)
    street.get("work_orders.new_misuse", no=order.id)
    street.submit("#main form", words="一天打四十次。")
    flag = only(MisuseFlag)
    for other in (town.officer, town.secretary, town.district):
        assert "一天打四十次" not in page.as_(other).get("work_orders.exceptions", no=order.id).text
    colleague.get("work_orders.new_misuse_ruling", no=flag.id)
    colleague.submit("#main form", outcome="approved", words="属实。")
    street.get("work_orders.new_misuse_lifting", no=flag.id)
    street.submit("#main form", words="弄错了。")
    assert now(flag).state is ProposalState.LIFTED


def test_told_before_it_goes_and_visited_after(page, town):
    leg = make_accepted_leg(town)
    with writing():
        leg_workflow.contact(locked(DispatchLeg, leg.id), by=town.officer)
    officer = page.as_(town.officer)
    officer.get("work_orders.leg", no=leg.id)
    said = {"words": "锁已拆。", "basis": "条例。", "explained_by": "队员", "evidence_words": "3号楼北"}
    officer.submit("#main form[action$=reply]", said | {"removes": True}, status=422)
    assert "锁已拆。" in officer.last.source
    officer.get("work_orders.new_notice", no=leg.id)
    told = {"whom": "装锁的住户", "what": "两把地锁", "why": "占公用车位。", "offer": "登记月租车位。"}
    officer.submit("#main form", told | {"given_how": "in_person", "not_before": local_today()})
    notice = only(AffectedNotice)
    make_reply(leg, town.officer, removes=True)
    officer.get("work_orders.new_visit", no=notice.id)
    officer.submit("#main form", finding="已有月租车位。")
    assert "已有月租车位。" in page.get("work_orders.notice", token=notice.token).text


def test_who_may_not(page, town):
    leg = make_accepted_leg(town)
    objection = make_objection(legs_of(db.session.get(WorkOrder, leg.order_id))[1], town.delegate)
    extension, entry = make_extension(leg, town.officer), make_proposed_entry(make_order(town), town)
    notice = make_notice(leg, town.officer)
    asked = {
        leg: ("new_objection", "new_extension", "new_notice"),
        extension: ("extension", "new_extension_ruling"),
        objection: ("new_objection_ruling", "new_site_check"),
        entry: ("new_long_term_ruling", "new_review", "new_taking_up"),
        notice: ("new_visit",),
    }
    stranger = page.as_(town.neighbour)
    for row, endpoints in asked.items():
        for endpoint in endpoints:
            stranger.get(f"work_orders.{endpoint}", no=row.id, status=403)
    for endpoint in ("exceptions", "new_exclusion", "new_misuse", "new_long_term"):
        stranger.get(f"work_orders.{endpoint}", no=leg.order_id, status=403)
    stranger.get("work_orders.exceptions_waiting", status=403)
    page.as_(town.delegate).get("work_orders.new_objection", no=leg.id, status=403)


def test_what_waits_is_on_one_page(page, town, clock, tick):
    make_objection(legs_of(make_order(town))[0], town.officer)
    make_extension(make_accepted_leg(town), town.officer)
    make_exclusion(town)
    make_listed(town, days=1)
    clock.forward(days=1)
    tick("dispatch.reviews")
    shown = page.as_(town.street).get("work_orders.exceptions_waiting").text
    for words in ("等裁定的异议", "等裁定的延期", "申请剔除的", "挂账到了复查日"):
        assert words in shown
    assert "没有等着的" in page.as_(town.district).get("work_orders.exceptions_waiting").text


def test_how_often_bodies_hand_back_is_public(page, town):
    objection = make_objection(legs_of(make_order(town))[0], town.officer)
    assert objection.number == 1
    assert "1件里退回1件" in page.get("work_orders.handed_back").text
    for empty in ("work_orders.exclusions", "work_orders.long_term"):
        page.get(empty)


@pytest.mark.parametrize("many", [2, 9])
def test_the_pages_ask_the_same_number_of_questions(page, town, many, at_most):
    for _ in range(many):
        make_listed(town)
        make_granted(make_accepted_leg(town), town)
    order = db.session.scalars(db.select(WorkOrder)).first()
    with at_most(9):
        exception_queries.exceptions_of(order)
    street = page.as_(town.street)
    with at_most(22):
        street.get("work_orders.exceptions_waiting")
    with at_most(8):
        page.get("work_orders.long_term")
