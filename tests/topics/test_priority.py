"""The next statement: weights as polismath's, and a draw in proportion to them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.topics.priority import choose, weight


@pytest.mark.parametrize(
    ("agrees", "passes", "answers", "reach", "wanted"),
    [
        (0, 0, 0, 0.0, (0.5 * 1 * 0.5 * 9) ** 2),
        (5, 0, 5, 0.0, ((1 - 1 / 7) * 6 / 7 * 5) ** 2),
        (5, 5, 10, 1.5, ((1 - 6 / 12) * 2.5 * 6 / 12 * 3) ** 2),
    ],
)
def test_weights_by_hand(agrees, passes, answers, reach, wanted):
    assert weight(agrees, passes, answers, reach) == pytest.approx(wanted)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.floats(0, 5))
def test_more_reach_weighs_more_and_more_passes_less(agrees, disagrees, passes, reach):
    answers = agrees + disagrees + passes
    assert weight(agrees, passes, answers, reach + 1) > weight(agrees, passes, answers, reach)
    if disagrees:
        assert weight(agrees, passes + 1, answers, reach) < weight(agrees, passes, answers, reach)


def test_a_new_one_is_asked_before_one_that_many_answered():
    assert weight(0, 0, 0, 0) > weight(20, 0, 40, 0)


def test_the_draw_is_in_proportion_and_the_same_for_the_same_person():
    weights = {1: 1.0, 2: 3.0, 3: 6.0}
    drawn = Counter(choose(weights, f"7:{person}:0") for person in range(4000))
    assert [round(drawn[key] / 4000, 1) for key in (1, 2, 3)] == [0.1, 0.3, 0.6]
    assert choose(weights, "7:1:0") == choose(dict(reversed(weights.items())), "7:1:0")
    assert choose({}, "x") is None
