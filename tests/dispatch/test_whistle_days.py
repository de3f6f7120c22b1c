"""Lateness and day counts against slow oracles; the terms of a site read from its setting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.dispatch.whistle_days import day_count, minutes_late, report_by, share
from civic.dispatch.whistle_states import WhistleKind
from civic.dispatch.whistle_terms import DAY, read_terms

MOMENT = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(-40, 1500))
def test_days_are_counted_as_one_counts_on_a_calendar(first, more):
    last, counted, day = first + timedelta(days=more), 0, first
    while day <= last:
        counted, day = counted + 1, day + timedelta(days=1)
    assert day_count(first, last) == counted


def test_the_first_whistle_lasted_117_days():
    assert day_count(date(2017, 1, 5), date(2017, 5, 1)) == 117
    assert day_count(date(2023, 12, 31), date(2024, 1, 1)) == 2
    assert day_count(date(2024, 2, 28), date(2024, 3, 1)) == 3


@given(st.integers(-7200, 200_000))
def test_lateness_counts_begun_minutes(seconds):
    minutes = 0
    while minutes * 60 < seconds:
        minutes += 1
    assert minutes_late(MOMENT, MOMENT + timedelta(seconds=seconds)) == minutes


@pytest.mark.parametrize("seconds, late", [(-1, 0), (0, 0), (1, 1), (60, 1), (61, 2)])
def test_in_time_is_to_the_second(seconds, late):
    assert minutes_late(MOMENT, MOMENT + timedelta(seconds=seconds)) == late


@given(st.integers(1, 10 * DAY))
def test_whoever_comes_at_the_last_minute_is_in_time(minutes):
    assert minutes_late(report_by(MOMENT, minutes), MOMENT + timedelta(minutes=minutes)) == 0
    assert minutes_late(report_by(MOMENT, minutes), MOMENT + timedelta(minutes=minutes, seconds=1)) == 1


def test_a_share_of_nothing_is_nothing():
    assert share(0, 0) is None
    assert share(1, 4) == 0.25


def test_the_usual_terms_are_those_of_the_domain():
    terms = read_terms("")
    assert {kind: terms[kind].minutes for kind in terms} == {
        WhistleKind.APPEAL: DAY, WhistleKind.PRIORITY: 3 * DAY,
        WhistleKind.ENFORCEMENT: DAY, WhistleKind.EMERGENCY: 30,
    }  # fmt: skip


def test_a_site_sets_its_own_terms_and_names():
    terms = read_terms('{"emergency": {"minutes": 20, "aliases": ["快捷哨"]}}')
    assert (terms[WhistleKind.EMERGENCY].minutes, terms[WhistleKind.EMERGENCY].grace) == (20, 30)
    assert terms[WhistleKind.EMERGENCY].aliases == ("快捷哨",)
    assert terms[WhistleKind.PRIORITY].minutes == 3 * DAY


@pytest.mark.parametrize("text", ["{", "[]", '{"x": {}}', '{"emergency": {"minutes": 0}}', '{"appeal": 3}'])
def test_a_setting_that_cannot_be_read_is_named(text):
    with pytest.raises(RuntimeError, match="CIVIC_WHISTLES"):
        read_terms(text)
