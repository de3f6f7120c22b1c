"""Enough have come: exact fractions against a slow count; a meeting without enough refuses to decide."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.errors import Conflict
from civic.meetings import quorum
from civic.meetings.kinds import QUORUMS, RULES, Quorum
from civic.meetings.states import MeetingKind

SHARES = st.builds(Fraction, st.integers(1, 12), st.integers(12, 24))
RULE = st.builds(Quorum, SHARES, st.booleans(), st.just(""), st.booleans())


def slowly(rule, seats, recused):
    """Count up until it is enough."""
    base = seats - recused if rule.recusal_reduces else seats
    for present in range(1, base + 2):
        if present > rule.part * base or (present >= rule.part * base and not rule.over):
            return present


@given(RULE, st.integers(0, 40), st.data())
def test_the_number_needed_is_the_first_that_is_enough(rule, seats, data):
    recused = data.draw(st.integers(0, seats))
    assert quorum.needed(rule, seats, recused) == slowly(rule, seats, recused)


@given(st.integers(0, 60), st.integers(0, 60))
def test_every_further_seat_brings_it_nearer(present, needed):
    met = quorum.has_quorum(present, needed)
    assert met == (present in range(needed, 61)) and (not met or quorum.has_quorum(present + 1, needed))


def test_half_is_not_more_than_half_and_two_thirds_are_enough():
    half, thirds = QUORUMS["half"], QUORUMS["two_thirds"]
    assert [quorum.needed(half, seats) for seats in (3, 4, 6, 7, 12)] == [2, 3, 4, 4, 7]
    assert [quorum.needed(thirds, seats) for seats in (3, 4, 6, 7, 12)] == [2, 3, 4, 5, 8]
    assert quorum.needed(half, 7, recused=2) == 4  # recusal reduces nothing unless the rule says so
    assert quorum.of_council("", 6) == 0 and set(RULES) == set(MeetingKind)


def meeting(needed, present=0, seats=0, council=None):
    return SimpleNamespace(quorum=needed, present=present, seats_present=seats, council_id=council)


def test_a_meeting_without_enough_refuses_to_decide_and_says_how_many_more(app):
    with app.test_request_context("/"):
        for short, words in (
            (meeting(4, present=9, seats=2, council=1), "再来2个才能定事"),
            (meeting(4, present=3, seats=9), "再来1人才能定事"),
        ):
            assert quorum.missing(short) and not quorum.is_met(short)
            with pytest.raises(Conflict, match=words):
                quorum.guard(short)
        for enough in (meeting(4, seats=4, council=1), meeting(3, present=3), meeting(0)):
            quorum.guard(enough)
            assert "再来" not in quorum.sentence(enough)
