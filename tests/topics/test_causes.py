"""向前一步: a closed order opens a topic about its cause; nothing else moves, and both link to each other."""

import pytest

from civic.database import locked, writing
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.topics.causes import open_cause
from civic.topics.models import Topic
from tests.factories.dispatch import make_replied


def make_closed(town):
    order = make_replied(town)
    with writing():
        issues.confirm(locked(Issue, order.issue_id), by=town.resident)
    return db.session.get(WorkOrder, order.id, populate_existing=True)


def opened(order, by, title="地锁怎么不再冒出来"):
    with writing():
        row, issue = locked(WorkOrder, order.id), locked(Issue, order.issue_id)
        return open_cause(row, issue, by=by, title=title, why="三个月里同样的锁装了五回。")


def test_the_topic_is_new_and_the_order_stays_closed(town):
    order = make_closed(town)
    topic = opened(order, town.secretary)
    issue = db.session.get(Issue, order.issue_id)
    assert (issue.state, order.state) == (IssueState.CONFIRMED, OrderState.CLOSED)
    assert topic.thread_id != issue.thread_id
    assert topic.issues_count == 1
    verbs = db.select(LedgerEntry.verb).where(
        LedgerEntry.verb.in_(["topic.cause_opened", "work_order.led_to_topic"])
    )
    assert len(list(db.session.scalars(verbs))) == 2


def test_only_a_closed_order_and_only_once(town):
    with pytest.raises(Refused):
        opened(make_replied(town), town.secretary)
    order = make_closed(town)
    opened(order, town.secretary)
    with pytest.raises(Conflict):
        opened(order, town.secretary)


def test_from_the_order_to_the_topic_and_back(page, town):
    order = make_closed(town)
    street = page.as_(town.street)
    street.get("work_orders.show", no=order.id)
    street.follow("商量根子上的原因")
    street.submit("#main form", title="地锁怎么不再冒出来", why="三个月里同样的锁装了五回。")
    topic = db.session.scalars(db.select(Topic)).one()
    page.get("transparency.thread", no=order.issue_id)
    page.follow("地锁怎么不再冒出来")
    assert f"/issues/{order.issue_id}" in page.get("topics.issues", no=topic.id).source


def test_not_for_everybody(page, town):
    order = make_closed(town)
    page.as_(town.neighbour).get(f"/topics/causes/new?order={order.id}", status=403)
    page.as_(town.street).get("/topics/causes/new?order=999999", status=404)
