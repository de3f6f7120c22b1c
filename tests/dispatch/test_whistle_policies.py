"""Who may do what with a whistle: domain.md §10, address by address."""

import pytest

from civic.accounts.roles import Role
from civic.dispatch import whistle_policies as policies
from civic.dispatch.whistle_states import WhistleState
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from tests.factories import whistles as make
from tests.factories.whistles import calls

DESK = (
    "approval", "blast", "calling-off", "diagnosis", "findings", "links", "survey", "survey-agreement",
    "joint-action", "task-force", "task-force/last-day", "resolution", "reopening", "after-use", "archive",
    "calls", "agreement", "action-items",
)  # fmt: skip
OWN_STREET = ("approval", "blast", "calling-off")


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def refused(page, person, *addresses):
    """403, or on to the sign-in for a stranger; and nothing was written down."""
    visitor = page.as_(person)
    before = entries()
    for address in addresses:
        visitor.post(address, {}, status=403 if person is not None else 303, follow=False)
    assert entries() == before


def entries():
    return db.session.scalar(db.select(db.func.count(LedgerEntry.id)))


def test_only_the_streets_that_lead_run_a_whistle(scene, page, town):
    whistle = make.blown(scene)
    for person in (None, town.resident, town.secretary, scene.officers[0], scene.second_staff,
                   scene.district_staff, town.auditor, town.administrator):  # fmt: skip
        refused(page, person, *(f"/whistles/{whistle.id}/{act}" for act in DESK))
    assert make.state_of(whistle) == WhistleState.BLOWN


def test_the_second_street_leads_but_does_not_blow(scene, page):
    whistle = make.approved(scene, border=True)
    make.act(make.whistle_workflow.join, whistle, by=scene.second_staff)
    refused(page, scene.second_staff, *(f"/whistles/{whistle.id}/{act}" for act in OWN_STREET))
    assert make.state_of(whistle) == WhistleState.APPROVED
    assert policies.may_lead(scene.second_staff, whistle)


def test_the_second_street_leads_from_when_it_agreed(scene):
    whistle = make.approved(scene, border=True)
    assert policies.may_join(scene.second_staff, whistle)
    assert not policies.may_lead(scene.second_staff, whistle)
    assert policies.street_led(scene.second_staff, whistle) == whistle.second_street_id


def test_a_called_body_answers_for_itself_alone(scene, page, town):
    whistle = make.blown(scene)
    address = f"/whistles/{whistle.id}/calls/{calls(whistle)[0].id}"
    acts = ("acknowledgement", "refusal", "finding", "rating")
    for person in (None, town.resident, town.secretary, scene.officers[1], scene.street_staff):
        refused(page, person, *(f"{address}/{act}" for act in acts))


def test_nobody_rules_before_there_is_something_to_rule(scene, page):
    whistle = make.blown(scene)
    address = f"/whistles/{whistle.id}/calls/{calls(whistle)[0].id}"
    for person in (scene.street_staff, scene.district_staff):
        refused(page, person, *(f"{address}/{act}" for act in ("release", "order", "escalation")))


def test_the_street_does_not_rule_what_went_to_the_district(scene, page):
    whistle = make.blown(scene)
    call = calls(whistle)[0]
    verbs = make.whistle_call_workflow
    make.act(verbs.decline, call, by=scene.officers[0], ground="elsewhere", words="不在辖区")
    address = f"/whistles/{whistle.id}/calls/{call.id}/release"
    refused(page, scene.district_staff, address)
    make.act(verbs.send_to_district, call, by=scene.street_staff)
    refused(page, scene.street_staff, address)
    page.as_(scene.district_staff).post(address, {"words": "不用来"})


def test_before_it_is_blown_only_those_who_prepare_it_know_of_it(scene, page, town):
    whistle = make.asked(scene, border=True)
    for person in (town.secretary, scene.street_staff, scene.second_staff, scene.district_staff):
        page.as_(person).get("action_items.whistle", no=whistle.id)
    for person in (None, town.resident, scene.officers[0], town.auditor):
        page.as_(person).get("action_items.whistle", no=whistle.id, status=404)


def test_what_was_tried_is_for_those_called(scene, page, town):
    whistle = make.blown(scene, background="劝过三回")
    call = calls(whistle)[0]
    assert "劝过三回" in page.as_(scene.officers[0]).get("whistles.response", no=whistle.id, call_id=call.id)
    assert "劝过三回" in page.as_(town.secretary).get("whistles.desk", no=whistle.id)
    for person in (None, town.resident):
        assert "劝过三回" not in page.as_(person).get("action_items.whistle", no=whistle.id)
    page.as_(town.resident).get("whistles.response", no=whistle.id, call_id=call.id, status=403)


def test_residents_of_the_place_rate_the_result_and_nobody_who_runs_it(scene, page, town):
    whistle = make.resolved(scene)
    address = f"/whistles/{whistle.id}/rating"
    for person in (None, town.unverified, town.secretary, scene.street_staff, scene.officers[0]):
        refused(page, person, address)
    page.as_(town.neighbour).post(address, {"result": "good"})
    both = make.make_staff(Role.STREET_STAFF, person=town.resident, place_id=scene.street.id)
    refused(page, both, address)  # lives there, but leads it


def test_who_may_ask(scene, page, town):
    for person in (town.resident, town.delegate, scene.district_staff, town.auditor):
        page.as_(person).get("whistles.new", status=403)
    for person in (town.secretary, town.staff, scene.street_staff, scene.officers[0]):
        page.as_(person).get("whistles.new")
    page.as_(scene.second_staff).get("whistles.new", status=404)  # no community of theirs here


def test_the_host_notes_arrivals_and_prints_the_code(scene, page, town):
    whistle = make.blown(scene)
    page.as_(town.secretary).get("whistles.sheet", no=whistle.id)
    for person in (scene.officers[0], town.resident, scene.district_staff):
        page.as_(person).get("whistles.sheet", no=whistle.id, status=403)
        refused(page, person, f"/whistles/{whistle.id}/calls/{calls(whistle)[0].id}/arrival")
