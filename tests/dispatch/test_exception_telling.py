"""Who is told: more time, the long-term list, progress; and what the issue's own page says of it."""

from civic.database import locked, writing
from civic.dispatch import extension_workflow, workflow
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.notifications.models import Message
from civic.notifications.words import address, sentence
from tests.factories.dispatch import make_order
from tests.factories.exceptions import make_accepted_leg, make_granted, make_listed, make_notice, on_row


def told(person, verb):
    mine = db.select(Message).where(Message.person_id == person.id, Message.verb == verb)
    return list(db.session.scalars(mine))


def order_of(leg):
    return db.session.get(WorkOrder, leg.order_id)


def test_the_resident_is_told_of_more_time_and_of_news(page, town, clock, tick):
    leg = make_accepted_leg(town)
    extension = make_granted(leg, town)
    for verb in ("leg.extension_asked", "leg.extended"):
        message = told(town.resident, verb)[0]
        assert sentence(message)
        with page.app.test_request_context("/"):
            assert address(message) == f"/work-orders/extensions/{extension.id}"
    clock.forward(days=2)
    tick("dispatch.progress")
    assert len(told(town.officer, "leg.progress_due")) == 1
    on_row(extension_workflow.tell_progress, extension, by=town.officer, words="配件到了。")
    assert len(told(town.resident, "leg.progress_told")) == 1
    page.as_(town.resident).get("desk.messages")


def test_the_complainant_is_told_of_the_long_term_list(page, town):
    entry = make_listed(town)
    message = told(town.resident, "work_order.long_term")[0]
    with page.app.test_request_context("/"):
        assert address(message) == f"/work-orders/long-term/{entry.id}"
    assert told(town.neighbour, "work_order.long_term") == []


def test_the_issues_page_says_why_it_cannot_be_done_yet(page, town):
    order = make_order(town)
    make_listed(town, order)
    shown = page.get("transparency.thread", no=order.issue_id).text
    assert "产权不清,规划没批。" in shown and "暂时办不了" in shown


def test_the_page_of_whoever_raised_it_leads_to_their_objection(page, town):
    leg = make_accepted_leg(town)
    make_granted(leg, town)
    issue_no = order_of(leg).issue_id
    resident = page.as_(town.resident)
    resident.get("transparency.thread", no=issue_no)
    resident.follow("看看为什么、到哪天,有意见也可以说")
    assert "我有意见" in resident.last.text
    assert "要晚几天" not in page.as_(town.neighbour).get("transparency.thread", no=issue_no).text


def test_the_public_story_tells_of_the_notice_and_not_of_the_answer(page, town):
    leg = make_accepted_leg(town)
    make_notice(leg, town.officer)
    shown = page.get("transparency.thread", no=order_of(leg).issue_id).text
    assert "拆之前告诉了相关的人" in shown and "装地锁的住户" not in shown


def test_an_order_of_a_body_that_leads_no_more_leaves_nothing_waiting(town, clock, tick):
    leg = make_accepted_leg(town)
    make_granted(leg, town)
    with writing():
        workflow.unlead(locked(WorkOrder, leg.order_id), by=town.street)
    clock.forward(days=9)
    assert tick("dispatch.progress")["dispatch.progress"] == 0
