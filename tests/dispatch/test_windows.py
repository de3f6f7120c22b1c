"""The arithmetic of windows and pauses against slow oracles: minute by minute, day by day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.dispatch.windows import Moments, after_pause, in_window, next_progress, objection_closes

MINUTE = timedelta(minutes=1)
START = datetime(2026, 12, 30, 22, 0, tzinfo=UTC)
minutes = st.integers(min_value=0, max_value=60 * 24 * 40)
days = st.integers(min_value=0, max_value=60)


@given(waited=minutes, hours=st.integers(min_value=1, max_value=48))
def test_the_window_is_open_while_minutes_are_left(waited, hours):
    left = hours * 60
    for _minute in range(waited):
        left -= 1
    closes = objection_closes(START, timedelta(hours=hours))
    assert in_window(START + waited * MINUTE, closes) is (left > 0)


@given(contact=st.none() | minutes, amber=minutes, due=minutes, paused=minutes, stood=minutes)
def test_what_was_left_at_the_pause_is_left_after_it(contact, amber, due, paused, stood):
    def at(offset):
        return START + offset * MINUTE

    before = Moments(at(contact) if contact is not None else None, at(amber), at(due))
    after = after_pause(before, at(paused), at(paused + stood))
    for name in ("contact_due_at", "amber_at", "due_at"):
        was, then = getattr(before, name), getattr(after, name)
        if was is None:
            assert then is None
        else:
            assert then - at(paused + stood) == was - at(paused)


@given(minutes, minutes)
def test_a_clock_that_runs_backwards_takes_nothing_away(due, back):
    moments = Moments(None, START, START + due * MINUTE)
    assert after_pause(moments, START + back * MINUTE, START) == moments


@given(told=days, every=st.integers(min_value=1, max_value=30), last=days)
def test_the_next_telling_comes_before_the_new_deadline(told, every, last):
    first = date(2026, 12, 1)
    wanted, day = None, first + timedelta(days=told)
    for step in range(1, every + 1):
        day = first + timedelta(days=told + step)
    if day < first + timedelta(days=last):
        wanted = day
    assert next_progress(first + timedelta(days=told), every, first + timedelta(days=last)) == wanted
