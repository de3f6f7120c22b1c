"""Ending early and the second look: supports carried, no verdict on one's own refusal."""

import pytest

from civic.database import locked, writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues import refusals, workflow
from civic.issues.kinds import DeclineReason, LawfulChannel
from civic.issues.models import Issue, IssueAppeal, Support
from civic.issues.states import IssueState
from civic.threads.models import Seal, SealState, Status, Thread
from tests.factories.issues import make_accepted, make_issue, make_support, make_told


def do(issue, verb, **arguments):
    with writing():
        return verb(locked(Issue, issue.id), **arguments)


@pytest.fixture
def declined(town):
    issue = make_issue(town.community, town.resident)
    words = "这面墙不归我们管,正在问产权单位。"
    do(issue, refusals.decline, by=town.secretary, code=DeclineReason.NOT_OURS, words=words)
    return issue


def appeal(town, issue):
    do(issue, refusals.appeal, by=town.resident, words="墙是小区的")
    return db.session.scalars(db.select(IssueAppeal)).one()


def rule(asked, issue, **arguments):
    with writing():
        refusals.rule(locked(IssueAppeal, asked.id), issue=locked(Issue, issue.id), **arguments)


def test_a_refusal_says_why_and_stops_the_clock(town, declined):
    thread = db.session.get(Thread, declined.thread_id)
    assert (declined.status, declined.waiting_since) == (Status.NOT_NOW, None)
    assert thread.status is Status.NOT_NOW and Seal.ACT.value not in thread.seals


def test_redirecting_names_the_channel(town):
    issue = make_issue(town.community, town.resident)
    do(issue, refusals.redirect, by=town.secretary, channel=LawfulChannel.COURT, words="请去法院立案")
    assert issue.redirected_to is LawfulChannel.COURT and issue.state is IssueState.REDIRECTED


def test_only_the_reporter_appeals_and_only_once(town, declined):
    with pytest.raises(NotAllowed):
        do(declined, refusals.appeal, by=town.neighbour, words="我也不服")
    appeal(town, declined)
    with pytest.raises(Conflict):
        do(declined, refusals.appeal, by=town.resident, words="再看一次")


def test_nobody_rules_on_their_own_refusal(town, declined):
    asked = appeal(town, declined)
    for somebody in (town.secretary, town.neighbour, town.resident):
        with pytest.raises(NotAllowed):
            rule(asked, declined, by=somebody, upheld=True, words="重新办")
    rule(asked, declined, by=town.staff, upheld=True, words="墙确实归小区")
    assert declined.state is IssueState.RECEIVED and declined.declined_reason is None
    assert db.session.get(Thread, declined.thread_id).seals[Seal.INTAKE.value]["state"] == SealState.NOW
    with pytest.raises(Conflict):
        rule(asked, declined, by=town.staff, upheld=True, words="再来")


def test_a_dismissed_appeal_is_the_last_on_that_refusal(town, declined):
    rule(appeal(town, declined), declined, by=town.street_staff, upheld=False, words="产权不在小区")
    assert declined.state is IssueState.DECLINED
    with pytest.raises(Conflict):
        do(declined, refusals.appeal, by=town.resident, words="再看一次")


def test_merging_carries_households_once_and_the_reporters_home_too(town):
    main = make_told(town.community, town.neighbour, town.secretary)
    twin = make_told(town.community, town.resident, town.secretary)
    make_support(twin, town.neighbour, town.other_household)
    with writing():
        refusals.merge(locked(Issue, twin.id), by=town.secretary, into=locked(Issue, main.id))
    homes = db.session.scalars(db.select(Support.household_id).where(Support.issue_id == main.id)).all()
    assert homes == [town.household.id]  # not the main reporter's own home, though it supported the twin
    assert main.supports == 1 and twin.duplicate_of_id == main.id
    assert db.session.get(Thread, twin.thread_id).merged_into_id == main.thread_id


def test_a_merged_issue_shows_the_main_issues_word(town):
    main = make_told(town.community, town.neighbour, town.secretary)
    twin = make_issue(town.community, town.resident)
    with writing():
        refusals.merge(locked(Issue, twin.id), by=town.secretary, into=locked(Issue, main.id))
    do(main, workflow.promote, by=town.secretary)
    assert db.session.get(Issue, twin.id).status is Status.DELIBERATING
    assert db.session.get(Thread, twin.thread_id).status is Status.DELIBERATING


def test_an_upheld_appeal_against_a_merger_takes_the_supports_back(town):
    main = make_told(town.community, town.neighbour, town.secretary)
    twin = make_issue(town.community, town.resident, household_id=town.household.id)
    with writing():
        refusals.merge(locked(Issue, twin.id), by=town.secretary, into=locked(Issue, main.id))
    assert main.supports == 1
    rule(appeal(town, twin), twin, by=town.staff, upheld=True, words="不是一件事")
    assert (db.session.get(Issue, main.id).supports, twin.duplicate_of_id) == (0, None)


def test_nothing_is_merged_into_itself_or_into_something_ended(town, declined):
    issue = make_accepted(make_issue(town.community, town.resident), town.secretary)
    with pytest.raises(Refused):
        do(issue, refusals.merge, by=town.secretary, into=db.session.get(Issue, issue.id))
    with pytest.raises(Refused):
        do(issue, refusals.merge, by=town.secretary, into=db.session.get(Issue, declined.id))
