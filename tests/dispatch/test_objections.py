"""派单异议: a ground, a window, at most two an order, the second to the district; rulings by others (I5)."""

from datetime import timedelta

import pytest

from civic.accounts.models import Person
from civic.database import local_today, locked, writing
from civic.dispatch import leg_workflow, objection_workflow, workflow
from civic.dispatch.exception_models import LegObjection
from civic.dispatch.exception_queries import open_objection_of, waiting_for
from civic.dispatch.exception_states import Judge, ObjectionGround, ObjectionState
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegState, OrderState
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from tests.factories.dispatch import LEAD, legs_of, make_order
from tests.factories.exceptions import make_objection, run

FOUR_HOURS = timedelta(hours=4)


@pytest.fixture
def legs(town):
    return legs_of(make_order(town))


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def verbs_of(leg):
    found = db.select(LedgerEntry.verb).where(LedgerEntry.subject == f"dispatch_leg:{leg.id}")
    return list(db.session.scalars(found.order_by(LedgerEntry.id)))


def test_a_body_objects_and_nobody_accepts_meanwhile(legs, town):
    leg = legs[0]
    objection = make_objection(leg, town.officer)
    assert (now(leg).state, objection.judge, objection.number) == (LegState.OBJECTED, Judge.STREET, 1)
    assert db.session.get(WorkOrder, leg.order_id).objections == 1
    for verb in (leg_workflow.accept, leg_workflow.contact):
        with pytest.raises((Refused, Conflict)), writing():
            verb(locked(DispatchLeg, leg.id), by=town.officer)
    assert verbs_of(leg) == ["leg.sent", "leg.objected"]


@pytest.mark.parametrize("missing", [{"ground": None}, {"words": "  "}])
def test_every_objection_names_a_ground(legs, town, missing):
    with pytest.raises(Refused):
        make_objection(legs[0], town.officer, **missing)
    assert now(legs[0]).state is LegState.SENT


def test_a_ground_that_points_elsewhere_says_where(legs, town):
    with pytest.raises(Refused):
        make_objection(legs[0], town.officer, ground=ObjectionGround.ANOTHER_BY_LAW)
    with pytest.raises(Refused):
        make_objection(
            legs[0], town.officer, ground=ObjectionGround.ANOTHER_BY_LAW, names_body=town.department
        )
    found = make_objection(
        legs[0], town.officer, ground=ObjectionGround.ANOTHER_BY_LAW, names_body=town.water
    )
    assert found.names_body_id == town.water.id


def test_off_the_list_is_the_communities_ground(legs, town):
    with pytest.raises(Refused):
        make_objection(legs[0], town.officer, ground=ObjectionGround.OFF_LIST)


def test_the_window_closes_at_its_moment(legs, town, clock):
    clock.to(legs[0].sent_at + FOUR_HOURS)
    with pytest.raises(Refused):
        make_objection(legs[0], town.officer)
    clock.to(legs[0].sent_at + FOUR_HOURS - timedelta(seconds=1))
    assert make_objection(legs[0], town.officer).number == 1


def test_the_window_is_a_setting(legs, town, clock, app, monkeypatch):
    monkeypatch.setitem(app.config, "OBJECTION_HOURS", "0.5")
    clock.to(legs[0].sent_at + timedelta(minutes=31))
    with pytest.raises(Refused):
        make_objection(legs[0], town.officer)


def test_what_was_accepted_is_not_objected_to(legs, town):
    with writing():
        leg_workflow.accept(locked(DispatchLeg, legs[0].id), by=town.officer)
    with pytest.raises(Conflict):
        make_objection(legs[0], town.officer)
    assert db.session.get(WorkOrder, legs[0].order_id).objections == 0


def test_rejected_is_accepted_and_the_clock_never_stopped(legs, town, clock):
    leg = legs[0]
    due, objection = leg.due_at, make_objection(leg, town.officer)
    clock.forward(hours=2)
    run(objection_workflow.reject, leg, objection, by=town.street_colleague, words="清单里写着。")
    assert (now(leg).state, now(leg).due_at) == (LegState.ACCEPTED, due)
    assert now(leg).accepted_at is not None
    assert now(objection).state is ObjectionState.REJECTED
    assert verbs_of(leg)[-2:] == ["leg.objection_ruled", "leg.accepted"]


def test_upheld_goes_on_to_the_body_named(legs, town):
    leg = legs[0]
    objection = make_objection(leg, town.officer)
    run(objection_workflow.uphold, leg, objection, by=town.street_colleague, words="是。", to=town.water)
    parts = {each.body_id: each for each in legs_of(make_now(leg))}
    assert parts[town.department.id].state is LegState.WITHDRAWN
    assert (parts[town.water.id].state, parts[town.water.id].due_at) == (LegState.SENT, leg.due_at)
    assert (now(objection).state, now(objection).goes_to_body_id) == (ObjectionState.UPHELD, town.water.id)


