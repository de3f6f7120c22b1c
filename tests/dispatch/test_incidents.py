"""急单: what rings by itself, every move of the table, moments mended, and never parked in deliberation."""

from datetime import timedelta

import pytest

from civic.councils.models import BodyKind
from civic.database import dated, locked, utcnow, writing
from civic.dispatch import incident_workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.table_workflow import set_rule
from civic.dispatch.urgent_models import Incident, IncidentEvent
from civic.dispatch.urgent_states import (
    INCIDENT_TRANSITIONS,
    MOVES,
    NOTABLE,
    EventKind,
    IncidentState,
    Measure,
)
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import refusals, urgency, workflow
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.notifications.models import Message
from civic.notifications.outbox_models import OutboxMessage
from civic.places.models import Place
from tests.factories.councils import make_body
from tests.factories.issues import make_accepted, make_issue, make_told
from tests.factories.urgent import make_burst, make_note, make_ring, make_shift, make_told_urgent

K, S = EventKind, IncidentState


def count(model, *where):
    return db.session.scalar(db.select(db.func.count()).select_from(model).where(*where))


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def outbox(verb):
    return list(db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.verb == verb)))


def test_urgent_words_ring_those_on_duty_at_once(town):
    make_shift(town, phone="13912345678", is_own=True)
    make_shift(town, body=town.department, place=town.other_building)
    issue = make_burst(town)
    incident = urgent.open_incident(issue.id)
    assert (incident.place_id, incident.street_id) == (town.door.id, town.community.parent_id)
    assert urgent.incident_or_404(incident.id).called_ids == {town.property.id}
    [sms] = outbox("incident.rung")
    assert sms.destination_sealed is not None
    assert sms.is_urgent
    assert sms.due_at <= utcnow()
    assert "5678" not in str(sms.params)
    told = db.session.scalars(db.select(Message.person_id).where(Message.verb == "incident.rung"))
    assert town.delegate.id in set(told)


def test_of_the_utilities_only_the_one_the_table_names_is_rung(town):
    power = make_body(BodyKind.UTILITY, "榆电供电所")
    for body in (town.water, power, town.property):
        make_shift(town, body=body)
    with writing() as session:
        street = session.get(Place, town.community.parent_id)
        rule = {"category": "water.pipes", "lead": town.water, "assists": [], "reason": "总管归它"}
        set_rule(street, by=town.street, place=street, **rule)
    incident = urgent.open_incident(make_burst(town).id)
    assert urgent.incident_or_404(incident.id).called_ids == {town.water.id, town.property.id}


def test_accepting_it_as_urgent_rings_nobody_twice(town):
    make_shift(town)
    issue = make_burst(town)
    make_accepted(issue, town.secretary, urgency=Urgency.URGENT)
    assert count(Incident) == 1
    assert len(outbox("incident.rung")) == 1


def test_found_urgent_when_sorted_it_rings_then(town):
    make_shift(town)
    make_accepted(make_issue(town.community, town.resident), town.secretary, urgency=Urgency.URGENT)
    assert count(Incident) == 1


@pytest.mark.parametrize("words", ["楼道灯坏了", "想问物业费怎么算"])
def test_ordinary_words_ring_nobody(town, words):
    make_shift(town)
    make_accepted(make_issue(town.community, town.resident, words=words), town.secretary)
    assert count(Incident) == 0


def test_the_past_rings_nobody(town):
    make_shift(town)
    with dated(utcnow() - timedelta(days=200)):
        make_burst(town)
    assert count(Incident) == 0


def test_nobody_on_duty_is_a_line_of_its_own(town):
    incident = urgent.incident_or_404(urgent.open_incident(make_burst(town).id).id)
    assert [(line.kind, line.body_id) for line in incident.events] == [(K.RUNG, None)]
    assert outbox("incident.rung") == []


def test_reopened_it_rings_anew_once_it_was_over(town):
    issue = make_told_urgent(town)
    incident = urgent.open_incident(issue.id)
    make_note(incident, K.OVER, town.street)
    with writing():
        workflow.answer(locked(Issue, issue.id), by=town.secretary, words="修好了。")
        workflow.reopen(locked(Issue, issue.id), by=town.resident, words="又漏了。")
    again = urgent.open_incident(issue.id)
    assert again.id != incident.id
    assert len(urgent.incidents_of(issue.id)) == 2


