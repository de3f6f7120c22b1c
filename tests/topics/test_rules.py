"""The pure parts: lots, days, thresholds, the two tables of states."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.database import SHANGHAI
from civic.topics.lots import LETTERS, draw
from civic.topics.rules import end_of_day, last_day, threshold_reached
from civic.topics.states import GROUP_LABELS, STAGE_GROUPS, STATE_LABELS, TRANSITIONS, TopicState


@given(st.sets(st.integers(1, 10**9), max_size=10), st.text(max_size=40))
def test_lots_are_a_fair_bijection_anybody_can_repeat(ids, seed):
    letters = draw(seed, ids)
    assert set(letters) == ids
    assert sorted(letters.values(), key=LETTERS.index) == list(LETTERS[: len(ids)])
    assert letters == draw(seed, reversed(sorted(ids)))


def test_another_seed_draws_another_order():
    drawn = {tuple(draw(f"seed{n}", [1, 2, 3]).items()) for n in range(40)}
    assert len({tuple(sorted(one)) for one in drawn}) == 6


@pytest.mark.parametrize("ids", [range(11), [1, 1]])
def test_lots_refuse_what_has_no_letter_of_its_own(ids):
    with pytest.raises(ValueError):
        draw("seed", ids)


@given(st.integers(0, 366 * 24 * 60), st.integers(0, 60))
def test_days_count_whole_in_shanghai(minutes, days):
    moment = datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
    until = end_of_day(moment, days)
    assert until > moment
    assert (until.hour, until.minute, until.second) == (0, 0, 0)
    assert (last_day(until) - moment.date()).days == days


def test_the_number_itself_is_enough():
    assert threshold_reached(20, 20)
    assert not threshold_reached(19, 20)


def test_every_state_has_words_exits_and_one_group():
    assert set(TRANSITIONS) == set(STATE_LABELS) == set(TopicState)
    grouped = [state for group in STAGE_GROUPS.values() for state in group]
    assert sorted(grouped) == sorted(TopicState)
    assert set(STAGE_GROUPS) == set(GROUP_LABELS)
