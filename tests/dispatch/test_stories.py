"""The seed's stories of orders as the demo tells them: a lock gone within a day, a hedge in two hours."""

from datetime import timedelta

import pytest

from civic import demo
from civic.demo.issues import case
from civic.dispatch import queries
from civic.dispatch.exception_queries import exceptions_of
from civic.dispatch.exception_states import ExtensionState, ObjectionState
from civic.dispatch.states import LegRole, OrderState
from civic.extensions import db
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.topics.models import Topic, TopicIssue

PARTS = ("places", "accounts", "councils", "dispatch_table", "issues", "work_orders", "exceptions", "topics")
DAY, TWO_HOURS = timedelta(days=1), timedelta(hours=2)


@pytest.fixture
def told(app):
    """The demo town as far as its topics; a second loading adds nothing."""
    assert all(demo.load(PARTS).values())
    again = demo.load(PARTS)
    assert again["work_orders"] == again["exceptions"] == 0


def order(key):
    return queries.order_in_full(queries.order_of_issue(case(key).id).id)


def verbs(subject):
    found = db.select(LedgerEntry.verb).where(LedgerEntry.subject == subject)
    return list(db.session.scalars(found.order_by(LedgerEntry.id)))


def moment_of(row, verb):
    """When that act was done, by its entry."""
    found = db.select(LedgerPayload.at).join(LedgerEntry, LedgerEntry.id == LedgerPayload.entry_id)
    return db.session.scalar(found.where(LedgerEntry.thread_id == row.thread_id, LedgerEntry.verb == verb))


def test_the_lock_the_hedge_and_what_the_lock_led_to(told, page):
    the_lock_two_bodies_at_once_and_gone_within_a_day(order("C01"), page)
    its_cause_became_a_topic(order("C01"), page)
    the_hedge_one_body_in_under_two_hours(order("W10"), page)
    one_of_each_departs_from_the_usual_way(page)


def the_lock_two_bodies_at_once_and_gone_within_a_day(row, page):
    """M01 双派双考: each on a clock of its own, each with its own reply; closed by the resident's word."""
    assert [leg.role for leg in row.legs] == [LegRole.LEAD, LegRole.LEAD]
    assert len({leg.body_id for leg in row.legs}) == 2
    assert {leg.sent_at for leg in row.legs} == {row.dispatched_at}
    assert row.dispatched_at - row.received_at < timedelta(minutes=10)
    assert all(leg.contacted_at < leg.contact_due_at for leg in row.legs)
    assert all(leg.replied_at < leg.due_at for leg in row.legs)
    assert len({leg.reply_words for leg in row.legs}) == 2
    assert all(leg.reply_basis and leg.explained_to for leg in row.legs)
    assert (row.state, row.round) == (OrderState.CLOSED, 1)
    assert row.closed_at - row.received_at < DAY
    assert verbs(f"work_order:{row.id}")[:4] == [
        "work_order.received", "work_order.dispatched", "work_order.replied", "work_order.called_back",
    ]  # fmt: skip
    shown = page.get(f"/issues/{row.issue_id}")
    assert all(leg.body.short_name in shown for leg in row.legs)
    assert "办成了" in shown


def its_cause_became_a_topic(row, page):
    """向前一步: after closing, in a thread of its own; each page names the other."""
    link = db.session.scalars(db.select(TopicIssue).where(TopicIssue.issue_id == row.issue_id)).one()
    topic = db.session.get(Topic, link.topic_id)
    assert topic.thread_id != row.thread_id
    assert moment_of(topic, "topic.cause_opened") > row.closed_at
    assert case("C01").state is IssueState.CONFIRMED
    assert page.get(f"/issues/{row.issue_id}").one(f"main a[href='/topics/{topic.id}']")
    assert "因1条反映而起" in page.get(f"/topics/{topic.id}")


def the_hedge_one_body_in_under_two_hours(row, page):
    """N2 「整个过程不到两个小时」: told, dispatched, cut and answered."""
    (leg,) = row.legs
    assert leg.body.name == "望榆街道城市建设办"
    assert leg.replied_at - row.received_at < TWO_HOURS
    assert (row.state, row.first_receiver_id) == (OrderState.CLOSED, leg.body_id)
    assert case("W10").state is IssueState.CONFIRMED
    assert "绿篱" in page.get(f"/issues/{row.issue_id}")


def one_of_each_departs_from_the_usual_way(page):
    """An objection with a look at the spot, more time, the long-term list, one not counted, a notice."""
    found = {key: exceptions_of(order(key)) for key in ("E01", "E02", "E03", "E04", "E05")}
    (objection,) = found["E01"].objections
    assert objection.state is ObjectionState.OPEN and len(found["E01"].site_checks) == 1
    (extension,) = found["E02"].extensions
    assert extension.state is ExtensionState.APPROVED and len(extension.progress) == 1
    assert order("E03").state is OrderState.LONG_TERM and order("E04").is_excluded
    assert [row.replies for row in found["E05"].notices] == [[]]
    assert f"第 {case('E03').id} 号" in page.get("work_orders.long_term").text
