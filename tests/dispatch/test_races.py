"""Two at the very same moment, in processes of their own: officers, dispatchers, replies, sweeps."""

from collections import Counter
from datetime import timedelta

import pytest

from civic.accounts.models import Person
from civic.accounts.roles import Role
from civic.councils.models import Body
from civic.database import dated, locked, writing
from civic.dispatch import leg_workflow, queries, workflow
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegRole, LegState, OrderState
from civic.errors import Conflict
from civic.extensions import db
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.ticking import SWEEPS
from tests.factories.accounts import make_staff
from tests.factories.dispatch import legs_of, make_order, make_received, make_reply

pytestmark = pytest.mark.races
# What days of silence leave in the ledger, by leg.
STEPS = {"leg.urged": 2, "leg.turned_late": 1, "leg.escalated": 1}


def accept(leg, person):
    with writing():
        leg_workflow.accept(locked(DispatchLeg, leg), by=db.session.get(Person, person))
    return "accepted"


def dispatch(order, person, body):
    with writing():
        row = locked(WorkOrder, order)
        legs = workflow.dispatch(
            row, by=db.session.get(Person, person), bodies=[(db.session.get(Body, body), LegRole.LEAD)]
        )
        return [leg.body_id for leg in legs]


def reply(leg, person):
    by = db.session.get(Person, person)
    make_reply(queries.leg_or_404(leg), by)
    return "replied"


def sweep_at(moment):
    with dated(moment):
        return SWEEPS["dispatch.legs"]()


def verbs(prefix):
    """How often each act of that kind stands in the ledger for each subject."""
    db.session.rollback()
    found = db.select(LedgerEntry.subject, LedgerEntry.verb).where(LedgerEntry.verb.startswith(prefix))
    return Counter(tuple(each) for each in db.session.execute(found))


def test_two_officers_accept_one_leg_and_one_is_told(town, race):
    leg = legs_of(make_order(town))[0]
    colleague = make_staff(Role.OFFICER, body_id=town.department.id)
    outcomes = race(accept, [(leg.id, town.officer.id), (leg.id, colleague.id)])
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "str"]
    assert verbs("leg.accepted") == {(f"dispatch_leg:{leg.id}", "leg.accepted"): 1}
    kept = db.session.get(DispatchLeg, leg.id)
    winner = (town.officer.id, colleague.id)[outcomes.index("accepted")]
    assert (kept.state, kept.accepted_by, kept.version) == (LegState.ACCEPTED, winner, 2)


def test_two_dispatchers_dispatch_one_order_and_one_is_told(town, race):
    order = make_received(town)
    tries = [
        (order.id, town.street.id, town.department.id),
        (order.id, town.street_colleague.id, town.property.id),
    ]
    outcomes = race(dispatch, tries)
    assert [type(one) for one in outcomes if not isinstance(one, list)] == [Conflict]
    assert sum(verbs("work_order.dispatched").values()) == sum(verbs("leg.sent").values()) == 1
    sent = next(one for one in outcomes if isinstance(one, list))
    assert [leg.body_id for leg in legs_of(order)] == sent


def test_the_last_two_replies_at_once_answer_the_resident_once(town, race):
    order = make_order(town)
    first, second = legs_of(order)
    outcomes = race(reply, [(first.id, town.officer.id), (second.id, town.delegate.id)])
    assert outcomes == ["replied", "replied"]
    assert verbs("work_order.replied") == {(f"work_order:{order.id}", "work_order.replied"): 1}
    row = db.session.get(WorkOrder, order.id, populate_existing=True)
    assert row.state is OrderState.REPLIED
    assert db.session.get(Issue, row.issue_id, populate_existing=True).state is IssueState.ANSWERED


def test_two_workers_take_each_step_of_each_leg_once(town, race):
    legs = [leg for _order in range(3) for leg in legs_of(make_order(town))]
    later = max(leg.due_at for leg in legs) + timedelta(days=2)
    steps = Counter(
        {(f"dispatch_leg:{leg.id}", verb): n for leg in legs for verb, n in (STEPS | {"leg.sent": 1}).items()}
    )
    assert sum(race(sweep_at, [(later,), (later,)])) == sum(STEPS.values()) * len(legs)
    assert verbs("leg.") == steps
    assert race(sweep_at, [(later,), (later,)]) == [0, 0]
    assert verbs("leg.") == steps
