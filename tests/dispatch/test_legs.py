"""One body's part: accepting, speaking with the resident, replying with a basis; what turns by itself."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.database import locked, utcnow, writing
from civic.dispatch import leg_workflow
from civic.dispatch.deadlines import Step, next_look, steps
from civic.dispatch.models import DispatchLeg
from civic.dispatch.states import LEG_TRANSITIONS, LegState, Level, Light
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.kinds import Urgency
from civic.ledger.models import LedgerEntry
from tests.factories.dispatch import ASSIST, LEAD, legs_of, make_order, make_reply

A_DAY, A_MOMENT = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def leg(town):
    return legs_of(make_order(town))[0]


def now(leg):
    return db.session.get(DispatchLeg, leg.id, populate_existing=True)


def verbs_of(leg):
    found = db.select(LedgerEntry.verb).where(LedgerEntry.subject == f"dispatch_leg:{leg.id}")
    return list(db.session.scalars(found.order_by(LedgerEntry.id)))


def run(verb, leg, **more):
    with writing():
        verb(locked(DispatchLeg, leg.id), **more)


def test_from_acceptance_to_reply(leg, town):
    run(leg_workflow.accept, leg, by=town.officer)
    run(leg_workflow.contact, leg, by=town.officer)
    make_reply(leg, town.officer)
    assert verbs_of(leg) == ["leg.sent", "leg.accepted", "leg.contacted", "leg.replied"]
    assert (now(leg).state, now(leg).ended_at is None) == (LegState.REPLIED, False)


def test_the_second_of_two_officers_is_told(leg, town):
    run(leg_workflow.accept, leg, by=town.officer)
    with pytest.raises(Conflict):
        run(leg_workflow.accept, leg, by=town.officer)


def test_a_call_accepts_in_one_tap(leg, town):
    run(leg_workflow.contact, leg, by=town.officer)
    assert verbs_of(leg) == ["leg.sent", "leg.accepted", "leg.contacted"]


@pytest.mark.parametrize("missing", ["words", "basis", "explained_by", "evidence_words"])
def test_a_reply_lacks_nothing(leg, town, missing):
    with pytest.raises(Refused):
        make_reply(leg, town.officer, **{missing: " "})
    assert now(leg).state is LegState.SENT  # the whole transaction went back


def test_a_photo_is_evidence(leg, town):
    make_reply(leg, town.officer, evidence_words="", photos=1)
    assert now(leg).state is LegState.REPLIED


def test_who_leads_speaks_with_the_resident_first(leg, town):
    with pytest.raises(Refused):
        run(
            leg_workflow.reply, leg, by=town.officer, words="已办", basis="规定", explained_by="我",
            evidence_words="3号楼",
        )  # fmt: skip


def test_who_assists_need_not(town):
    helper = legs_of(make_order(town, (town.department, LEAD), (town.property, ASSIST)))[1]
    run(
        leg_workflow.reply, helper, by=town.delegate, words="已配合", basis="职责", explained_by="物业",
        evidence_words="3号楼",
    )  # fmt: skip
    assert now(helper).state is LegState.REPLIED


def test_every_move_follows_the_table(leg):
    moments = {"due_at": leg.due_at, "amber_at": leg.amber_at, "escalated_to": Level.NONE}
    moments |= {"street_id": leg.street_id, "body_id": leg.body_id, "turned": Light.GREEN}
    for was, to in product(LegState, LegState):
        row = DispatchLeg(order_id=leg.order_id, state=was, version=1, **moments)
        if to in LEG_TRANSITIONS[was]:
            with writing():
                leg_workflow.move_leg(row, to)
            assert (row.state, row.version, row.ended_at is None) == (to, 2, row.is_open)
        else:
            with pytest.raises(Conflict):
                leg_workflow.move_leg(row, to)


def test_it_turns_by_itself_and_each_step_once(leg, clock, tick):
    clock.to(leg.contact_due_at + timedelta(minutes=1))
    assert tick("dispatch.legs")["dispatch.legs"] == 2  # both legs are urged
    assert tick("dispatch.legs")["dispatch.legs"] == 0
    clock.to(leg.amber_at + A_MOMENT)
    tick("dispatch.legs")
    assert now(leg).light() is Light.AMBER
    clock.to(leg.due_at + A_MOMENT)
    tick("dispatch.legs")
    assert (now(leg).light(), now(leg).escalated_to) == (Light.RED, Level.STREET)
    clock.to(leg.due_at + A_DAY + A_MOMENT)
    tick("dispatch.legs")
    tick("dispatch.legs")
    assert verbs_of(leg) == [
        "leg.sent", "leg.urged", "leg.urged", "leg.turned_late", "leg.escalated"
    ]  # fmt: skip
    assert now(leg).next_look_at is None


def test_days_of_silence_are_caught_up_at_once(leg, clock, tick):
    clock.to(leg.due_at + 3 * A_DAY)
    tick("dispatch.legs")
    assert verbs_of(leg)[1:] == ["leg.urged", "leg.urged", "leg.turned_late", "leg.escalated"]


def test_a_reply_ends_the_clock(leg, town, clock, tick):
    make_reply(leg, town.officer)
    assert now(leg).next_look_at is None
    clock.forward(days=30)
    assert now(leg).light() is Light.GREEN


def test_a_later_deadline_starts_the_colours_anew(leg, clock, tick):
    clock.to(leg.due_at + A_MOMENT)
    tick("dispatch.legs")
    later = utcnow() + timedelta(days=4)
    run(leg_workflow.put_off, leg, by=None, due_at=later, amber_at=later - A_DAY)
    assert (now(leg).light(), now(leg).next_look_at) == (Light.GREEN, now(leg).amber_at)


moments = st.datetimes(
    min_value=utcnow().replace(tzinfo=None), max_value=utcnow().replace(tzinfo=None) + timedelta(days=40)
)


@given(
    contact=moments, amber=moments, due=moments, urgency=st.sampled_from(Urgency),
    contacted=st.booleans(), urged=st.booleans(), warned=st.booleans(), late=st.booleans(),
    level=st.sampled_from(Level),
)  # fmt: skip
def test_the_next_look_is_the_first_step_ahead(
    contact, amber, due, urgency, contacted, urged, warned, late, level
):
    leg = DispatchLeg(contact_due_at=contact, amber_at=amber, due_at=due, escalated_to=level)
    leg.contacted_at, leg.contact_urged_at = contact if contacted else None, contact if urged else None
    leg.warned_at, leg.late_since = amber if warned else None, due if late else None
    wanted = {
        Step.URGE_CONTACT: not contacted and not urged,
        Step.WARN: not warned and not late,
        Step.TURN_LATE: not late,
        Step.TO_DISTRICT: level is not Level.DISTRICT,
    }
    found = steps(leg, urgency)
    assert {step for _moment, step in found} == {step for step, is_due in wanted.items() if is_due}
    assert next_look(leg, urgency) == min((moment for moment, _step in found), default=None)
