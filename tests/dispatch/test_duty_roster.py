"""值班表: who is on duty, against an oracle that lists every repetition; the verbs and the numbers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.councils.workflow import dissolve_body
from civic.database import locked, utcnow, writing
from civic.dispatch import roster_workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.duty_roster import on_duty
from civic.dispatch.urgent_models import DutyShift
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories.urgent import DAY, make_shift

START = datetime(2026, 2, 23, 16, tzinfo=UTC)  # midnight in Shanghai
HOUR = timedelta(hours=1)
hours = st.integers(0, 24 * 21)
shifts = st.builds(
    lambda begin, length, weekly, until, place, number: SimpleNamespace(
        starts_at=START + begin * HOUR, ends_at=START + (begin + length) * HOUR, is_weekly=weekly,
        until=None if until is None else START + until * HOUR, place_id=place, id=number,
    ),
    hours, st.integers(1, 24 * 7), st.booleans(), st.none() | hours, st.sampled_from([1, 2, 3, 9]),
    st.integers(1, 99),
)  # fmt: skip


def oracle(rows, chain, moment):
    """Every repetition written out, hour for hour; the nearest place first."""
    found = []
    for row in rows:
        for week in range(60 if row.is_weekly else 1):
            begin, end = row.starts_at + week * 7 * DAY, row.ends_at + week * 7 * DAY
            if row.until is not None:
                end = min(end, row.until)
            if begin <= moment < end and row.place_id in chain:
                found.append(row)
                break
    return sorted(found, key=lambda row: (-chain.index(row.place_id), row.id))


@given(st.lists(shifts, max_size=8), hours, st.integers(0, 59))
def test_on_duty_is_what_a_list_of_every_repetition_says(rows, hour, minute):
    moment, chain = START + hour * HOUR + timedelta(minutes=minute), [1, 2, 3]
    assert on_duty(rows, chain, moment) == oracle(rows, chain, moment)


def test_a_night_shift_goes_over_midnight_each_week_and_ends_sharp():
    night = SimpleNamespace(
        starts_at=START + 20 * HOUR, ends_at=START + 32 * HOUR, is_weekly=True, until=None, place_id=1, id=1
    )
    for weeks in (0, 1, 40):
        base = START + weeks * 7 * DAY
        assert [bool(on_duty([night], [1], base + n * HOUR)) for n in (19, 20, 31, 32)] == [
            False, True, True, False,
        ]  # fmt: skip


def test_the_nearest_comes_first_and_nobody_leaves_the_duty_room(town, app, clock):
    assert urgent.shifts_at(town.door) == []
    assert urgent.duty_room() == dict(app.config["EMERGENCY"])["Duty room of the street"]
    street = urgent.place(town.community.parent_id)
    wide = make_shift(town, place=street, body=town.department)
    near = make_shift(town)
    make_shift(town, place=town.other_building)
    assert [shift.id for shift in urgent.shifts_at(town.door)] == [near.id, wide.id]
    clock.forward(days=2)
    assert urgent.shifts_at(town.door) == []
    assert urgent.roster(street.id) == []


def test_an_own_number_is_sealed_and_rung_a_landline_is_not(town):
    own = make_shift(town, phone="139 1234 5678", is_own=True)
    office = make_shift(town, phone="010-55500000")
    assert (own.phone, own.phone_sealed is not None) == ("", True)
    assert b"13912345678" not in own.phone_sealed
    assert urgent.number_of(own) == "+8613912345678"
    assert urgent.numbers_to_ring([own.id, office.id]) == ["+8613912345678"]
    told = db.session.scalars(
        db.select(LedgerPayload).join(LedgerEntry, LedgerEntry.id == LedgerPayload.entry_id)
        .where(LedgerEntry.verb == "duty_shift.set")
    )  # fmt: skip
    assert all("5678" not in str(row.public_json) for row in told)


def test_off_the_roster_once_and_the_own_number_is_gone(town):
    shift = make_shift(town, phone="13912345678", is_own=True)
    with writing():
        roster_workflow.end_shift(locked(DutyShift, shift.id), by=town.street)
    gone = db.session.get(DutyShift, shift.id, populate_existing=True)
    assert (gone.phone_sealed, gone.phone) == (None, "-")
    assert urgent.shifts_at(town.door) == []
    with pytest.raises(Conflict), writing():
        roster_workflow.end_shift(locked(DutyShift, shift.id), by=town.street)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": utcnow() - timedelta(hours=2)},
        {"ends_at": utcnow() + 8 * DAY, "is_weekly": True},
        {"ends_at": utcnow() + 40 * DAY},
        {"until": utcnow() - DAY, "is_weekly": True},
        {"phone": "010-55500000", "is_own": True},
        {"phone": "  "},
    ],
)
def test_what_makes_no_sense_is_refused(town, wrong):
    with pytest.raises(Refused):
        make_shift(town, **wrong)


def test_a_dissolved_body_is_on_no_roster(town):
    with writing():
        dissolve_body(locked(type(town.property), town.property.id), by=None)
    with pytest.raises(Refused):
        make_shift(town)
