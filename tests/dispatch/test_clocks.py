"""When a term ends, against an oracle that walks hour by hour; amber, red, and who hears of it."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic import create_app
from civic.config import settings
from civic.dispatch import clocks
from civic.dispatch.clocks import ClockFault, Level, Light, Term, Unit, terms
from civic.dispatch.working_days import CHINA
from civic.issues.kinds import Urgency

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SEEDS = "urgent=2h,timely=24h,normal=7d,complex=15d"
MINUTES = st.integers(0, 22 * 365 * 24 * 60)  # from 2004 into 2025
MOMENTS = MINUTES.map(lambda minutes: datetime(2004, 1, 1, tzinfo=UTC) + minutes * timedelta(minutes=1))
KNOWN = st.builds(Term, st.integers(1, 40), st.sampled_from(Unit))


def at(written):
    """A moment in Shanghai, from "2026-02-12 16:30"."""
    return datetime.fromisoformat(written).replace(tzinfo=clocks.SHANGHAI)


def slow(start, term):
    """Walk on from `start`: by minutes of the term, or hour by hour, asking the library of every day."""
    if term.unit in (Unit.MINUTES, Unit.HOURS):
        for _ in range(term.amount):
            start += MINUTE if term.unit is Unit.MINUTES else HOUR
        return start
    local = start.astimezone(clocks.SHANGHAI)
    walk, left = local.replace(minute=0, second=0, microsecond=0), term.amount
    while walk.date() == local.date():
        walk += HOUR  # the first day is not counted
    while True:
        counts = term.unit is Unit.DAYS or chinese_calendar.is_workday(walk.date())
        for _ in range(24):
            walk += HOUR
        if counts and (left := left - 1) == 0:
            return walk


@given(MOMENTS, KNOWN)
def test_every_term_ends_where_one_arrives_by_walking(start, term):
    assert clocks.due_at(start, term) == slow(start, term)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_every_published_day_is_the_librarys(day):
    assert CHINA.is_working_day(day) == chinese_calendar.is_workday(day)
    assert not CHINA.is_provisional(day)


@pytest.mark.parametrize(
    "start, term, end",
    [
        ("2026-11-28 23:30", "2h", "2026-11-29 01:30"),  # hours run through midnight and weekends
        ("2026-11-28 23:59", "1d", "2026-11-30 00:00"),  # the first day is not counted
        ("2026-11-28 00:00", "1d", "2026-11-30 00:00"),
        ("2025-12-29 10:00", "7d", "2026-01-06 00:00"),  # over New Year
        ("2026-02-12 16:30", "7d", "2026-02-20 00:00"),  # ends in Spring Festival and stays there
        ("2026-12-28 10:00", "7d", "2027-01-05 00:00"),  # natural days need no notice
        ("2025-12-31 09:00", "1wd", "2026-01-05 00:00"),  # Sunday 4 January makes up for the 2nd
        ("2026-10-09 09:00", "1wd", "2026-10-11 00:00"),  # Saturday 10 October is a working day
        ("2026-09-30 17:00", "3wd", "2026-10-11 00:00"),  # the 8th, the 9th, Saturday the 10th
        ("2026-02-13 12:00", "2wd", "2026-02-25 00:00"),  # Saturday the 14th works, then the 24th
    ],
)
def test_deadlines_people_ask_about(start, term, end):
    found = clocks.deadline(at(start), Term.of(term))
    assert found.at == at(end) and found.at.tzinfo is UTC
    assert not found.is_provisional


def test_the_last_day_is_the_one_that_ends_at_midnight():
    assert clocks.last_day(clocks.due_at(at("2026-11-29 08:00"), Term.of("7d"))) == date(2026, 12, 6)
    assert clocks.last_day(at("2026-12-06 10:00")) == date(2026, 12, 6)


def test_working_days_of_a_year_not_published_yet_are_provisional():
    over = clocks.deadline(at("2026-12-29 10:00"), Term.of("5wd"))
    assert over == clocks.Due(at("2027-01-07 00:00"), True)  # 1 January is off by law, 2 and 3 a weekend
    assert not clocks.deadline(at("2026-12-29 10:00"), Term.of("2wd")).is_provisional
    assert clocks.deadline(at("2003-12-30 10:00"), Term.of("3wd")).is_provisional


@pytest.mark.parametrize("year", range(2027, 2047))
def test_days_fixed_by_law_are_off_in_years_ahead(year):
    assert CHINA.is_provisional(date(year, 6, 1))
    for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)):
        assert not CHINA.is_working_day(date(year, month, day))


def test_the_moon_is_followed_in_years_ahead():
    for day in (date(2027, 2, 8), date(2027, 6, 9), date(2028, 1, 26), date(2028, 1, 27)):
        assert day.weekday() < 5 and not CHINA.is_working_day(day)
    assert CHINA.is_working_day(date(2027, 2, 26))


def test_settings_are_read_and_written():
    found = terms(SEEDS)
    assert found[Urgency.URGENT] == Term(2, Unit.HOURS) and found[Urgency.COMPLEX] == Term(15, Unit.DAYS)
    assert clocks.written(found) == SEEDS
    spaced = terms(" complex = 10wd , normal=7d,urgent=30m, timely=24h")
    assert spaced[Urgency.COMPLEX] == Term(10, Unit.WORKING_DAYS)


@given(st.fixed_dictionaries({urgency: KNOWN for urgency in Urgency}))
def test_what_is_written_is_read_again(found):
    assert terms(clocks.written(found)) == found


@pytest.mark.parametrize(
    "setting, says",
    [
        ("", "must begin with one of urgent, timely, normal, complex"),
        ("urgent=2h,timely=24h,normal=7d", "says nothing of complex"),
        (SEEDS + ",urgent=3h", "“urgent” is there twice"),
        (SEEDS + ",soon=3h", "“soon=3h” must begin"),
        (SEEDS.replace("2h", "2 hours"), "“2 hours” is no term"),
        (SEEDS.replace("2h", "-2h"), "“-2h” is no term"),
        (SEEDS.replace("2h", "２h"), "is no term"),
        (SEEDS.replace("2h", "0h"), "longer than nothing"),
        (SEEDS.replace("2h", "367d"), "at most 366 days"),
        (SEEDS.replace("2h", ""), "“” is no term"),
    ],
)
def test_a_setting_that_cannot_be_read_says_why(setting, says):
    with pytest.raises(ClockFault, match=says):
        terms(setting)


@pytest.mark.parametrize("name", ["CIVIC_CLOCKS", "CIVIC_CONTACT_CLOCKS"])
def test_the_site_does_not_start_with_a_broken_clock(name, tmp_path):
    setting = name.removeprefix("CIVIC_")
    broken = settings({name: "urgent=soon", "CIVIC_INSTANCE": str(tmp_path)})
    with pytest.raises(RuntimeError, match=f"{name}: “soon” is no term"):
        create_app(INSTANCE=tmp_path, **{setting: broken[setting]})


def test_the_seeds_are_the_hotlines():
    assert settings({})["CLOCKS"] == SEEDS
    contact = terms(settings({})["CONTACT_CLOCKS"])
    assert contact[Urgency.URGENT] == Term(30, Unit.MINUTES)
    assert {contact[urgency] for urgency in list(Urgency)[1:]} == {Term(24, Unit.HOURS)}


def test_a_term_is_said_in_words(app):
    with app.test_request_context("/"):
        said = [Term.of(written).label for written in ("30m", "2h", "7d", "5wd")]
    assert said == ["30 分钟", "2 小时", "7 天", "5 个工作日"]


@given(MOMENTS, KNOWN, st.integers(-10_000, 100_000))
def test_the_light_is_what_the_minutes_say(start, term, minutes):
    due = clocks.due_at(start, term)
    now, amber = start + minutes * MINUTE, clocks.amber_at(start, due)
    left = (due - now) / (due - start)
    wanted = Light.RED if left < 0 else Light.AMBER if left <= 0.25 else Light.GREEN
    if abs(left - 0.25) > 1e-9:  # a float's own edge
        assert clocks.light(now, amber, due) is wanted
    assert clocks.is_in_time(now, due) == (wanted is not Light.RED)


def test_the_last_moment_is_still_in_time():
    start, due = at("2026-03-02 08:00"), at("2026-03-02 10:00")
    amber = clocks.amber_at(start, due)
    assert amber == at("2026-03-02 09:30")
    lights = [clocks.light(now, amber, due) for now in (amber - MINUTE, amber, due, due + MINUTE)]
    assert lights == [Light.GREEN, Light.AMBER, Light.AMBER, Light.RED]


def test_an_order_that_comes_late_is_red_and_counts_nothing_backwards():
    start, due = at("2026-03-02 08:00"), at("2026-03-01 08:00")
    assert clocks.amber_at(start, due) == due
    assert clocks.light(start, clocks.amber_at(start, due), due) is Light.RED


@pytest.mark.parametrize("urgency, hours", [("urgent", 1), ("timely", 12), ("normal", 24), ("complex", 24)])
def test_red_is_told_to_the_street_and_then_to_the_district(urgency, hours):
    due, urgency = at("2026-03-02 10:00"), Urgency(urgency)
    assert clocks.escalation_due(Level.STREET, due, urgency) == due
    assert clocks.escalation_due(Level.DISTRICT, due, urgency) == due + hours * HOUR


def test_a_reopening_starts_the_clock_anew():
    opened, reopened, term = at("2026-03-02 10:00"), at("2026-03-20 23:00"), Term.of("7d")
    assert clocks.due_at(reopened, term) - clocks.due_at(opened, term) == timedelta(days=18)
