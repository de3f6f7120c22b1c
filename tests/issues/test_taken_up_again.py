"""An issue told in public, refused, and taken up again after an appeal: it can be accepted once more."""

import pytest

from civic.database import locked, writing
from civic.extensions import db
from civic.issues import refusals
from civic.issues.kinds import DeclineReason, IssueKind, Visibility
from civic.issues.models import Issue, IssueAppeal
from civic.issues.states import IssueState
from civic.threads.models import Thread
from tests.factories.issues import make_accepted, make_told


@pytest.fixture
def again(town):
    issue = make_told(town.community, town.resident, town.secretary, title="楼道灯坏了")
    reason = {"code": DeclineReason.NOT_OURS, "words": "这面墙不归我们管。"}
    with writing():
        refusals.decline(locked(Issue, issue.id), by=town.secretary, **reason)
    with writing():
        refusals.appeal(locked(Issue, issue.id), by=town.resident, words="墙是小区的")
    with writing():
        asked = db.session.scalars(db.select(IssueAppeal)).one()
        refusals.rule(asked, issue=locked(Issue, issue.id), by=town.staff, upheld=True, words="归我们")
    return issue


def test_it_is_accepted_again_and_its_public_words_stand(again, town):
    make_accepted(again, town.staff, title="另一个题目")
    issue = db.session.get(Issue, again.id)
    assert issue.state is IssueState.ACCEPTED
    assert issue.public_title == "楼道灯坏了"


def test_found_to_be_a_report_of_a_breach_it_is_closed_at_once(again, page, town):
    make_accepted(again, town.staff, kind=IssueKind.REPORT)
    issue = db.session.get(Issue, again.id)
    assert issue.visibility is Visibility.HANDLERS_ONLY
    assert db.session.get(Thread, issue.thread_id).title == ""
    assert "楼道灯坏了" not in page.get("transparency.thread", no=issue.id)
    assert "楼道灯坏了" not in page.get("issues.index", q="楼道灯")
