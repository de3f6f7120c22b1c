"""Called bodies: who is late goes to the district by itself (I16), who declines needs the law."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.database import utcnow
from civic.dispatch import whistle_call_workflow as verbs
from civic.dispatch.whistle_models import WhistleCall
from civic.dispatch.whistle_states import CallState, DeclineGround, Method, WhistleKind, WhistleState
from civic.errors import CivicError, Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.ticking import SWEEPS
from tests.factories import whistles as make
from tests.factories.whistles import act, blown, calls, came, state_of

SWEEP = "dispatch.whistle_calls"


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def count(verb):
    return db.session.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.verb == verb))


def told(verb):
    """What entries of that verb say in public, oldest first."""
    rows = select(LedgerPayload.public_json).join(LedgerEntry, LedgerEntry.id == LedgerPayload.entry_id)
    return list(db.session.scalars(rows.where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)))


def test_each_kind_has_its_time(scene, clock):
    clock.to("2026-11-30 09:00")
    for kind, minutes in (("emergency", 30), ("enforcement", 1440), ("priority", 3 * 1440)):
        whistle = blown(scene, kind=kind)
        assert [call.report_by - whistle.blown_at for call in calls(whistle)] == [
            timedelta(minutes=minutes)
        ] * 3


def test_a_time_of_its_own_beats_the_usual_one(scene):
    by = utcnow() + timedelta(hours=5)
    assert {call.report_by for call in calls(blown(scene, report_by=by))} == {by}


def test_who_is_late_goes_to_the_district_by_itself_and_only_once(scene, clock, tick):
    """I16: late → escalated to the district, in the ledger, without anybody pressing anything."""
    whistle = blown(scene, kind=WhistleKind.EMERGENCY)
    came(calls(whistle)[0], scene.officers[0])
    act(verbs.acknowledge, calls(whistle)[1], by=scene.officers[1])
    clock.forward(minutes=29)
    assert tick(SWEEP) == {SWEEP: 0}
    clock.forward(minutes=1)
    assert tick(SWEEP) == {SWEEP: 2}
    assert tick(SWEEP) == {SWEEP: 0}
    assert [call.state.value for call in calls(whistle)] == ["checked_in", "late", "late"]
    assert all(call.escalated_at and call.late_since for call in calls(whistle)[1:])
    assert count("whistle_call.turned_late") == count("whistle_call.escalated") == 2
    assert {(each["level"], each["why"]) for each in told("whistle_call.escalated")} == {("district", "late")}


def test_after_the_grace_it_counts_as_not_come_until_it_comes(scene, clock, tick):
    whistle = blown(scene, kind=WhistleKind.EMERGENCY)
    clock.forward(minutes=30)
    tick(SWEEP)
    clock.forward(minutes=30)
    assert tick(SWEEP) == {SWEEP: 3}
    assert tick(SWEEP) == {SWEEP: 0}
    assert {call.state for call in calls(whistle)} == {CallState.NO_SHOW}
    clock.forward(minutes=5)
    came(calls(whistle)[0], scene.officers[0])
    call = calls(whistle)[0]
    assert call.state is CallState.CHECKED_IN and 35 <= call.minutes_late <= 36
    assert told("whistle_call.checked_in")[-1]["late"] == call.minutes_late


def test_a_sweep_that_wakes_late_says_both_at_once(scene, clock, tick):
    blown(scene, kind=WhistleKind.EMERGENCY, bodies=scene.bodies[:1])
    clock.forward(days=2)
    assert tick(SWEEP) == {SWEEP: 2}
    assert tick(SWEEP) == {SWEEP: 0}


def test_whoever_does_not_come_does_not_hold_up_the_others(scene, clock, tick):
    whistle = blown(scene, kind=WhistleKind.EMERGENCY)
    for call, officer in zip(calls(whistle)[:2], scene.officers, strict=False):
        came(call, officer)
    clock.forward(hours=2)
    tick(SWEEP)
    assert state_of(whistle) is WhistleState.CHECKED_IN


def sweep_once():
    return SWEEPS[SWEEP]()


@pytest.mark.races
def test_two_workers_at_once_escalate_once(scene, clock, race):
    """I16, two workers: real processes, each with its own connection; both see the same due calls."""
    whistle = blown(scene, report_by=utcnow() + timedelta(hours=1))
    past = utcnow() - timedelta(minutes=1)
    with make.writing() as session:
        for call in session.scalars(select(WhistleCall)):
            call.report_by = call.next_look_at = past
    done = race(sweep_once, [(), (), ()])
    assert sum(done) == 3, done
    assert count("whistle_call.escalated") == 3
    assert {call.state for call in calls(whistle)} == {CallState.LATE}


def test_only_the_law_excuses_and_the_street_answers(scene):
    whistle = blown(scene)
    call = calls(whistle)[0]
    with pytest.raises(Refused):
        act(verbs.decline, call, by=scene.officers[0], ground=DeclineGround.ELSEWHERE, words="  ")
    with pytest.raises(ValueError, match="no time"):
        act(verbs.decline, call, by=scene.officers[0], ground="no time", words="忙")
    act(verbs.decline, call, by=scene.officers[0], ground=DeclineGround.ELSEWHERE, words="不在辖区")
    with pytest.raises(Conflict):  # the district has not been asked
        act(verbs.order, call, by=scene.district_staff, words="要来")
    act(verbs.send_to_district, call, by=scene.street_staff)
    with pytest.raises(Conflict):
        act(verbs.send_to_district, call, by=scene.street_staff)
    act(verbs.order, call, by=scene.district_staff, words="在辖区里,要来")
    assert (call.state, call.escalated_at) == (CallState.CALLED, None)
    assert call.report_by > whistle.report_by
    assert told("whistle_call.declined")[0]["ground"] == "elsewhere"


def test_an_accepted_ground_lets_the_whistle_go_on(scene):
    whistle = blown(scene)
    for call, officer in zip(calls(whistle)[:2], scene.officers, strict=False):
        came(call, officer)
    act(verbs.decline, calls(whistle)[2], by=scene.officers[2], ground="before_a_court", words="二审未决")
    assert state_of(whistle) is WhistleState.BLOWN
    act(verbs.release, calls(whistle)[2], by=scene.street_staff, words="属实")
    assert state_of(whistle) is WhistleState.CHECKED_IN


def test_a_declined_call_is_not_late(scene, clock, tick):
    call = calls(blown(scene, bodies=scene.bodies[:1]))[0]
    act(verbs.decline, call, by=scene.officers[0], ground="elsewhere", words="不在辖区")
    clock.forward(days=9)
    assert tick(SWEEP) == {SWEEP: 0}


def test_one_more_body_is_called_on_the_spot_with_its_own_clock(scene, clock):
    whistle = blown(scene, bodies=scene.bodies[:2])
    clock.forward(hours=3)
    act(verbs.call_in, whistle, scene.bodies[2], by=scene.street_staff)
    later = calls(whistle)[2].report_by - whistle.report_by
    assert timedelta(hours=3) <= later < timedelta(hours=3, minutes=1)
    with pytest.raises(Conflict):
        act(verbs.call_in, whistle, scene.bodies[2], by=scene.street_staff)


def test_a_dissolved_body_is_not_called(scene):
    make.ended(scene.bodies[0])
    with pytest.raises(Refused, match="撤了"):
        make.asked(scene)
    whistle = blown(scene, bodies=scene.bodies[1:])
    with pytest.raises(CivicError):
        act(verbs.call_in, whistle, scene.bodies[0], by=scene.street_staff)


def test_an_arrival_keeps_how_it_was_noted_and_whether_somebody_can_decide(scene):
    whistle = blown(scene)
    came(calls(whistle)[0], scene.street_staff, method=Method.HOST, has_decider=False)
    assert told("whistle_call.checked_in") == [
        {"body": scene.bodies[0].id, "method": "host", "late": 0, "decider": False}
    ]


def test_solved_or_called_off_stops_the_clocks(scene, clock, tick):
    whistle = blown(scene)
    act(make.whistle_workflow.call_off, whistle, by=scene.street_staff, reason="自己办了")
    make.resolved(scene)
    clock.forward(days=3)
    assert tick(SWEEP) == {SWEEP: 0}
