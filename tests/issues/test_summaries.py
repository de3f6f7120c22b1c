"""Who sees the summary first, when it becomes public, and what takes it back."""

import pytest

from civic.database import locked, utcnow, writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues import refusals, summaries
from civic.issues.kinds import Channel, DeclineReason, IssueKind, LawfulChannel, SummaryState, Visibility
from civic.issues.models import Issue
from civic.threads.models import Thread
from tests.factories.issues import make_accepted, make_issue, make_told


def do(issue, verb, **arguments):
    with writing():
        return verb(locked(Issue, issue.id), **arguments)


@pytest.fixture
def shown(town):
    return make_accepted(
        make_issue(town.community, town.resident, place=town.door), town.secretary, place_id=town.door.id
    )


def thread(issue):
    return db.session.get(Thread, issue.thread_id, populate_existing=True)


def test_nothing_is_public_before_the_reporter_has_seen_it(town, shown):
    assert (shown.summary_state, shown.is_told) == (SummaryState.SHOWN, False)
    assert (thread(shown).title, thread(shown).area_id) == ("", town.community.id)
    with pytest.raises(Refused):
        do(shown, summaries.release, by=town.secretary)


def test_agreement_releases_title_and_building_but_no_door(town, shown):
    do(shown, summaries.agree, by=town.resident)
    assert shown.is_told and shown.public_title == "楼道灯坏了"
    assert (thread(shown).title, thread(shown).area_id) == ("楼道灯坏了", town.building.id)


def test_only_the_reporter_agrees_or_objects(town, shown):
    for somebody in (town.secretary, town.neighbour, town.second_adult):
        with pytest.raises(NotAllowed):
            do(shown, summaries.agree, by=somebody)
        with pytest.raises(NotAllowed):
            do(shown, summaries.object_to, by=somebody, words="不对")


def test_a_day_without_objection_releases_it(town, shown, clock, tick):
    tick("issues.summaries")
    assert not shown.is_told
    clock.forward(hours=24, minutes=1)
    assert tick("issues.summaries") == {"issues.summaries": 1}
    assert db.session.get(Issue, shown.id, populate_existing=True).is_told
    assert tick("issues.summaries") == {"issues.summaries": 0}


def test_an_objection_holds_it_until_it_is_written_anew(town, shown, clock, tick):
    do(shown, summaries.object_to, by=town.resident, words="别写几楼")
    clock.forward(days=3)
    tick("issues.summaries")
    assert not db.session.get(Issue, shown.id, populate_existing=True).is_told
    with pytest.raises(Conflict):
        do(shown, summaries.release, by=town.secretary)
    do(shown, summaries.show, by=town.secretary, title="楼道灯", summary="有一盏灯不亮。")
    assert shown.summary_objection is None
    clock.forward(hours=25)
    tick("issues.summaries")
    assert db.session.get(Issue, shown.id, populate_existing=True).summary_title == "楼道灯"


def test_a_public_summary_is_not_rewritten_silently(town):
    told = make_told(town.community, town.resident, town.secretary)
    with pytest.raises(Conflict):
        do(told, summaries.show, by=town.secretary, title="别的", summary="别的")


def test_handlers_only_is_never_shown_nor_released(town, clock, tick):
    issue = make_issue(town.community, town.resident, visibility=Visibility.HANDLERS_ONLY)
    make_accepted(issue, town.secretary)
    assert issue.summary_state is SummaryState.NONE
    clock.forward(days=9)
    tick("issues.summaries")
    assert thread(issue).title == ""


def test_the_reporter_takes_it_out_of_public_view_and_back(town):
    told = make_told(town.community, town.resident, town.secretary, place=town.building)
    with pytest.raises(NotAllowed):
        do(told, summaries.choose_visibility, by=town.secretary, visibility=Visibility.HANDLERS_ONLY)
    do(told, summaries.choose_visibility, by=town.resident, visibility=Visibility.HANDLERS_ONLY)
    assert (thread(told).title, thread(told).area_id, told.is_told) == ("", town.community.id, False)
    do(told, summaries.choose_visibility, by=town.resident, visibility=Visibility.PUBLIC)
    assert thread(told).title == told.summary_title and told.is_told


def test_a_report_of_a_breach_cannot_be_made_public(town):
    issue = make_accepted(make_issue(town.community, town.resident), town.secretary, kind=IssueKind.REPORT)
    with pytest.raises(Refused):
        do(issue, summaries.choose_visibility, by=town.resident, visibility=Visibility.PUBLIC)


def test_with_nobody_to_ask_staff_release_at_once(town):
    issue = make_issue(town.community, town.resident)
    with writing():
        row = locked(Issue, issue.id)
        row.reporter_id, row.channel = None, Channel.IMPORTED
    make_accepted(issue, town.secretary)
    do(issue, summaries.release, by=town.secretary)
    assert issue.is_told


REFUSALS = {
    "declined": lambda town, issue: do(
        issue, refusals.decline, by=town.secretary, code=DeclineReason.NOT_OURS, words="是别家的事。"
    ),
    "redirected": lambda town, issue: do(
        issue, refusals.redirect, by=town.secretary, channel=LawfulChannel.HOTLINE, words="打12345。"
    ),
    "merged": lambda town, issue: do(
        issue,
        refusals.merge,
        by=town.secretary,
        into=make_told(town.community, town.neighbour, town.secretary),
    ),
}


@pytest.mark.parametrize("how", REFUSALS)
def test_what_was_shown_does_not_become_public_once_the_issue_is_refused(town, shown, clock, tick, how):
    """Neither by the day that goes by, nor by the reporter, nor by choosing who may read it anew."""
    REFUSALS[how](town, shown)
    clock.forward(days=2)
    assert tick("issues.summaries") == {"issues.summaries": 0}
    with pytest.raises(Conflict):
        do(shown, summaries.agree, by=town.resident)
    for choice in (Visibility.HANDLERS_ONLY, Visibility.PUBLIC):
        do(shown, summaries.choose_visibility, by=town.resident, visibility=choice)
    clock.forward(days=2)
    tick("issues.summaries")
    assert not db.session.get(Issue, shown.id, populate_existing=True).is_told
    assert thread(shown).title == ""


def test_one_refused_before_this_was_looked_at_stays_unread_too(town, shown, clock, tick):
    """Rows of an older release: still shown, already declined."""
    REFUSALS["declined"](town, shown)
    with writing():
        held = locked(Issue, shown.id)
        held.summary_state, held.summary_shown_at = SummaryState.SHOWN, utcnow()
    clock.forward(days=2)
    assert tick("issues.summaries") == {"issues.summaries": 0}
    with pytest.raises(Conflict):
        do(shown, summaries.release, by=town.secretary)


def test_received_again_it_is_shown_anew_before_it_is_told(town, shown, clock, tick):
    REFUSALS["declined"](town, shown)
    with writing():
        asked = refusals.appeal(locked(Issue, shown.id), by=town.resident, words="请再看看")
        refusals.rule(asked, issue=locked(Issue, shown.id), by=town.staff, upheld=True, words="说得对")
    clock.forward(days=2)
    tick("issues.summaries")
    assert not db.session.get(Issue, shown.id, populate_existing=True).is_told
    make_accepted(shown, town.secretary)
    assert shown.summary_state is SummaryState.SHOWN
