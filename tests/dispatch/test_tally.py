"""The board's counters against a count of the rows, whatever happens to the legs."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.database import locked, utcnow, writing
from civic.dispatch import leg_workflow
from civic.dispatch.leg_tally import owed_by, parts_by_body, tallies_of
from civic.dispatch.models import DispatchLeg
from civic.extensions import db
from tests.factories.dispatch import legs_of, make_order, make_reply

ACTS = ("sweep", "day", "reply", "take_back", "put_off")


def counted(street_id):
    open_ones = db.select(DispatchLeg).where(
        DispatchLeg.street_id == street_id, DispatchLeg.ended_at.is_(None)
    )
    found = Counter((leg.body_id, leg.turned.value) for leg in db.session.scalars(open_ones))
    return {key: number for key, number in found.items() if number}


def kept(street_id):
    rows = {}
    for row in tallies_of(street_id):
        rows |= {(row.body_id, light): getattr(row, light) for light in ("green", "amber", "red")}
    return {key: number for key, number in rows.items() if number}


def act(name, legs, which, town, clock, tick):
    leg = legs[which % len(legs)]
    if name == "sweep":
        tick("dispatch.legs")
    elif name == "day":
        clock.forward(days=2)
    elif name == "reply":
        make_reply(leg, town.officer)
    elif name == "take_back":
        with writing():
            leg_workflow.take_back(locked(DispatchLeg, leg.id), by=town.street)
    else:
        later = utcnow() + timedelta(days=4)
        with writing():
            row = locked(DispatchLeg, leg.id)
            leg_workflow.put_off(row, by=town.street, due_at=later, amber_at=later - timedelta(days=1))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), max_size=8))
def test_the_counters_are_what_a_count_would_say(town, clock, tick, acts):
    street = town.community.parent_id
    order = make_order(town)
    for name, which in acts:
        legs = [leg for leg in legs_of(order) if leg.is_open]
        if legs:
            act(name, legs, which, town, clock, tick)
    db.session.expire_all()
    assert kept(street) == counted(street)
    assert sum(owed_by(town.department.id)) == sum(
        number for (body, _light), number in counted(street).items() if body == town.department.id
    )
    assert parts_by_body() == Counter(db.session.scalars(db.select(DispatchLeg.body_id)))
