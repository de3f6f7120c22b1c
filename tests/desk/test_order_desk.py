"""Orders, special cases, whistles and callbacks wait for those who have to act, and for nobody else."""

import pytest

from civic.accounts.roles import Role
from civic.database import locked, writing
from civic.desk.waiting import waiting_for
from civic.dispatch import extension_workflow, leg_workflow, whistle_call_workflow, whistle_workflow
from civic.dispatch.models import DispatchLeg
from civic.dispatch.whistle_states import DeclineGround
from civic.extensions import db
from tests.factories.accounts import make_staff
from tests.factories.dispatch import legs_of, make_order, make_received
from tests.factories.exceptions import (
    make_accepted_leg,
    make_exclusion,
    make_extension,
    make_granted,
    make_listed,
    make_objection,
    make_proposed_entry,
)
from tests.factories.reviews import make_asked
from tests.factories.urgent import make_burst, make_ring
from tests.factories.whistles import act, asked, blown, calls, diagnosing, make_scene


def kinds(person):
    db.session.rollback()
    return [row.kind for row in waiting_for(person)]


def of(person, kind):
    db.session.rollback()
    return [row for row in waiting_for(person) if row.kind == kind]


def take(leg, by):
    with writing():
        leg_workflow.accept(locked(DispatchLeg, leg.id), by=by)


def test_an_order_waits_for_its_street_until_it_is_dispatched(town):
    order = make_received(town)
    assert [row.id for row in of(town.street, "order.dispatch")] == [order.id]
    assert kinds(town.officer) == [] and "order.dispatch" not in kinds(town.secretary)
    make_order(town)
    assert [row.id for row in of(town.street, "order.dispatch")] == [order.id]


def test_a_part_is_taken_goes_on_is_due_soon_and_is_late(town, clock):
    leg = legs_of(make_order(town))[0]
    assert kinds(town.officer) == ["leg.accept"]
    take(leg, town.officer)
    assert kinds(town.officer) == ["leg.mine"]
    clock.to(leg.amber_at)
    assert kinds(town.officer) == ["leg.soon"]
    (row,) = of(town.officer, "leg.soon")
    assert not row.is_late
    clock.to(leg.due_at)
    (row,) = of(town.officer, "leg.late")
    clock.forward(minutes=1)
    assert row.id == leg.id and row.is_late and row.due_at == leg.due_at
    assert kinds(town.other_delegate) == [] == of(town.street, "leg.late")


def test_an_objection_waits_for_the_street_and_the_second_for_the_district(town):
    leg = legs_of(make_order(town))[0]
    make_objection(leg, town.officer)
    assert kinds(town.officer) == []  # it waits for the ruling now
    assert kinds(town.street) == ["exception.objection"] and kinds(town.district) == []
    with writing() as session:  # as the second on the same order
        session.execute(db.text("UPDATE leg_objection SET judge = 'district'"))
    assert kinds(town.street) == [] and kinds(town.district) == ["exception.objection"]


def test_more_time_waits_for_the_street_then_for_the_word_to_the_resident(town, clock):
    leg = make_accepted_leg(town)
    extension = make_extension(leg, town.officer)
    assert [row.id for row in of(town.street, "exception.extension")] == [extension.id]
    assert "exception.progress" not in kinds(town.officer)
    other = make_granted(make_accepted_leg(town), town)
    clock.forward(days=2)
    assert [row.id for row in of(town.officer, "exception.progress")] == [other.id]
    with writing():
        extension_workflow.protest(locked(type(other), other.id), by=town.resident, words="等不了。")
    assert [row.id for row in of(town.street, "exception.protest")] == [other.id]


def test_whoever_proposed_does_not_find_it_on_their_own_desk(town):
    entry = make_proposed_entry(make_order(town), town, by=town.street)
    exclusion = make_exclusion(town)
    assert not {"exception.long_term", "exception.exclusion"} & set(kinds(town.street))
    for kind, row in (("exception.long_term", entry), ("exception.exclusion", exclusion)):
        assert [each.id for each in of(town.street_colleague, kind)] == [row.id]
    assert kinds(town.district) == ["exception.exclusion"]