def make_now(leg):
    return db.session.get(WorkOrder, leg.order_id, populate_existing=True)


def test_upheld_with_another_leader_leaves_the_rest_going(legs, town):
    objection = make_objection(legs[0], town.officer)
    run(objection_workflow.uphold, legs[0], objection, by=town.street_colleague, words="是。")
    assert make_now(legs[0]).state is OrderState.DISPATCHED
    assert now(legs[1]).is_open


def test_upheld_without_a_leader_goes_back_to_the_dispatcher(town):
    leg = legs_of(make_order(town, (town.department, LEAD)))[0]
    objection = make_objection(leg, town.officer)
    run(objection_workflow.uphold, leg, objection, by=town.street_colleague, words="是。")
    assert (make_now(leg).state, now(leg).state) == (OrderState.RECEIVED, LegState.WITHDRAWN)
    assert now(objection).state is ObjectionState.UPHELD


def test_whoever_sent_it_does_not_rule(legs, town):
    objection = make_objection(legs[0], town.officer)
    for verb in (objection_workflow.reject, objection_workflow.uphold):
        with pytest.raises(NotAllowed):
            run(verb, legs[0], objection, by=town.street, words="不行。")
    with pytest.raises(NotAllowed):
        run(objection_workflow.reject, legs[0], objection, by=town.officer, words="不行。")


def test_a_ruling_has_words_and_comes_once(legs, town):
    objection = make_objection(legs[0], town.officer)
    with pytest.raises(Refused):
        run(objection_workflow.reject, legs[0], objection, by=town.street_colleague, words=" ")
    run(objection_workflow.reject, legs[0], objection, by=town.street_colleague, words="是你们的。")
    for verb in (objection_workflow.reject, objection_workflow.uphold):
        with pytest.raises(Conflict):
            run(verb, legs[0], objection, by=town.street_colleague, words="再来。")


def test_the_second_goes_to_the_district_and_there_is_no_third(legs, town):
    first = make_objection(legs[0], town.officer)
    second = make_objection(legs[1], town.delegate)
    assert (first.judge, second.judge, second.number) == (Judge.STREET, Judge.DISTRICT, 2)
    assert second.id not in [row.id for row in waiting_for(town.street_colleague)["objection"]]
    assert [row.id for row in waiting_for(town.district)["objection"]] == [second.id]
    run(objection_workflow.uphold, legs[1], second, by=town.district, words="不是物业的。", to=town.water)
    third = legs_of(make_now(legs[0]))[-1]
    with pytest.raises(Refused, match="third|第三次"):
        make_objection(third, town.officer)
    assert make_now(legs[0]).objections == 2


def test_a_look_on_the_spot_comes_before_the_ruling(legs, town):
    objection = make_objection(legs[0], town.officer)
    bodies = [town.property.id, town.department.id]
    seen = {"held_on": local_today(), "body_ids": bodies, "finding": "在红线内。"}

    def note(**more):
        with writing():
            row = locked(LegObjection, objection.id)
            return objection_workflow.note_site_check(row, by=town.street, **(seen | more))

    assert note().body_ids == sorted(bodies)
    for wrong in ({"held_on": local_today() + timedelta(days=1)}, {"finding": " "}, {"body_ids": []}):
        with pytest.raises(Refused):
            note(**wrong)
    run(objection_workflow.reject, legs[0], objection, by=town.street_colleague, words="红线内。")
    with pytest.raises(Conflict):
        note()


def test_an_objection_lapses_with_its_part(legs, town):
    objection = make_objection(legs[0], town.officer)
    with writing():
        workflow.unlead(locked(WorkOrder, legs[0].order_id), by=town.street)
    assert now(objection).state is ObjectionState.LAPSED
    assert open_objection_of(legs[0].id) is None


def object_once(order_id, leg_id, person_id):
    person = db.session.get(Person, person_id)
    assert person.body_ids
    with writing():
        order, leg = locked(WorkOrder, order_id), locked(DispatchLeg, leg_id)
        found = objection_workflow.object_to(
            order, leg, by=person, ground=ObjectionGround.NOT_OUR_DUTY, words="不是我们的。"
        )
        return found.number


@pytest.mark.races
def test_two_officers_of_one_body_object_once(legs, town, race):
    tries = [(legs[0].order_id, legs[0].id, town.officer.id)] * 2
    outcomes = race(object_once, tries)
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "int"]
    db.session.rollback()
    assert make_now(legs[0]).objections == 1


@pytest.mark.races
def test_two_bodies_at_one_moment_count_one_after_the_other(legs, town, race):
    tries = [
        (leg.order_id, leg.id, by.id) for leg, by in zip(legs, (town.officer, town.delegate), strict=True)
    ]
    assert sorted(race(object_once, tries)) == [1, 2]
    db.session.rollback()
    judges = db.session.scalars(db.select(LegObjection.judge).order_by(LegObjection.number))
    assert list(judges) == [Judge.STREET, Judge.DISTRICT]
