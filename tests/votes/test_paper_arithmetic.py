"""Paper against phone by the day alone, and paper that adds up: each against an obvious oracle."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.votes.balance import Fault, Register, Sheet, faults
from civic.votes.by_day import takes_place
from tests.harness.setting import cases

START = date(2025, 3, 1)
arrivals = st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=1, max_size=8)


def in_order(found):
    """(paper?, day) as they can reach the office: a phone on its day, paper on its day or any time later."""
    today, events = 0, []
    for paper, number in found:
        today = max(today, number) if not paper else today
        events.append((paper, START + timedelta(days=min(number, today) if paper else today)))
    return events


@given(arrivals)
@settings(max_examples=cases(2000))
def test_the_later_day_counts_and_on_the_same_day_paper(found):
    events = in_order(found)
    winner = 0
    for at in range(1, len(events)):
        if takes_place(*events[at], *events[winner]):
            winner = at
    oracle = max(range(len(events)), key=lambda at: (events[at][1], events[at][0], at))
    assert winner == oracle


fates = st.lists(st.sampled_from(["returned", "spoiled", "out"]), max_size=60)


@given(fates, st.tuples(*[st.integers(-2, 2)] * 3))
@settings(max_examples=cases(2000))
def test_paper_adds_up_exactly_when_every_heap_is_right(found, off):
    heaps = [found.count(one) for one in ("returned", "spoiled", "out")]
    counted = [max(0, heap + by) for heap, by in zip(heaps, off, strict=True)]
    back = heaps[0]
    register = Register(len(found), back, heaps[1], in_box=back, settled=back)
    wrong = faults(register, Sheet(*counted))
    assert (not wrong) == (counted == heaps)
    assert (Fault.DOES_NOT_ADD_UP in wrong) == (sum(counted) != len(found))


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_only_agreed_or_settled_ballots_let_the_count_begin(settled, differing, unread):
    back = settled + differing + unread
    register = Register(back, back, 0, in_box=back, settled=settled, differing=differing)
    wrong = faults(register, Sheet(back, 0, 0))
    assert (Fault.DIFFERENCES in wrong, Fault.NOT_KEYED in wrong) == (differing > 0, unread > 0)


def test_nothing_is_right_before_somebody_has_counted():
    assert faults(Register(0, 0, 0, 0, 0), None) == [Fault.NOT_COUNTED]
