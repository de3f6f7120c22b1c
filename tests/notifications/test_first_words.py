"""The first texts of a matter: greeting, day, short summary, number, who calls and by when; one, not two."""

import pytest

from civic.action_items.workflow import assign_directly
from civic.councils.models import BodyKind
from civic.database import local_today, locked, writing
from civic.dispatch import workflow as orders
from civic.dispatch.models import WorkOrder
from civic.issues import workflow as issues
from civic.issues.kinds import IssueKind, Urgency, Visibility
from civic.issues.models import Issue
from civic.notifications import choices, outbox
from civic.notifications.choice_models import SmsChoice
from civic.notifications.outbox_models import Channel
from civic.notifications.texts import PART
from tests.factories.councils import make_body
from tests.factories.dispatch import ASSIST, LEAD, make_order, make_received
from tests.factories.issues import make_accepted, make_issue, make_told

SEND = "notifications.send"
OWN = "我家老王的药箱在楼道被拿走了"
DANGER = "有危险请直接打110、119、120。"
LONGEST = 2 * PART - 6  # a long message gives up some characters to be joined
FACTS = {"kind": IssueKind.COMPLAINT, "category": "water.power", "urgency": Urgency.NORMAL}
SAID = {"title": "楼道灯坏了", "summary": "楼道里有一盏灯不亮。"}


@pytest.fixture
def texts(by_day, tick, gateway):
    """Everything that has been sent until now, oldest first."""

    def read():
        tick(SEND)
        return [one["text"] for one in gateway.delivered]

    return read


def promised(issue, town, body=None):
    with writing():
        assign_directly(
            locked(Issue, issue.id), by=town.secretary, owner=body or town.property,
            what="换灯", standard="灯亮", due_on=local_today(),
        )  # fmt: skip


def taken_on(issue, town, **more):
    issues.accept(locked(Issue, issue.id), by=town.secretary, **(FACTS | SAID | more))


def sent_out(order, town, *bodies):
    orders.dispatch(locked(WorkOrder, order.id), by=town.street, bodies=list(bodies))


def test_the_receipt_greets_and_says_the_day_and_nothing_anybody_typed(town, texts):
    issue = make_issue(town.community, town.resident, OWN)
    (text,) = texts()
    assert text == (
        f"您好,您在3月16日 周一反映的事已收到,编号{issue.id}。谁来办、几号前答复,定了再告诉您。{DANGER}"
    )


def test_before_a_summary_is_released_the_category_stands_for_it(town, texts):
    issue = make_accepted(make_issue(town.community, town.resident, OWN), town.secretary)
    (accepted,) = [text for text in texts() if "已受理" in text]
    assert accepted == (
        f"您好,您在3月16日 周一反映的“电和灯”已受理,编号{issue.id},3月23日 周一前答复您。"
        "公开时打算这样写,请24小时内看看。"
    )


def test_accepted_with_a_summary_to_look_at_is_one_text(town, texts, rows):
    make_accepted(make_issue(town.community, town.resident, OWN), town.secretary)
    assert not rows(verb="issue.accepted") and len(rows(verb="issue.summary_shown")) == 1


def closed(town, **more):
    """Accepted for its handlers only: nothing to look at, so its acceptance is a text of its own."""
    issue = make_issue(town.community, town.resident, OWN, visibility=Visibility.HANDLERS_ONLY)
    return make_accepted(issue, town.secretary, **more)


def test_what_is_never_told_in_public_is_accepted_in_a_text_of_its_own(town, texts):
    issue = closed(town)
    accepted = [text for text in texts() if "已受理" in text]
    assert accepted == [f"您好,您在3月16日 周一反映的事已受理,编号{issue.id}。3月23日 周一前答复您。{DANGER}"]


def test_of_what_only_handlers_read_not_even_the_category_is_said(town, texts):
    closed(town)
    assert any("反映的事已受理" in text for text in texts())
    assert not any("电灯" in text or "楼道灯" in text or OWN[:4] in text for text in texts())


def test_an_order_with_several_bodies_is_one_text_naming_all(town, texts):
    order = make_order(town, (town.department, LEAD), (town.property, LEAD), (town.water, ASSIST))
    charged = [text for text in texts() if "会在" in text]
    names = f"{town.department.short_name}、{town.property.short_name}({town.water.short_name}协办)"
    assert charged == [
        f"您好,您在3月16日 周一反映的“楼道灯坏了”,编号{order.issue_id}。"
        f"{names}会在3月17日 周二 10:00前联系您,3月23日 周一前答复。"
    ]


def test_long_names_and_many_of_them_stay_within_two_parts(town, texts):
    town.many = [make_body(BodyKind.UTILITY, f"{n}榆水区市政公用设施养护所") for n in range(6)]
    issue = make_told(town.community, town.resident, town.secretary, title="楼" * 30)
    make_order(town, *((body, LEAD if n < 5 else ASSIST) for n, body in enumerate(town.many)), issue=issue)
    (charged,) = [text for text in texts() if "会在" in text]
    assert "等(另有2家)" in charged and len(charged) <= LONGEST


