"""In which month a case is counted. Pure."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.database import SHANGHAI
from civic.reviews.moments import FROZEN_ON, counted_on

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def at(*moment):
    return datetime(*moment, tzinfo=SHANGHAI).astimezone(UTC)


def test_a_case_due_at_midnight_of_the_last_day_counts_in_the_month_that_ends():
    assert counted_on(at(2026, 12, 1), date(2026, 12, 1)) == date(2026, 11, 30)
    assert counted_on(at(2026, 12, 1, 0, 1), date(2026, 12, 1)) == date(2026, 12, 1)
    assert counted_on(at(2027, 1, 1), date(2027, 1, 8)) == date(2026, 12, 31)
    assert counted_on(at(2027, 1, 1), date(2027, 1, 9)) == date(2027, 1, 9)  # December is added up


@given(DAYS, st.integers(0, 90), st.integers(0, 24))
def test_no_case_falls_into_a_month_that_is_added_up(day, later, hour):
    due = at(day.year, day.month, day.day) + timedelta(hours=hour)
    today = due.astimezone(SHANGHAI).date() + timedelta(days=later)
    counted = counted_on(due, today)
    begins = (counted.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert counted <= today and today < begins.replace(day=FROZEN_ON)
    if hour < 24 and today < (day.replace(day=1) + timedelta(days=32)).replace(day=1):
        assert counted == (due - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
