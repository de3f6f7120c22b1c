"""Minutes of an urgent matter: what is shown agrees with the target, to the second."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.dispatch.incident_clock import minutes_between

START = datetime(2026, 3, 2, 13, 10, tzinfo=UTC)


@given(st.integers(0, 3 * 86400), st.integers(1, 60))
def test_minutes_against_counting_them_one_by_one(seconds, target):
    end, counted = START + timedelta(seconds=seconds), 0
    while START + timedelta(minutes=counted) < end:
        counted += 1
    assert minutes_between(START, end) == counted
    assert (minutes_between(START, end) <= target) == (end <= START + timedelta(minutes=target))


def test_the_story_and_the_edges():
    assert minutes_between(START, START + timedelta(minutes=8)) == 8
    assert minutes_between(START, START + timedelta(hours=6)) == 360
    assert minutes_between(START, START + timedelta(minutes=10, seconds=1)) == 11
    assert minutes_between(START, START - timedelta(minutes=3)) == 0
