"""I1–I7 of the reference (domain.md §9), each by its name; what other files hold is named, not repeated.

I1 no closing without reply and callback: below over every state; test_orders, reviews/test_callbacks
(whichever way it closes). I2 the deadline is set at dispatch and shown: below for every urgency;
test_orders, test_shown_clocks (the page), test_exception_telling (when it moves). I3 somebody leads,
and a community only what its list says: below where a part is sent on; test_orders,
test_community_list, test_table. I4 nothing urgent is parked: issues/test_workflow, topics/
test_promotion, test_incidents; below on the page. I5 two objections at most, each with a ground:
test_objections (also raced); below in the database. I6 what is left out stays counted in public:
test_exclusions, reviews/test_rates, reviews/test_runs; below on the page. I7 ratings never change and
no staff rates its own case: reviews/test_callbacks; below on the pages.
"""

from itertools import product

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from civic.database import locked, writing
from civic.dispatch import exclusion_workflow, workflow
from civic.dispatch.exception_models import LegObjection
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import OrderState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.locale import until
from civic.reviews.models import CallbackAnswer
from tests.factories.dispatch import LEAD, legs_of, make_order, make_replied
from tests.factories.exceptions import make_exclusion, make_objection, on_order
from tests.factories.issues import make_told

REPLIES = {OrderState.ANSWERED, OrderState.REPLIED}
HOW = ("confirmed", "unsolved", "unconfirmed", "city_called")


def told(town, **given):
    return make_told(town.community, town.resident, town.secretary, **given)


def test_i1_nothing_closes_without_a_reply_and_a_callback(town):
    order = make_order(town)
    now = order.dispatched_at
    for state, how, asked in product(OrderState, HOW, (None, now)):
        if state in REPLIES and (asked or how == "confirmed"):
            continue  # the two ways there are: somebody asked, or the resident's own word
        with pytest.raises((Refused, Conflict)), writing():
            row = locked(WorkOrder, order.id)
            row.state, row.called_back_at = state, asked
            workflow.close(row, by=None, how=how)


def test_i2_the_deadline_is_set_at_dispatch_and_everybody_reads_it(town, page):
    for urgency in Urgency:
        order = make_order(town, issue=told(town, urgency=urgency))
        issue = db.session.get(Issue, order.issue_id)
        dues = {order.due_at, issue.due_at, *(leg.due_at for leg in legs_of(order))}
        assert len(dues) == 1 and None not in dues
        for reader in (page, page.as_(town.resident)):
            assert until(order.due_at) in reader.get(f"/issues/{order.issue_id}")


def test_i3_a_part_sent_on_is_held_to_the_list_too(town):
    for category, may in (("parking.locks", False), ("building.lift", False), ("waste.bins", True)):
        order = make_order(town, (town.department, LEAD), issue=told(town, category=category))
        (leg,) = legs_of(order)

        def send_on(order=order, leg=leg):
            with writing():
                row, part = locked(WorkOrder, order.id), locked(DispatchLeg, leg.id)
                workflow.send_on(row, part, by=town.street, body=town.residents_committee)

        if may:
            send_on()
        else:
            with pytest.raises(Refused, match="十七"):
                send_on()
        lead = town.residents_committee if may else town.department
        assert [each.body_id for each in legs_of(order) if each.is_open] == [lead.id]


def test_i4_an_urgent_one_is_not_offered_to_deliberation(town, page):
    secretary = page.as_(town.secretary)
    for urgency in Urgency:
        issue = told(town, urgency=urgency)
        desk = secretary.get(f"/issues/{issue.id}/triage")
        offered = desk.all(f"a[href='/topics/promotion?issue={issue.id}']")
        assert len(offered) == (urgency is not Urgency.URGENT)


def test_i5_the_database_keeps_no_objection_without_ground_or_number(town):
    found = make_objection(legs_of(make_order(town))[0], town.officer)
    kept = {each.name: getattr(found, each.key) for each in LegObjection.__mapper__.columns}
    del kept["id"]
    for wrong in ({"ground": None, "number": 2}, {"words": None, "number": 2}, {"state": "rejected"}):
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(insert(LegObjection).values(**(kept | wrong)))


def test_i6_what_is_left_out_stands_in_public(town, page):
    on_order(
        exclusion_workflow.approve, make_exclusion(town), by=town.street_colleague, words="调解书看过了。"
    )
    assert "现在没算的:1件里有1件" in page.get("/work-orders/exclusions")


def test_i7_no_staff_answers_in_the_residents_place(town, page):
    order = make_replied(town)
    said = {"contacted": "yes", "solved": "yes", "satisfied": "yes"}
    staff = ("officer", "delegate", "street", "street_colleague", "district", "secretary", "neighbour")
    for name in staff:
        person = page.as_(getattr(town, name))
        for act in ("answer", "correction", "reopening"):
            person.post(f"/issues/{order.issue_id}/callback/{act}", said, status=403)
    assert db.session.scalars(db.select(CallbackAnswer)).all() == []
