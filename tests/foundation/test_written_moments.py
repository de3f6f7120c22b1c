"""Dates in every way lists write them mean one moment; what is no date is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.written_moments import EPOCH, SHANGHAI, read_moment

HALF_PAST_FOUR = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    ["2026-03-04 16:30", "2026-03-04T16:30:00+08:00", "2026-03-04T08:30:00Z", "2026/3/4 16:30:00",
     "2026/03/04 16:30:00.000", "2026.3.4 16:30", "2026年3月4日 16:30", "2026年3月4日16时30分",
     "2026年3月4日 16时30分0秒", "2026/3/4 下午 4:30", "2026/3/4 下午4:30:00", "20260304163000",
     "202603041630", "46085.6875"],
)  # fmt: skip
def test_one_moment_in_many_ways(said):
    assert read_moment(said) == HALF_PAST_FOUR
    assert read_moment(said, day_ends=True) == HALF_PAST_FOUR


@pytest.mark.parametrize("said", ["2026-03-04", "2026/3/4", "2026年3月4日", "20260304", "46085"])
def test_a_day_begins_at_midnight_and_ends_at_24(said):
    midnight = datetime(2026, 3, 4, tzinfo=SHANGHAI)
    assert read_moment(said) == midnight
    assert read_moment(said, day_ends=True) == midnight + timedelta(days=1)


def test_twelve_belongs_to_its_half_of_the_day():
    assert read_moment("2026/3/4 上午 12:30") == datetime(2026, 3, 4, 0, 30, tzinfo=SHANGHAI)
    assert read_moment("2026/3/4 下午 12:30") == datetime(2026, 3, 4, 12, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "said", ["", "昨天", "3/14/26", "14.03.2026", "2026-02-30", "2026-13-01", "2026-03-04 25:00",
             "0000-01-01", "9999-12-31", "1234", "123456", "=46085", "２０２６-03-04 16:30x"],
)  # fmt: skip
def test_what_is_no_date_is_none(said):
    assert read_moment(said, day_ends=True) is None


@given(st.integers(0, 86_400 * 365 * 40))
def test_written_and_read_again(seconds):
    at = datetime(1992, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S"):
        assert read_moment(at.strftime(form)) == at
    days = (at.replace(tzinfo=None) - EPOCH.replace(tzinfo=None)) / timedelta(days=1)
    assert read_moment(f"{days:.9f}") == at
