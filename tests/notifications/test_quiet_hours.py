"""Quiet hours against an oracle that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.database import SHANGHAI
from civic.notifications.quiet_hours import QuietHours, parse
from tests.harness.setting import cases

NIGHT = parse("21:00-08:00")
DAY = date(2026, 1, 1)
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
moments = st.integers(0, 86400 * 400).map(lambda n: datetime(2025, 12, 30, tzinfo=UTC) + timedelta(seconds=n))


def slow_loud(start, end, moment):
    """Walk on, minute by minute on the wall clock, until it is not quiet."""

    quiet, step = set(), start
    while step != end:
        quiet.add(step)
        step = (datetime.combine(DAY, step) + timedelta(minutes=1)).time()

    def is_quiet(at):
        return at.astimezone(SHANGHAI).time().replace(second=0, microsecond=0) in quiet

    if not is_quiet(moment):
        return moment
    moment = moment.replace(second=0, microsecond=0)
    while is_quiet(moment):
        moment += timedelta(minutes=1)
    return moment


@settings(max_examples=cases(150))
@given(minutes, minutes, moments)
def test_as_a_slow_walk_finds_it(start, end, moment):
    assert QuietHours(start, end).first_loud(moment) == slow_loud(start, end, moment)


@given(moments)
def test_the_end_is_loud_and_within_eleven_hours(moment):
    loud = NIGHT.first_loud(moment)
    assert not NIGHT.covers(loud) and timedelta() <= loud - moment <= timedelta(hours=11)


@pytest.mark.parametrize(
    ("at", "loud"),
    [
        ("2026-12-31 20:59:59", "2026-12-31 20:59:59"),
        ("2026-12-31 21:00:00", "2027-01-01 08:00:00"),
        ("2026-12-31 23:59:59", "2027-01-01 08:00:00"),
        ("2027-01-01 00:00:00", "2027-01-01 08:00:00"),
        ("2027-01-01 07:59:59", "2027-01-01 08:00:00"),
        ("2027-01-01 08:00:00", "2027-01-01 08:00:00"),
    ],
)
def test_around_midnight(at, loud):
    shanghai = [datetime.fromisoformat(each).replace(tzinfo=SHANGHAI) for each in (at, loud)]
    assert NIGHT.first_loud(shanghai[0]) == shanghai[1]


def test_no_setting_and_equal_ends_are_never_quiet():
    assert parse("") is None
    assert not parse("08:00-08:00").covers(datetime(2026, 1, 1, tzinfo=UTC))


def test_a_setting_that_means_nothing_stops_the_boot():
    with pytest.raises(ValueError):
        parse("night")