def test_the_long_term_list_comes_back_on_its_day(town, clock):
    entry = make_listed(town, days=30)
    assert "exception.review" not in kinds(town.street)
    assert kinds(town.officer) == []  # its clock stands
    clock.forward(days=30)
    assert [row.id for row in of(town.street, "exception.review")] == [entry.id]


def test_a_whistle_is_agreed_blown_and_answered(town, clock):
    scene = make_scene(town)
    whistle = asked(scene, border=True)
    assert of(scene.street_staff, "whistle.approve")[0].headline == whistle.title
    assert kinds(scene.second_staff) == ["whistle.join"]
    act(whistle_workflow.approve, whistle, by=scene.street_staff)
    assert "whistle.blow" in kinds(scene.street_staff)
    act(whistle_workflow.join, whistle, by=scene.second_staff)
    assert kinds(scene.second_staff) == []
    act(whistle_workflow.blow, whistle, by=scene.street_staff)
    assert kinds(scene.street_staff) == []
    first, second, third = scene.officers
    assert kinds(first) == ["whistle_call.answer"]
    called = calls(whistle)
    act(whistle_call_workflow.acknowledge, called[0], by=first)
    assert kinds(first) == ["whistle_call.come"]
    ground = DeclineGround.NOT_ITS_POWER
    act(whistle_call_workflow.decline, called[1], by=second, ground=ground, words="第五条")
    assert kinds(second) == []
    assert [row.id for row in of(scene.street_staff, "whistle_call.declined")] == [whistle.id]
    assert of(scene.second_staff, "whistle_call.declined") != []


def test_what_was_not_written_down_and_who_did_not_come(town, clock, tick):
    scene = make_scene(town)
    diagnosing(scene, found=False)
    assert kinds(scene.officers[0]) == ["whistle_call.find"]
    blown(scene)
    clock.forward(days=30)
    tick("dispatch.whistle_calls")
    assert "whistle_call.late" in kinds(scene.officers[1])
    assert "whistle_call.escalated" in kinds(scene.district_staff)
    assert "whistle_call.escalated" not in kinds(scene.street_staff)


def test_a_callback_waits_for_those_who_had_no_part_in_the_order(town, clock):
    callback = make_asked(town, clock)
    auditor = make_staff(Role.AUDITOR)
    for person in (town.street_colleague, town.district, auditor):
        assert [row.id for row in of(person, "callback.call")] == [callback.id]
    assert "callback.call" not in kinds(town.street)  # who dispatched it
    assert "callback.call" not in kinds(make_staff(Role.STREET_STAFF, place_id=town.community.id))


@pytest.mark.parametrize("who", ["street", "district", "officer", "secretary"])
def test_every_desk_shows_its_rows_with_lines_and_basis(page, town, clock, who):
    make_received(town)
    make_objection(legs_of(make_order(town))[0], town.officer)
    make_exclusion(town)
    make_order(town)
    clock.forward(days=8)
    shown = page.as_(getattr(town, who)).get("desk.index")
    assert shown.all("li.row") and len(shown.all("details.how")) == len(shown.all("li.row"))
    if who != "secretary":
        assert "依据:" in shown.text


def test_the_desk_of_a_street_costs_the_same_at_any_length(page, town, queries):
    def cost(who):
        with queries() as sent:
            page.as_(who).get("desk.index")
        return len(sent)

    def more():
        make_received(town)
        make_order(town)
        make_objection(legs_of(make_order(town))[0], town.officer)

    more()
    few = [cost(who) for who in (town.street, town.officer, town.district)]
    for _ in range(5):
        more()
    assert [cost(who) for who in (town.street, town.officer, town.district)] == few
    assert max(few) <= 8


def test_an_urgent_matter_stands_first_for_the_offices_and_whoever_was_rung(town):
    make_received(town)
    incident = make_ring(make_burst(town), town.secretary, town.water)
    plumber = make_staff(Role.OFFICER, body_id=town.water.id)
    for person in (town.street, town.secretary, plumber):
        db.session.rollback()
        first = waiting_for(person)[0]
        assert (first.kind, first.id, first.urgent) == ("incident.open", incident.id, True)
    assert "incident.open" not in kinds(town.officer) + kinds(town.district)
