"""What waits is found, in order, by the right people, in a constant number of statements."""

from datetime import timedelta

import pytest

from civic.accounts.roles import Role
from civic.action_items.backlog import put_on_backlog
from civic.database import local_today, locked, writing
from civic.desk.advice import ADVICE
from civic.desk.waiting import waiting_for
from civic.extensions import db
from civic.issues import refusals
from civic.issues import workflow as issues
from civic.issues.kinds import DeclineReason, Urgency
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.moderation import workflow as moderation
from civic.moderation.models import ReasonCode
from civic.votes import certifying, entered
from civic.votes.entered_models import DAYS_TO_OBJECT
from civic.votes.models import Vote
from tests.factories.accounts import make_staff
from tests.factories.action_items import finished, make_item
from tests.factories.issues import make_accepted, make_issue, make_told
from tests.factories.moderation import commented, hidden, subject_of
from tests.factories.places import make_community
from tests.factories.votes import (
    ballot_of,
    close,
    count_by_hand,
    entry_of,
    hand_in,
    key_twice,
    make_paper_vote,
    stop,
    tell_homes,
)


def kinds(person):
    db.session.rollback()
    return [row.kind for row in waiting_for(person)]


def test_a_new_issue_waits_to_be_sorted_with_the_residents_own_words(town):
    make_issue(town.community, town.resident, words="楼道灯坏了,老人摔了一跤")
    (row,) = (row for row in waiting_for(town.secretary) if row.kind == "issue.sort")
    assert row.headline.startswith("楼道灯坏了")


def test_an_appeal_against_a_refusal_waits_for_its_street_which_reads_it_and_rules(town, page):
    issue = make_issue(town.community, town.resident, words="墙要倒了")
    with writing():
        refusals.decline(
            locked(Issue, issue.id), by=town.staff, code=DeclineReason.NOT_OURS, words="不归我们管"
        )
    street = page.as_(town.street)
    street.get("issues.own", no=issue.id, status=403)
    with writing():
        refusals.appeal(locked(Issue, issue.id), by=town.resident, words="墙是小区的")
    assert kinds(town.street).count("issue.appeal_above") == 1 and "issue.appeal" in kinds(town.secretary)
    assert "issue.appeal" not in kinds(town.staff)  # who refused it
    elsewhere = make_staff(Role.STREET_STAFF, place_id=make_community("邻社区").parent_id)
    assert "issue.appeal_above" not in kinds(elsewhere)
    page.as_(elsewhere).get("issues.own", no=issue.id, status=403)
    street.get("desk.index")
    assert "墙要倒了" in street.follow("看一看")
    street.submit("就这么定", upheld="yes", words="接着办")
    assert db.session.get(Issue, issue.id).state is not IssueState.DECLINED
    assert "issue.appeal_above" not in kinds(town.street)
    street.get("issues.own", no=issue.id, status=403)


def test_an_appeal_against_hiding_waits_for_other_eyes_of_the_office_and_for_its_street(town, page):
    ruling = hidden(commented(town), town.secretary)
    with writing() as session:
        moderation.appeal(session.get(type(ruling), ruling.id), by=town.neighbour, words="没写名字")
    assert "moderation.appeal" in kinds(town.staff)
    assert kinds(town.street).count("moderation.appeal") == 1
    elsewhere = make_community("邻社区")
    for other in (town.secretary, make_staff(Role.STREET_STAFF, place_id=elsewhere.parent_id)):
        assert "moderation.appeal" not in kinds(other)
    street = page.as_(town.street)
    street.get("desk.index")
    assert "没写名字" in street.follow("看一看")


def test_residents_and_strangers_have_no_desk(page, sign_in, town):
    assert waiting_for(town.resident) == []
    assert page.fetch("/desk").status_code == 303
    sign_in(town.resident)
    page.get("desk.index", status=403)


def test_an_accepted_issue_waits_until_somebody_does_it_or_it_is_on_the_list(town):
    issue = make_told(town.community, town.resident, town.secretary)
    assert "issue.hand_out" in kinds(town.secretary)
    with writing():
        day = local_today() + timedelta(days=5)
        put_on_backlog(locked(Issue, issue.id), by=town.secretary, reason="等预算", next_look_on=day)
    assert "issue.hand_out" not in kinds(town.secretary)


