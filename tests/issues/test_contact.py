"""The number of whoever raised it: for handler and callback agent, with a reason its owner reads."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from civic.accounts.models import ContactView
from civic.accounts.roles import Role
from civic.database import local_today, locked, writing
from civic.extensions import db
from civic.issues import workflow
from civic.issues.models import Issue
from civic.issues.policies import may_reveal
from tests.factories.issues import make_told

REASON = "约上门看漏水的时间"


@pytest.fixture
def handled(town):
    """An issue that the property company has in hand."""
    issue = make_told(town.community, town.resident, town.secretary)
    with writing():
        workflow.put_in_action(
            locked(Issue, issue.id), by=town.secretary, body=town.property, due_on=local_today()
        )
    return issue.id


def user(id=9, bodies=(), signed_in=True):
    return SimpleNamespace(id=id, body_ids=frozenset(bodies), is_authenticated=signed_in)


ISSUE = SimpleNamespace(reporter_id=1)


@pytest.mark.parametrize(
    ("who", "issue", "handlers", "agents", "may"),
    [
        (user(bodies=[5]), ISSUE, [5, 6], (), True),
        (user(bodies=[7]), ISSUE, [5, 6], (), False),
        (user(), ISSUE, [], {9}, True),
        (user(), ISSUE, [], {8}, False),
        (user(id=1, bodies=[5]), ISSUE, [5], {1}, False),
        (user(bodies=[5]), SimpleNamespace(reporter_id=None), [5], {9}, False),
        (user(id=None, signed_in=False), ISSUE, [], {None}, False),
        (user(), ISSUE, [], (), False),
    ],
)
def test_who_may(who, issue, handlers, agents, may):
    assert may_reveal(who, issue, handlers, agents) is may


def test_the_handler_says_why_and_the_owner_reads_it(page, town, handled):
    visit = page.as_(town.delegate)
    visit.get("issues.own", no=handled)
    visit.follow("给反映人打电话")
    assert "13900000001" not in visit.last.text and "杜仲" not in visit.last.text
    visit.submit("记下原因,显示号码", reason="", status=422)
    assert db.session.scalar(select(ContactView)) is None
    assert "13900000001" in visit.submit("记下原因,显示号码", reason=REASON).text
    assert db.session.scalar(select(ContactView)).viewer_role is Role.DELEGATE
    assert REASON in page.as_(town.resident).get("/me")
    assert "有工作人员查看过您的电话" in page.as_(town.resident).get("desk.mine")


def test_it_disappears_and_a_second_click_is_one_look(page, town, handled, clock):
    visit = page.as_(town.delegate)
    form = visit.get("issues.contact", no=handled)
    visit.submit("记下原因,显示号码", reason=REASON)
    visit.submit("记下原因,显示号码", on=form, reason=REASON)
    assert db.session.query(ContactView).count() == 1
    address = visit.last.url
    clock.forward(minutes=11)
    assert "13900000001" not in visit.get(address).text


@pytest.mark.parametrize("who", ["resident", "secretary", "staff", "officer", "neighbour", "other_delegate"])
def test_nobody_else(page, town, handled, who):
    visit = page.as_(getattr(town, who))
    visit.get("issues.contact", no=handled, status=403)
    visit.post("issues.view_contact", {"reason": REASON}, no=handled, status=403)
    assert db.session.scalar(select(ContactView)) is None


def test_no_longer_once_it_is_in_other_hands(page, town, handled):
    with writing():
        workflow.put_in_action(
            locked(Issue, handled), by=town.secretary, body=town.department, due_on=local_today()
        )
    page.as_(town.delegate).get("issues.contact", no=handled, status=403)
