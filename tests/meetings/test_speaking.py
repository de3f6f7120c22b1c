"""Who speaks next, against an oracle that tries every order."""

from collections import Counter
from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from civic.meetings.live_states import Side
from civic.meetings.speaking import Limits, Word, allowed, order, seconds_for, time_left

SIDES = st.sampled_from(list(Side))
BODIES = st.sampled_from([None, "物业", "业委会"])
VOICES = st.integers(1, 6)
QUEUE = st.lists(st.tuples(VOICES, SIDES, BODIES), max_size=5, unique_by=lambda one: one[0]).map(
    lambda rows: [Word(voice, side, body, id=place) for place, (voice, side, body) in enumerate(rows)]
)
SPOKEN = st.lists(st.builds(Word, VOICES, SIDES, BODIES, st.integers(0, 90)), max_size=5)
LIMITS = st.builds(Limits, st.just(60), st.integers(0, 3), st.sampled_from([0, 60, 120]))


def oracle(queue, spoken, limits):
    """The one order in which nobody further back may say: I come before you."""
    may = [word for word in queue if allowed(word, spoken, limits)]
    for called in permutations(may):
        if all(not _objects(called, spoken, i, j) for i in range(len(may)) for j in range(i + 1, len(may))):
            return list(called)
    raise AssertionError("no order stands")


def _objects(called, spoken, place, behind):
    before = [*spoken, *called[:place]]
    last = ([None] + [word.side for word in before if word.side != Side.OTHER])[-1]
    first, second = called[place], called[behind]

    def rank(word):
        return sum(one.voice == word.voice for one in before), word.side == last, word.id

    return rank(second) < rank(first)


@given(QUEUE, SPOKEN, LIMITS)
def test_the_order_is_the_one_nobody_objects_to(queue, spoken, limits):
    assert order(queue, spoken, limits) == oracle(queue, spoken, limits)


def slowly(queue, spoken, limits):
    """Looks at everybody who waits before each call."""
    times = Counter(one.voice for one in spoken)
    last = ([None] + [one.side for one in spoken if one.side != Side.OTHER])[-1]
    waiting, called = [word for word in queue if allowed(word, spoken, limits)], []
    while waiting:
        called.append(min(waiting, key=lambda one: (times[one.voice], one.side == last)))
        waiting.remove(called[-1])
        times[called[-1].voice] += 1
        last = last if called[-1].side == Side.OTHER else called[-1].side
        waiting = [one for one in waiting if not limits.times or times[one.voice] < limits.times]
    return called


MANY = st.lists(st.builds(Word, VOICES, SIDES, BODIES), max_size=25).map(
    lambda words: [replace(word, id=place) for place, word in enumerate(words)]
)


@given(MANY, SPOKEN, LIMITS)
def test_the_same_order_where_one_voice_stands_in_the_line_several_times(queue, spoken, limits):
    assert order(queue, spoken, limits) == slowly(queue, spoken, limits)


class Counted:
    """A voice that counts how often anybody asks who it is."""

    asked = 0

    def __hash__(self):
        Counted.asked += 1
        return id(self)


def test_a_long_line_takes_no_more_steps_a_head_than_a_short_one():
    def steps(people):
        Counted.asked = 0
        sides = [Side.FOR, Side.AGAINST, Side.OTHER]
        voices = [Counted() for _voice in range(people // 2)]
        queue = [Word(voices[n % len(voices)], sides[n % 7 % 3], id=n) for n in range(people)]
        assert len(order(queue, [], Limits(times=0))) == people
        return Counted.asked / people

    assert steps(1600) < 2 * steps(50)


@given(QUEUE, SPOKEN, LIMITS)
def test_nobody_gets_more_than_the_rules_give(queue, spoken, limits):
    for word in order(queue, spoken, limits):
        assert not limits.times or sum(one.voice == word.voice for one in spoken) < limits.times
        left = time_left(word.body, spoken, limits)
        assert left is None or left > 0
        assert 0 < seconds_for(word, spoken, limits) <= limits.seconds


def test_for_and_against_take_turns_and_new_voices_come_first():
    queue = [Word(n, side, id=n) for n, side in enumerate(["for", "for", "against", "other", "against"], 1)]
    assert [one.id for one in order(queue, [], Limits())] == [1, 3, 2, 4, 5]
    spoken = [Word(3, Side.AGAINST, seconds=60)]
    assert [one.id for one in order(queue, spoken, Limits())] == [1, 4, 5, 2, 3]
