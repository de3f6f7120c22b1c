"""Whose order it is: every address of an order, its parts, exceptions, calls and files, tried by outsiders.

An outsider holds the same role elsewhere: another street's office, another body, another community.
"""

import pytest

from civic.accounts.roles import Role
from civic.authorization import anyone, signed_in
from civic.database import local_today, locked, utcnow, writing
from civic.dispatch import exclusion_workflow, hotline_workflow, objection_workflow, table_workflow
from civic.dispatch.exception_models import LegObjection
from civic.dispatch.hotline_models import HotlineExport
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegState
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Place
from tests.factories import exceptions as make
from tests.factories import urgent
from tests.factories.accounts import make_staff
from tests.factories.dispatch import legs_of, make_order, make_replied
from tests.factories.places import make_community

ROOMS = ("work_orders", "reviews")
TO_MANY = {anyone, signed_in}
# A reply, a report and a bad line come first; tests/reviews and test_hotline_pages open these.
NOT_YET = {"reviews.callback", "reviews.resident", "reviews.pressure_report", "work_orders.file_errors"}


@pytest.fixture
def one_of_each(town):
    """The first row of every kind; what is not told apart by its state."""
    street = db.session.get(Place, town.community.parent_id)
    order = make_order(town)
    objection = make.make_objection(legs_of(order)[0], town.officer)
    leg = make.make_accepted_leg(town)
    make.make_extension(leg, town.officer)
    make.make_notice(leg, town.officer)
    make.make_proposed_entry(make_order(town), town)
    make.make_exclusion(town)
    replied = make_replied(town)
    with writing():
        objection_workflow.note_site_check(
            locked(LegObjection, objection.id), by=town.street, held_on=local_today(),
            body_ids=[town.department.id], finding="在红线内。",
        )  # fmt: skip
        exclusion_workflow.propose_misuse(
            locked(WorkOrder, replied.id), by=town.street, words="一天打了九十次。"
        )
        table_workflow.set_rule(
            street, by=town.street, place=street, category="parking", lead=town.department, assists=[],
            reason="办公会定的",
        )  # fmt: skip
        hotline_workflow.hand_in(
            token="a" * 32, size=10, name="a.csv", source="12345", by=town.street,
            community=locked(Place, town.community.id),
        )  # fmt: skip
    with writing() as session:
        session.add(
            HotlineExport(source="12345", street_id=street.id, until=utcnow(), until_order=0, orders=0)
        )
    ring(town)


def ring(town):
    """An urgent matter: a shift, who was rung, what happened, a notice at a door."""
    urgent.make_shift(town)
    incident = urgent.make_ring(urgent.make_told_urgent(town), town.street, town.property)
    urgent.make_door_notice(incident, town.door, town.delegate)


@pytest.fixture
def outsiders(town):
    elsewhere = make_community("邻社区")
    with writing() as session:
        beyond = session.get(Place, elsewhere.parent_id)
    return {
        "another street": make_staff(Role.STREET_STAFF, place_id=beyond.id),
        "another body": make_staff(Role.OFFICER, body_id=town.water.id),
        "another community": make_staff(Role.SECRETARY, community_id=elsewhere.id),
        "a resident": town.neighbour,
    }


def guarded(app, town, rooms=ROOMS, to_many=TO_MANY):
    """(method, address, endpoint) of every route that is not everybody's, for the first row of its kind."""
    for rule in app.url_map.iter_rules():
        policy = getattr(app.view_functions[rule.endpoint], "policy", None)
        if rule.endpoint.partition(".")[0] not in rooms or policy in to_many or not rule.arguments:
            continue
        numbers = dict.fromkeys(rule.arguments, 1)
        if "street_id" in numbers:
            numbers["street_id"] = town.community.parent_id
        for method in rule.methods & {"GET", "POST"}:
            yield method, app.url_map.bind("localhost").build(rule.endpoint, numbers), rule.endpoint


def test_nobody_from_elsewhere_reads_or_does_anything(app, town, page, one_of_each, outsiders):
    told = []
    for who, person in outsiders.items():
        visitor = page.as_(person)
        token = visitor.csrf_token()
        for method, address, _endpoint in guarded(app, town):
            send = visitor.client.get if method == "GET" else visitor.client.post
            answer = send(address, **({} if method == "GET" else {"data": {"csrf_token": token}}))
            if answer.status_code not in (403, 404):
                told.append(f"{who}: {method} {address} {answer.status_code}")
    assert told == []


def test_each_of_these_is_there_for_somebody(app, town, page, one_of_each):
    """Else the refusals above would say nothing."""
    people = [town.street, town.officer, town.delegate, town.district, town.resident, town.street_colleague]
    insiders = [page.as_(person) for person in people]
    closed = [
        endpoint
        for method, address, endpoint in guarded(app, town)
        if method == "GET" and not any(one.client.get(address).status_code == 200 for one in insiders)
    ]
    assert set(closed) == NOT_YET


def test_a_body_whose_part_was_taken_back_reads_no_more_than_everybody(town, page):
    order = make_order(town)
    leg = legs_of(order)[0]
    officer = page.as_(town.officer)
    words = db.session.scalar(db.select(Issue.body_raw).where(Issue.id == order.issue_id))
    assert words in officer.get(f"/work-orders/legs/{leg.id}")
    objection = make.make_objection(leg, town.officer, names_body=town.water)
    make.run(
        objection_workflow.uphold, leg, objection, by=town.street_colleague, words="归水务。", to=town.water
    )
    assert db.session.get(type(leg), leg.id, populate_existing=True).state is LegState.WITHDRAWN
    assert words not in officer.get(f"/work-orders/legs/{leg.id}")
    officer.get(f"/work-orders/{order.id}", status=403)
    officer.get(f"/work-orders/{order.id}/exceptions", status=403)
    assert words in page.as_(town.street).get(f"/work-orders/legs/{leg.id}")
