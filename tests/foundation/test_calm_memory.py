"""Counters kept in memory: the same answers as the library's, and nothing left behind."""

import threading

from hypothesis import given
from hypothesis import strategies as st
from limits.storage import MemoryStorage

from civic import calm_memory
from civic.calm_memory import CalmMemory

STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=40)


@given(steps=STEPS)
def test_counts_as_the_librarys_own(steps):
    ours, theirs = CalmMemory("calm://"), MemoryStorage("memory://")
    for key, amount in steps:
        assert ours.incr(key, 60, amount) == theirs.incr(key, 60, amount)
    assert [ours.get(key) for key in "abc"] == [theirs.get(key) for key in "abc"]


def test_begins_anew_when_its_time_is_over(monkeypatch):
    counters, now = CalmMemory("calm://"), [1000.0]
    monkeypatch.setattr(calm_memory.time, "time", lambda: now[0])
    assert [counters.incr("a", 60), counters.incr("a", 60)] == [1, 2]
    now[0] += 60
    assert counters.incr("a", 60) == 1


def test_lets_old_counters_go_without_a_thread(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(calm_memory.time, "time", lambda: now[0])
    counters = CalmMemory("calm://")
    counters.timer.join()  # the library starts one thread at birth
    threads = threading.active_count()
    for visitor in range(50):
        counters.incr(f"visitor {visitor}", 5)
    assert threading.active_count() == threads
    now[0] += calm_memory.TIDY_SECONDS
    counters.incr("another", 5)
    assert list(counters.storage) == ["another"] and list(counters.expirations) == ["another"]
