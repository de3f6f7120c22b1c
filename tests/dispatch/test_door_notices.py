"""入户告知: every home once, also for two taps and two workers; sheets, marks, and what nobody reads."""

from datetime import timedelta

import pytest

from civic.accounts.models import Membership
from civic.database import dated, locked, utcnow, writing
from civic.dispatch import incident_workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.urgent_models import DoorNotice, Incident, NoticeDelivery
from civic.dispatch.urgent_states import EventKind
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.notifications.models import Message
from civic.notifications.outbox_models import OutboxMessage
from civic.places.models import Place
from tests.factories.accounts import make_resident
from tests.factories.places import make_spot
from tests.factories.urgent import make_door_notice, make_note, make_ring, make_told_urgent

VERB = "door_notice.given"


def told():
    return sorted(db.session.scalars(db.select(Message.person_id).where(Message.verb == VERB)))


def incident_of(town):
    return make_ring(make_told_urgent(town), town.street, town.property)


def test_every_home_of_the_building_is_told_and_no_other(town):
    upstairs = make_resident(town.neighbour_household)
    make_door_notice(incident_of(town), town.building, town.street)
    expected = db.session.scalars(
        db.select(Membership.person_id).where(
            Membership.household_id.in_([town.household.id, town.neighbour_household.id])
        )
    )
    assert told() == sorted(expected)
    assert {town.resident.id, town.second_adult.id, upstairs.id} <= set(told())
    assert town.neighbour.id not in told()  # lives in another building
    texts = db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.verb == VERB)).all()
    assert sorted(row.person_id for row in texts) == told()
    doors = {row.door_id for row in db.session.scalars(db.select(NoticeDelivery))}
    assert doors == {door.id for door in urgent.doors_within(town.building)}


def test_a_second_notice_a_moment_later_is_refused_also_for_a_door_of_it(town, clock):
    incident = incident_of(town)
    make_door_notice(incident, town.building, town.street)
    for place in (town.building, town.door):
        with pytest.raises(Conflict):
            make_door_notice(incident, place, town.secretary)
    make_door_notice(incident, town.other_building, town.secretary)
    clock.forward(minutes=6)
    make_door_notice(incident, town.building, town.secretary, what="水来了。")
    assert len(db.session.scalars(db.select(DoorNotice)).all()) == 3


@pytest.mark.parametrize(
    "wrong", [{"what": " "}, {"until": utcnow() - timedelta(hours=2)}, {"place": "spot"}]
)
def test_what_says_nothing_is_refused(town, wrong):
    place = make_spot(town.community, "东门") if wrong.pop("place", None) else town.building
    with pytest.raises(Refused):
        make_door_notice(incident_of(town), place, town.street, **wrong)
    assert told() == []


def test_after_the_end_nobody_is_told(town):
    incident = incident_of(town)
    make_note(incident, EventKind.OVER, town.street)
    with pytest.raises(Conflict):
        make_door_notice(incident, town.building, town.street)


def test_a_door_is_marked_once(town):
    notice = make_door_notice(incident_of(town), town.building, town.street)
    row = urgent.notice_or_404(notice.id).deliveries[0]
    with writing():
        incident_workflow.deliver(locked(NoticeDelivery, row.id), by=town.door_steward)
    with pytest.raises(Conflict), writing():
        incident_workflow.deliver(locked(NoticeDelivery, row.id), by=town.street)


def tell(incident_id, place_id):
    with writing() as session:
        place, row = session.get(Place, place_id), locked(Incident, incident_id)
        incident_workflow.tell_doors(row, by=None, place=place, what="停水。", until=None)
    return "told"


@pytest.mark.races
def test_two_workers_tell_each_home_once(town, race):
    incident = incident_of(town)
    outcomes = race(tell, [(incident.id, town.building.id)] * 2)
    assert outcomes.count("told") == 1
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    db.session.rollback()
    persons = told()
    assert len(persons) == len(set(persons)) > 0
    assert len(db.session.scalars(db.select(DoorNotice)).all()) == 1


def test_two_taps_tell_each_home_once(town, page):
    incident = incident_of(town)
    secretary = page.as_(town.secretary)
    form = secretary.get("work_orders.urgent_incident", no=incident.id)
    for _tap in range(2):
        secretary.submit("马上告知", on=form, place=town.building.id, what="总阀已关,全楼停水。")
    assert len(db.session.scalars(db.select(DoorNotice)).all()) == 1
    assert len(told()) == len(set(told()))


def test_the_page_says_what_hangs_at_the_door_and_nothing_of_a_home(town, page):
    incident = incident_of(town)
    notice = make_door_notice(incident, town.building, town.street, until=utcnow() + timedelta(hours=3))
    stranger = page.as_()
    text = stranger.get("work_orders.urgent_notice", no=notice.id).text
    assert "2门总阀已关,全楼停水。" in text
    assert urgent.duty_room() in text
    for secret in (town.household.unit_label, town.resident.nickname, town.street.nickname):
        assert secret not in text
    assert stranger.fetch("work_orders.urgent_sheets", no=notice.id).status_code in (302, 303, 403, 404)


def test_the_steward_prints_and_marks_only_their_door(town, page):
    notice = make_door_notice(incident_of(town), town.building, town.street)
    steward = page.as_(town.door_steward)
    sheets = steward.get("work_orders.urgent_sheets", no=notice.id)
    assert len(sheets.all(".one-page")) == len(urgent.notice_or_404(notice.id).deliveries) == 2
    steward.get("work_orders.urgent_notice", no=notice.id)
    steward.submit("这个楼门告知了")
    rows = {row.door_id: row for row in urgent.notice_or_404(notice.id).deliveries}
    assert rows[town.door.id].delivered_at is not None
    other = next(row for door, row in rows.items() if door != town.door.id)
    steward.post("work_orders.create_delivery", no=other.id, status=403)
    page.as_(town.neighbour).get("work_orders.urgent_sheets", no=notice.id, status=403)


def test_demo_past_sends_nothing_out(town):
    incident = incident_of(town)
    with dated(incident.rung_at):
        make_door_notice(incident, town.building, town.street)
    assert db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.verb == VERB)).all() == []
    assert told() != []
