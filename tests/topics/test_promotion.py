"""Issues become a topic: one thread goes on, reporters are told, nothing private shows."""

import pytest

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.kinds import Urgency, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.issues.workflow import local_day
from civic.ledger.signals import recorded
from civic.threads.models import Seal, Status, Thread
from civic.topics import workflow
from civic.topics.models import Topic, TopicIssue
from civic.topics.promotion import promote_issues
from tests.factories import issues as make_issues
from tests.factories import topics as make


@pytest.fixture
def told(town):
    return [
        make_issues.make_told(town.community, who, town.secretary, title=title)
        for who, title in ((town.resident, "桶太远"), (town.neighbour, "桶边没人盯"))
    ]


def promote(found, town, **what):
    what = {"title": "垃圾桶站放在哪儿", "why": "31条反映都说到桶站。"} | what
    with writing():
        return promote_issues(found, by=town.secretary, **what)


def handlers_only(town):
    issue = make_issues.make_issue(town.community, town.resident, visibility=Visibility.HANDLERS_ONLY)
    return make_issues.make_accepted(issue, town.secretary)


def test_one_issue_gives_the_topic_its_thread(town, told):
    topic = promote(told[:1], town)
    issue = db.session.get(Issue, told[0].id)
    assert topic.thread_id == issue.thread_id
    assert issue.state == IssueState.DELIBERATING and topic.issues_count == 1
    assert db.session.get(Thread, topic.thread_id).title == "垃圾桶站放在哪儿"


def test_several_threads_become_one(town, told):
    topic = promote(list(reversed(told)), town)
    threads = [db.session.get(Thread, one.thread_id) for one in told]
    assert [one.merged_into_id for one in threads] == [topic.thread_id] * 2
    assert db.session.query(TopicIssue).count() == 2
    joined = db.session.get(Thread, topic.thread_id)
    assert [seal.char for seal, *_ in joined.seal_states()] == list("接派议定办评")
    assert joined.seals["intake"]["on"] == local_day(told[0].raised_at).isoformat()
    assert joined.stage == Seal.DELIBERATE


def test_reporters_are_told_by_the_recorded_signal(town, told):
    heard = []

    def listener(act, **sent):
        if act.name == "topic.promoted":
            heard.append(sent["public"]["issues"])

    with recorded.connected_to(listener):
        promote(told, town)
    assert heard == [[one.id for one in told]]


def test_what_only_handlers_read_is_counted_and_stays_apart(page, town, told):
    private = handlers_only(town)
    topic = promote([private, told[0]], town)
    assert db.session.get(Thread, told[0].thread_id).merged_into_id == topic.thread_id
    assert topic.issues_count == 2
    assert db.session.get(Thread, private.thread_id).merged_into_id is None
    shown = page.get("topics.issues", no=topic.id)
    assert private.body_raw not in shown.source


def test_a_topic_of_private_issues_opens_a_thread_of_its_own(town):
    private = handlers_only(town)
    assert promote([private], town).thread_id != private.thread_id


def test_nothing_to_promote_and_two_neighbourhoods_are_refused(town, told):
    with pytest.raises(Refused):
        promote([], town)
    elsewhere = db.session.get(Issue, told[1].id)
    with writing():
        elsewhere.community_id = town.building.id
    with pytest.raises(Refused):
        promote(told, town)


def test_an_urgent_issue_is_not_parked(town):
    """I4."""
    urgent = make_issues.make_issue(town.community, town.resident)
    make_issues.make_accepted(urgent, town.secretary, urgency=Urgency.URGENT)
    with pytest.raises(Refused):
        promote([urgent], town)
    assert db.session.query(Topic).count() == 0


def test_an_issue_is_promoted_once(town, told):
    promote(told[:1], town)
    with pytest.raises(Conflict):
        promote(told[:1], town)


def test_issues_show_the_vote_and_go_back_when_the_topic_is_put_aside(town, told):
    topic = promote(told, town)
    with writing():
        workflow.screen(topic, by=town.secretary, regime="advisory")
        workflow.notice(topic, by=town.secretary)
        workflow.deliberate(topic, by=town.secretary)
        workflow.form_opinion(topic, by=town.secretary)
    make.end_notice(topic)
    with writing():
        workflow.mark_voting(topic, by=town.secretary, regime="advisory", electorate="ab" * 32)
    assert {db.session.get(Issue, one.id).status for one in told} == {Status.VOTING}
    with writing():
        workflow.reopen(topic, by=town.secretary, reason="没过线")
        workflow.shelve(topic, by=town.secretary, reason="等开春", look_again_on=topic.created_at.date())
    assert {db.session.get(Issue, one.id).state for one in told} == {IssueState.ACCEPTED}
    with writing():
        workflow.reopen(topic, by=town.secretary, reason="开春了")
    assert {db.session.get(Issue, one.id).state for one in told} == {IssueState.DELIBERATING}


def test_staff_promote_from_the_page(page, town, told):
    staff = page.as_(town.secretary)
    staff.get("topics.promotion", issue=[one.id for one in told])
    doc = staff.submit("转成议题", title="垃圾桶站放在哪儿", why="31条反映。", place=str(town.community.id))
    assert doc.url.endswith("/screening")
    topic = db.session.query(Topic).one()
    assert "因2条反映而起" in page.get("topics.show", no=topic.id)
    assert "桶太远" in page.get("topics.issues", no=topic.id)


def test_a_number_that_is_not_there_is_named(page, town, told):
    staff = page.as_(town.secretary)
    staff.get("topics.promotion")
    doc = staff.submit("转成议题", issues="7 9999999", title="甲", why="乙", status=422,
                       place=str(town.community.id))  # fmt: skip
    assert "9999999" in doc.text and "本社区没有编号" in doc
