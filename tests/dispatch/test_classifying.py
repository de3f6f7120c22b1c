"""条例 Art. 11 on one screen: answered at once, passed on, refused, joined; what the resident then reads."""

import pytest

from civic.database import writing
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import EMERGENCY, OrderState
from civic.dispatch.table_workflow import set_rule
from civic.extensions import db
from civic.issues.kinds import LawfulChannel
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.notifications.models import Message
from civic.places.models import Place
from tests.factories.dispatch import make_order, make_received, make_untriaged_order
from tests.factories.issues import make_issue

WAYS = {
    "answer": {"words": "办公时间是9点到17点。"},
    "emergency": {"channel": "utility", "words": "请先关总阀门。"},
    "redirection": {"channel": "court", "words": "请到区法院立案窗口。"},
    "refusal": {"code": "private_dispute", "words": "这是两家的事,可以找调解员。"},
}
SETTLED = {
    "answer": OrderState.ANSWERED,
    "emergency": OrderState.TRANSFERRED,
    "redirection": OrderState.REDIRECTED,
    "refusal": OrderState.DECLINED,
}


def now(order):
    return db.session.get(WorkOrder, order.id, populate_existing=True)


def issue_of(order):
    return db.session.get(Issue, order.issue_id, populate_existing=True)


def form(name):
    return f"form[action$='/{name}']"


@pytest.fixture
def desk(page, town):
    return page.as_(town.street)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_settles_an_order_and_reaches_the_resident(way, desk, town, page):
    order = make_received(town)
    desk.get("work_orders.classification", no=order.id)
    doc = desk.submit(form(way), **WAYS[way])
    assert now(order).state is SETTLED[way]
    assert WAYS[way]["words"] in doc.text and not doc.all(form("answer"))
    assert WAYS[way]["words"] in page.as_(town.resident).get("issues.own", no=order.issue_id).text


def test_an_untriaged_issue_is_accepted_and_answered_in_one_step(desk, town):
    order = make_untriaged_order(town)
    desk.get("work_orders.classification", no=order.id)
    said = {"title": "楼道灯不亮", "summary": "楼道里的灯不亮。"} | WAYS["answer"]
    desk.submit(form("answer"), **said, category="water.power")
    issue = issue_of(order)
    assert (issue.state, issue.summary_title) == (IssueState.ANSWERED, "楼道灯不亮")
    assert (now(order).state, now(order).category, now(order).urgency) == (
        OrderState.ANSWERED,
        "water.power",
        issue.urgency,
    )


def test_nothing_is_half_done_when_the_summary_is_missing(desk, town):
    order = make_untriaged_order(town)
    desk.get("work_orders.classification", no=order.id)
    doc = desk.submit(form("answer"), **WAYS["answer"], title="", summary="", status=422)
    assert "办公时间是9点到17点。" in doc.source
    assert (now(order).state, issue_of(order).state) == (OrderState.RECEIVED, IssueState.RECEIVED)


@pytest.mark.parametrize("way", [*WAYS, "merger"])
def test_empty_words_come_back_with_a_sentence(way, desk, town):
    order = make_received(town)
    desk.get("work_orders.classification", no=order.id)
    doc = desk.submit(form(way), status=422)
    assert doc.one("#errors") and doc.one(f"#way-{way}[open]")
    assert now(order).state is OrderState.RECEIVED


def test_a_duplicate_without_new_facts_is_joined_and_told_the_progress(desk, town, page):
    main = make_order(town)
    order = make_received(town, make_issue(town.community, town.neighbour))
    desk.get("work_orders.classification", no=order.id)
    desk.submit(form("merger"), into=str(main.issue_id), status=422)  # does it say nothing new?
    desk.submit(form("merger"), into=str(main.issue_id), nothing_new="y")
    assert (now(order).state, issue_of(order).state) == (OrderState.MERGED, IssueState.MERGED)
    doc = page.as_(town.neighbour).get("issues.own", no=order.issue_id)
    assert f"{main.issue_id}号办到这一步了" in doc.text and "望榆街道城管办" in doc.text
    told = db.session.scalars(db.select(Message.verb).where(Message.person_id == town.neighbour.id))
    assert "issue.merged" in set(told)


def test_whoever_was_joined_hears_what_becomes_of_the_main_one(desk, town):
    main = make_received(town)
    other = make_issue(town.community, town.officer)  # no home there: no support to carry over
    order = make_received(town, other)
    desk.get("work_orders.classification", no=order.id)
    desk.submit(form("merger"), into=str(main.issue_id), nothing_new="y")
    desk.get("work_orders.classification", no=main.id)
    desk.submit(form("answer"), **WAYS["answer"])
    told = db.session.scalars(db.select(Message.verb).where(Message.person_id == town.officer.id))
    assert "issue.answered" in set(told)


def test_it_cannot_be_joined_to_what_is_not_there(desk, town):
    order = make_received(town)
    desk.get("work_orders.classification", no=order.id)
    desk.submit(form("merger"), into="999999", nothing_new="y", status=404)
    assert now(order).state is OrderState.RECEIVED


def test_the_second_of_two_dispatchers_is_told(desk, town, page):
    order = make_received(town)
    other = page.as_(town.street_colleague)
    desk.get("work_orders.classification", no=order.id)
    other.get("work_orders.classification", no=order.id)
    other.submit(form("refusal"), **WAYS["refusal"])
    doc = desk.submit(form("answer"), **WAYS["answer"], status=409)
    assert "办公时间是9点到17点。" in doc.source
    assert now(order).state is OrderState.DECLINED


def test_what_is_dispatched_has_no_other_way_left(desk, town):
    order = make_order(town)
    assert not desk.get("work_orders.classification", no=order.id).all(form("answer"))
    for way in WAYS:  # an answer would pass the issue's own table
        desk.post(f"work_orders.create_{way}", no=order.id, data=WAYS[way], status=409)
    assert now(order).state is OrderState.DISPATCHED


def test_before_acceptance_the_table_goes_by_what_the_words_suggest(desk, town):
    street = db.session.get(Place, town.community.parent_id)
    with writing():
        for category, lead in (("", town.department), ("water.pipes", town.water)):
            set_rule(street, by=town.street, place=street, category=category, lead=lead, reason="办公会定的")
    order = make_received(town, make_issue(town.community, town.resident, "厨房水管漏水了"))
    doc = desk.get("work_orders.classification", no=order.id)
    assert "按派单目录: 榆水自来水公司" in " ".join(doc.text.split())
    assert doc.one(f"{form('answer')} input[name=title]").attributes["value"]


def test_only_the_street_classifies(town, page):
    order = make_received(town)
    for person in (town.secretary, town.officer, town.resident, town.district):
        visitor = page.as_(person)
        visitor.get("work_orders.classification", no=order.id, status=403)
        for way in (*WAYS, "merger"):
            visitor.post(f"work_orders.create_{way}", no=order.id, status=403)


def test_emergencies_have_a_form_of_their_own(desk, town):
    order = make_received(town)
    doc = desk.get("work_orders.classification", no=order.id)
    offered = {option.attributes["value"] for option in doc.all(f"{form('redirection')} option")}
    assert offered == {each.value for each in LawfulChannel if each not in EMERGENCY}
    radios = {each.attributes["value"] for each in doc.all(f"{form('emergency')} input[type=radio]")}
    assert radios == {each.value for each in EMERGENCY}