def test_every_move_of_the_table_and_no_other(town):
    """One incident a state and line: legal ones are in the ledger, the others leave nothing."""
    issue = make_issue(town.community, town.resident)
    for state in IncidentState:
        for kind in NOTABLE:
            incident = make_ring(issue, town.street, town.property)
            with writing() as session:
                session.execute(
                    db.update(Incident).where(Incident.id == incident.id)
                    .values(state=state, over_at=utcnow() if state is S.OVER else None)
                )  # fmt: skip
            written = count(LedgerEntry)
            if state in NOTABLE[kind]:
                make_note(incident, kind, town.street, town.property)
                to = MOVES.get(kind)
                moved = to is not None and to in INCIDENT_TRANSITIONS[state]
                assert now(incident).state is (to if moved else state), (state, kind)
                assert count(LedgerEntry) == written + 1
            else:
                with pytest.raises(Conflict):
                    make_note(incident, kind, town.street, town.property)
                assert count(LedgerEntry) == written
            with writing() as session:
                session.execute(db.update(Incident).values(over_at=utcnow()))


def test_the_first_arrival_stops_the_timer_the_second_is_a_line(town, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property, town.water)
    clock.forward(minutes=7, seconds=30)
    make_note(incident, K.ARRIVED, town.delegate, town.property)
    clock.forward(minutes=20)
    make_note(incident, K.ARRIVED, town.street, town.water)
    make_note(incident, K.MEASURE, town.street, town.water, Measure.VALVE_CLOSED)
    row = urgent.incident_or_404(incident.id)
    assert (row.minutes_to_arrival, row.minutes_waited, row.state) == (8, 8, S.ARRIVED)
    assert [line.body_id for line in row.events if line.kind is K.ARRIVED] == [
        town.property.id, town.water.id,
    ]  # fmt: skip


def test_a_moment_is_mended_and_the_first_stays_in_the_ledger(town, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    clock.forward(minutes=30)
    event = make_note(incident, K.ARRIVED, town.delegate, town.property)
    entered, really = event.happened_at, incident.rung_at + timedelta(minutes=8)
    with writing():
        incident_workflow.correct(locked(IncidentEvent, event.id), by=town.delegate, moment=really)
    row = now(event)
    assert (row.happened_at, row.entered_at, row.is_corrected) == (really, entered, True)
    assert now(incident).minutes_to_arrival == 8
    entry = db.session.scalar(db.select(LedgerEntry).where(LedgerEntry.verb == "incident.corrected"))
    payload = db.session.get(LedgerPayload, entry.id)
    assert (payload.public_json["from"], payload.public_json["to"]) == (
        entered.isoformat(), really.isoformat(),
    )  # fmt: skip


def test_a_moment_cannot_go_where_time_does_not(town, clock):
    incident = make_ring(make_told_urgent(town), town.street, town.property)
    clock.forward(minutes=7, seconds=30)
    arrived = make_note(incident, K.ARRIVED, town.delegate, town.property)
    clock.forward(minutes=52)
    restored = make_note(incident, K.RESTORED, town.delegate, town.property)
    ring = urgent.incident_or_404(incident.id).events[0]
    start = incident.rung_at
    for event, moment in (
        (arrived, start - timedelta(minutes=2)),
        (arrived, utcnow() + timedelta(minutes=5)),
        (arrived, start + timedelta(minutes=61)),
        (restored, start + timedelta(minutes=5)),
        (ring, start + timedelta(minutes=1)),
    ):
        with pytest.raises(Refused), writing():
            incident_workflow.correct(locked(IncidentEvent, event.id), by=town.delegate, moment=moment)
    assert now(incident).minutes_to_arrival == 8


def test_i4_no_way_parks_an_urgent_matter_in_deliberation(town):
    """I4: not promoted, not joined to what is talked over, out of it the moment it turns urgent."""
    waiting = make_told(town.community, town.resident, town.secretary)
    with writing():
        workflow.promote(locked(Issue, waiting.id), by=town.secretary)
    sorted_one = make_told_urgent(town)
    with pytest.raises(Refused), writing():
        workflow.promote(locked(Issue, sorted_one.id), by=town.secretary)
    for urgent_issue in (sorted_one, make_burst(town)):
        with pytest.raises(Refused), writing():
            refusals.merge(locked(Issue, urgent_issue.id), by=town.secretary, into=locked(Issue, waiting.id))
    with writing():
        urgency.make_urgent(locked(Issue, waiting.id), by=town.secretary)
    issue = now(waiting)
    assert (issue.state, issue.urgency) == (IssueState.ACCEPTED, Urgency.URGENT)
    assert issue.due_at <= utcnow() + timedelta(hours=2)
    assert urgent.open_incident(issue.id) is not None
    with pytest.raises(Refused), writing():
        workflow.promote(locked(Issue, waiting.id), by=town.secretary)


def test_what_has_ended_does_not_turn_urgent(town):
    issue = make_told(town.community, town.resident, town.secretary)
    with writing():
        workflow.answer(locked(Issue, issue.id), by=town.secretary, words="修好了。")
    with pytest.raises(Conflict), writing():
        urgency.make_urgent(locked(Issue, issue.id), by=town.secretary)
