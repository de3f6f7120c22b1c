"""Findings, the chain, the task force, and both ends' ratings (双考核)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.database import local_today
from civic.dispatch import whistle_figures as figures
from civic.dispatch import whistle_findings as findings
from civic.dispatch import whistle_queries as queries
from civic.dispatch import whistle_ratings as ratings
from civic.dispatch import whistle_workflow as verbs
from civic.dispatch.whistle_found_models import WhistleRating
from civic.dispatch.whistle_states import QUESTIONS, CallState, Mark, Side, WhistleKind, WhistleState
from civic.errors import CivicError, Conflict, Refused
from civic.extensions import db
from civic.threads.models import SealState, Status, Thread
from tests.factories import whistles as make
from tests.factories.issues import make_issue, make_told
from tests.factories.whistles import act, calls, state_of

CHAIN = ("盗采", "运输", "堆放", "加工", "经营")


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def thread_of(whistle):
    return db.session.get(Thread, whistle.thread_id, populate_existing=True)


@pytest.mark.parametrize("gap", [{"title": " "}, {"asked": ""}, {"gather_place": " "}, {"bodies": []}])
def test_a_sheet_says_what_where_and_who(scene, gap):
    with pytest.raises(Refused):
        make.asked(scene, **gap)


def test_a_whistle_of_its_own_has_a_matter_that_is_told_when_it_is_blown(scene):
    whistle = make.approved(scene)
    assert thread_of(whistle).title == ""
    act(verbs.blow, whistle, by=scene.street_staff)
    thread = thread_of(whistle)
    assert (thread.title, thread.status) == (whistle.title, Status.ACTING)
    whistle = make.archived(scene)
    assert (thread_of(whistle).status, whistle.ended_at is not None) == (Status.DONE, True)
    assert {state for _, state, *_ in thread_of(whistle).seal_states()} == {SealState.DONE}
    assert thread_of(make.called_off(scene)).status == Status.NOT_NOW


def test_a_whistle_about_an_issue_goes_beside_its_matter(scene, town):
    issue = make_told(town.community, town.resident, town.secretary)
    before = thread_of(issue).seals
    whistle = make.archived(scene, issue=issue)
    assert whistle.thread_id == issue.thread_id
    assert thread_of(issue).seals == before


def test_an_untold_issue_stays_untold(scene, town):
    issue = make_issue(town.community, town.resident)
    make.blown(scene, issue=issue)
    assert thread_of(issue).title == ""


def test_each_body_that_came_says_what_it_found_before_they_act(scene):
    whistle = make.diagnosing(scene, found=False)
    for call, officer in zip(calls(whistle), scene.officers, strict=True):
        with pytest.raises(Refused):
            act(verbs.act_together, whistle, by=scene.street_staff)
        with pytest.raises(Refused):
            act(findings.write_finding, call, by=officer, finding="越界", will_do=" ")
        act(findings.write_finding, call, by=officer, finding="越界", will_do="拆")
    act(verbs.act_together, whistle, by=scene.street_staff)


def test_findings_are_written_on_the_spot_by_who_has_come(scene):
    whistle = make.blown(scene)
    with pytest.raises(Conflict):
        act(findings.write_finding, calls(whistle)[0], by=scene.officers[0], finding="x", will_do="y")
    make.came(calls(whistle)[0], scene.officers[0])
    act(verbs.open_diagnosis, whistle, by=scene.street_staff)
    with pytest.raises(Conflict):
        act(findings.write_finding, calls(whistle)[1], by=scene.officers[1], finding="x", will_do="y")


def test_a_released_finding_stays_as_it_is(scene):
    whistle = make.diagnosing(scene)
    assert act(findings.release_findings, whistle, by=scene.street_staff) == 3
    with pytest.raises(Refused):
        act(findings.release_findings, whistle, by=scene.street_staff)
    with pytest.raises(Conflict):
        act(findings.write_finding, calls(whistle)[0], by=scene.officers[0], finding="x", will_do="y")


def test_solved_only_when_every_link_of_the_chain_is_broken(scene):
    whistle = make.acting(scene)
    for place, name in enumerate(CHAIN):
        act(findings.add_link, whistle, by=scene.street_staff, name=name, body=scene.bodies[place % 3])
    with pytest.raises(Conflict):
        act(findings.add_link, whistle, by=scene.street_staff, name="盗采", body=scene.bodies[0])
    for link in queries.links_of(whistle):
        with pytest.raises(Refused):
            act(verbs.resolve, whistle, by=scene.street_staff, words="办完了")
        with pytest.raises(Refused):  # nothing found yet
            act(findings.finish_link, link, by=scene.street_staff)
        act(findings.note_link, link, by=scene.street_staff, finding="查到三处")
        act(findings.finish_link, link, by=scene.street_staff)
        with pytest.raises(Conflict):
            act(findings.finish_link, link, by=scene.street_staff)
    act(verbs.resolve, whistle, by=scene.street_staff, words="办完了")


def test_a_task_force_has_a_lead_a_first_and_a_last_day(scene, clock):
    whistle, today = make.acting(scene), local_today()
    stranger = make.make_department(scene.street.parent_id)
    facts = {"name": "双打专班", "from_on": today}
    with pytest.raises(Refused):
        act(findings.form_task_force, whistle, by=scene.street_staff, lead=stranger, **facts)
    act(findings.form_task_force, whistle, by=scene.street_staff, lead=scene.bodies[0], **facts)
    with pytest.raises(Conflict):
        act(findings.form_task_force, whistle, by=scene.street_staff, lead=scene.bodies[0], **facts)
    clock.forward(days=116)
    assert queries.task_force_of(whistle).days == 117
    with pytest.raises(Refused):  # still at work
        act(verbs.resolve, whistle, by=scene.street_staff, words="办完了")
    for wrong in (today - timedelta(days=1), today + timedelta(days=200)):
        with pytest.raises(Refused):
            act(findings.end_task_force, whistle, by=scene.street_staff, to_on=wrong)
    act(findings.end_task_force, whistle, by=scene.street_staff, to_on=local_today())
    clock.forward(days=9)
    assert queries.task_force_of(whistle).days == 117
    with pytest.raises(Conflict):
        act(findings.end_task_force, whistle, by=scene.street_staff, to_on=local_today())


def test_the_last_rating_of_both_ends_ends_the_evaluation(scene):
    whistle = make.resolved(scene)
    make.rate(scene, whistle)
    assert state_of(whistle) is WhistleState.MUTUAL_EVALUATED
    assert figures.tallies_of(whistle)[Side.WHISTLER, "timely"] == {Mark.GOOD: 3}
    assert figures.tallies_of(whistle)[Side.RESPONDER, "proper"] == {Mark.GOOD: 3}


def test_a_rating_is_given_once_and_has_its_sides_questions(scene):
    call = calls(make.resolved(scene))[0]
    marks = dict.fromkeys(QUESTIONS[Side.WHISTLER], "fair")
    act(ratings.rate_call, call, by=scene.street_staff, side=Side.WHISTLER, marks=marks)
    with pytest.raises(Conflict):
        act(ratings.rate_call, call, by=scene.street_staff, side=Side.WHISTLER, marks=marks)
    with pytest.raises(ValueError):
        act(ratings.rate_call, call, by=scene.officers[0], side=Side.RESPONDER, marks=marks)
    with pytest.raises(ValueError):
        wrong = dict.fromkeys(QUESTIONS[Side.RESPONDER], "superb")
        act(ratings.rate_call, call, by=scene.officers[0], side=Side.RESPONDER, marks=wrong)


@pytest.mark.parametrize("stage", ["acting", "mutual_evaluated", "archived"])
def test_both_ends_rate_between_solved_and_evaluated(scene, stage):
    call = calls(make.STAGES[stage](scene))[0]
    marks = dict.fromkeys(QUESTIONS[Side.RESPONDER], "good")
    with pytest.raises(CivicError):
        act(ratings.rate_call, call, by=scene.officers[0], side=Side.RESPONDER, marks=marks)


def test_who_does_not_rate_in_time_has_not_rated(scene, clock, tick):
    whistle = make.resolved(scene)
    clock.forward(days=13)
    assert tick("dispatch.whistle_ratings") == {"dispatch.whistle_ratings": 0}
    clock.forward(days=2)
    assert tick("dispatch.whistle_ratings") == {"dispatch.whistle_ratings": 1}
    assert tick("dispatch.whistle_ratings") == {"dispatch.whistle_ratings": 0}
    assert state_of(whistle) is WhistleState.MUTUAL_EVALUATED


def test_a_resident_rates_the_result_once(scene, town):
    whistle = make.resolved(scene)
    act(ratings.rate_result, whistle, by=town.resident, mark="poor", words="还有一截墙")
    with pytest.raises(Conflict):
        act(ratings.rate_result, whistle, by=town.resident, mark="good")
    assert figures.tallies_of(whistle)[Side.RESIDENT, "result"] == {Mark.POOR: 1}
    with pytest.raises(Conflict):
        act(ratings.rate_result, make.acting(scene), by=town.resident, mark="good")
    assert state_of(whistle) is WhistleState.RESOLVED  # a resident's word ends nothing
    assert db.session.scalar(select(WhistleRating.words)) == "还有一截墙"


def test_figures_count_and_rank_nobody(scene, town, clock, tick):
    for _ in range(4):
        make_issue(town.community, town.resident)
    make.archived(scene)
    whistle = make.blown(scene, kind=WhistleKind.EMERGENCY)
    clock.forward(minutes=40)
    tick("dispatch.whistle_calls")
    make.came(calls(whistle)[0], scene.officers[0])
    (street,) = figures.of_streets()
    assert (street.blown, street.issues, street.per_hundred) == (2, 4, 50.0)
    rows = figures.of_bodies()
    assert [(row.in_time, row.late, row.never) for row in rows] == [(1, 1, 0), (1, 0, 1), (1, 0, 1)]
    assert [row.name for row in rows] == sorted(body.short_name for body in scene.bodies)
    assert {call.state for call in calls(whistle)} == {CallState.CHECKED_IN, CallState.LATE}