def test_the_list_comes_back_on_its_day(town, clock):
    issue = make_told(town.community, town.resident, town.secretary)
    with writing():
        day = local_today() + timedelta(days=5)
        put_on_backlog(locked(Issue, issue.id), by=town.secretary, reason="等预算", next_look_on=day)
    assert "backlog.look" not in kinds(town.secretary)
    clock.forward(days=5)
    assert "backlog.look" in kinds(town.secretary)


def test_a_promise_waits_for_its_body_and_for_the_office_when_late(town, clock):
    issue = make_told(town.community, town.resident, town.secretary)
    make_item(issue, town.secretary, town.property)
    assert kinds(town.delegate) == ["action_item.mine"]
    assert kinds(town.other_delegate) == []
    assert "action_item.late" not in kinds(town.secretary)
    clock.forward(days=8)
    assert "action_item.late" in kinds(town.secretary)


def test_a_row_leads_to_a_solved_case_like_it(page, town):
    solved = make_told(town.community, town.resident, town.secretary, title="二门的灯修好了")
    finished(make_item(solved, town.secretary, town.property), town.secretary)
    with writing():
        issues.confirm(locked(Issue, solved.id), by=town.resident)
    make_item(make_told(town.community, town.neighbour, town.secretary), town.secretary, town.property)
    assert "二门的灯修好了" in page.as_(town.delegate).get("desk.index")


def test_done_is_off_the_bodys_desk(town):
    item = make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.property)
    finished(item, town.secretary)
    assert kinds(town.delegate) == []


def test_paper_waits_from_the_close_until_somebody_vouches(town, clock):
    vote = make_paper_vote(town)
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    assert not [kind for kind in kinds(town.secretary) if kind.startswith("vote.")]
    vote = stop(vote)
    assert "vote.paper" in kinds(town.secretary)
    count_by_hand(vote, town, returned=1, spoiled=0, unreturned=6)
    key_twice(vote, town, number, {"choice": "yes"})
    close(vote)
    assert not [kind for kind in kinds(town.secretary) if kind.startswith("vote.")]  # homes may object
    tell_homes(clock, days=DAYS_TO_OBJECT + 1)
    assert [kind for kind in kinds(town.secretary) if kind.startswith("vote.")] == ["vote.certify"]
    with writing():
        again = db.session.get(Vote, vote.id)
        entered.challenge(again, entry_of(again, town.household))
    assert {"vote.certify", "vote.challenge"} <= set(kinds(town.secretary))
    with writing():
        (doubt,) = entered.challenges_of(db.session.get(Vote, vote.id))
        entered.rule(doubt, theirs=True, reason="是老伴交的", by=town.secretary)
        certifying.certify(db.session.get(Vote, vote.id), town.committee, by=town.secretary)
    assert not [kind for kind in kinds(town.secretary) if kind.startswith("vote.")]


def test_reported_words_wait(town):
    comment = commented(town)
    with writing():
        moderation.report(subject_of(comment), by=town.second_adult, reason=ReasonCode.ABUSE)
    assert "moderation.report" in kinds(town.secretary)


def test_urgent_first_then_due_then_oldest(town, clock):
    clock.to("2026-03-01 09:00")
    old = make_issue(town.community, town.resident, words="老的")
    clock.forward(days=1)
    make_issue(town.community, town.resident, words="新的")
    urgent = make_accepted(
        make_issue(town.community, town.resident, words="急的"), town.secretary, urgency=Urgency.URGENT
    )
    rows = [(row.kind, row.id) for row in waiting_for(town.secretary) if row.kind.startswith("issue.")]
    assert rows[0] == ("issue.hand_out", urgent.id)
    assert rows[1] == ("issue.sort", old.id)


def test_another_communitys_secretary_sees_nothing_of_ours(town):
    make_issue(town.community, town.resident)
    assert kinds(town.auditor) == []


@pytest.mark.parametrize("kind", sorted(ADVICE))
def test_every_kind_says_what_to_do_in_three_lines_and_where(app, kind):
    with app.test_request_context():
        how = ADVICE[kind]
        assert len(how.lines) == 3
        assert how.url(1).startswith("/")


def test_the_desk_shows_the_next_act_and_costs_the_same_at_any_length(page, sign_in, town, queries):
    sign_in(town.secretary)

    def cost():
        with queries() as sent:
            page.get("desk.index")
        return len(sent)

    make_issue(town.community, town.resident)
    few = cost()
    for _ in range(15):
        make_issue(town.community, town.resident)
    assert cost() == few <= 8
    assert len(page.get("desk.index").all("li.row[id^=row-issue-sort]")) == 16