def test_an_urgent_order_says_the_hour_of_the_answer(town, texts):
    issue = make_told(town.community, town.resident, town.secretary, urgency=Urgency.URGENT)
    make_order(town, issue=issue)
    (charged,) = [text for text in texts() if "会在" in text]
    assert charged.endswith("会在3月16日 周一 10:30前联系您,3月16日 周一 12:00前答复。")


def test_a_promise_without_topic_or_order_names_the_body_and_its_day(town, texts):
    issue = make_told(town.community, town.resident, town.secretary)
    promised(issue, town)
    promised(issue, town, town.department)  # beside an open one: read on the page
    charged = [text for text in texts() if "办好" in text]
    assert charged == [
        f"您好,您在3月16日 周一反映的“楼道灯坏了”,编号{issue.id}。"
        f"由{town.property.short_name}办,3月16日 周一前办好并答复您。"
    ]


def test_who_was_told_by_the_order_hears_no_promise_beside_it(town, by_day, rows):
    order = make_order(town)
    promised(db_issue(order), town)
    assert len(rows(verb="work_order.dispatched")) == 1 and not rows(verb="action_item.assigned")


def db_issue(order):
    return orders.queries.issue_of(orders.queries.order_or_404(order.id))


def test_accepted_and_handed_out_in_one_breath_is_one_text(town, texts, rows):
    closed_to_others = make_issue(town.community, town.resident, visibility=Visibility.HANDLERS_ONLY)
    order = make_received(town, closed_to_others)
    with writing():
        taken_on(db_issue(order), town)
        sent_out(order, town, (town.department, LEAD))
    assert not rows(verb="issue.accepted") and len(rows(verb="work_order.dispatched")) == 1
    assert sum("已受理" in text or "会在" in text for text in texts()) == 1


def test_accepted_and_promised_in_one_breath_is_one_text(town, texts, rows):
    issue = make_issue(town.community, town.resident, visibility=Visibility.HANDLERS_ONLY)
    with writing():
        taken_on(issue, town)
        assign_directly(
            locked(Issue, issue.id), by=town.secretary, owner=town.property, what="换灯", standard="灯亮",
            due_on=local_today(),
        )  # fmt: skip
    assert not rows(verb="issue.accepted") and len(rows(verb="action_item.assigned")) == 1


def test_what_has_left_the_house_is_not_taken_back(town, texts, rows):
    make_order(town, issue=told_and_sent(town, texts))
    (accepted,) = rows(verb="issue.accepted")
    assert accepted.sent_at and len(rows(verb="work_order.dispatched")) == 1


def told_and_sent(town, texts):
    issue = closed(town)
    assert any("已受理" in text for text in texts())
    return issue


def test_what_a_worker_has_in_hand_is_left_to_it(town, by_day, rows):
    issue = closed(town)
    with writing():
        while outbox.claim(Channel.SMS, "w", remembers=False).verb != "issue.accepted":
            pass
    make_order(town, issue=issue)
    assert len(rows(verb="issue.accepted")) == 1


def test_what_was_given_up_stays_on_its_list(town, by_day, rows):
    issue = closed(town)
    with writing():
        outbox.give_up_waiting()
    make_order(town, issue=issue)
    assert len(rows(verb="issue.accepted")) == 1


def test_another_matter_of_the_same_person_keeps_its_text(town, by_day, rows):
    other = closed(town)
    make_order(town)
    assert [row.subject for row in rows(verb="issue.accepted")] == [f"issue:{other.id}"]


def test_what_rings_at_night_is_not_exchanged_for_what_waits(town, clock, rows):
    clock.to("2026-12-31 22:00")
    issue = closed(town, urgency=Urgency.URGENT)
    promised(issue, town)
    assert rows(verb="issue.accepted")[0].is_urgent and not rows(verb="action_item.assigned")[0].is_urgent


@pytest.mark.parametrize("quiet", [SmsChoice.NEEDS_ME, SmsChoice.NONE])
def test_who_wants_less_is_not_texted(town, by_day, rows, quiet):
    with writing():
        choices.choose(town.resident.id, quiet)
    make_order(town)
    assert not rows(verb="work_order.dispatched")


def test_who_muted_the_matter_is_not_texted(town, by_day, rows):
    issue = make_told(town.community, town.resident, town.secretary)
    with writing():
        choices.mute(town.resident.id, issue.thread_id)
    make_order(town, issue=issue)
    assert not rows(verb="work_order.dispatched")


def test_nobody_is_named_who_has_been_taken_off_meanwhile(town, texts):
    order = make_order(town, (town.department, LEAD))
    with writing():
        orders.unlead(locked(WorkOrder, order.id), by=town.street)
    (text,) = [text for text in texts() if "正在定" in text]
    assert town.department.short_name not in text
