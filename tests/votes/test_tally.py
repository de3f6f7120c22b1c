"""Ballots read and counted: nothing dropped, nothing doubled, every envelope of one weight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.votes.tally import (
    BALLOT_BYTES,
    Choice,
    SpoiledBallot,
    Voice,
    count,
    in_steps,
    roll_call,
    unpacked,
)

LETTERS = ("甲", "乙", "丙")


@st.composite
def choices(draw, letters=LETTERS):
    letter = draw(st.sampled_from(letters))
    others = [other for other in letters if other != letter]
    return Choice(letter, tuple(draw(st.permutations(others))[: draw(st.integers(0, len(others)))]))


@given(st.lists(choices(), max_size=60), st.randoms())
@settings(max_examples=2000, deadline=None)
def test_a_count_agrees_with_counting_on_fingers(ballots, random):
    shuffled = random.sample(ballots, len(ballots))
    result = count(shuffled, LETTERS)
    for letter in LETTERS:
        assert result.chosen[letter] == len([b for b in ballots if b.letter == letter])
        assert result.cannot[letter] == len([b for b in ballots if letter in b.cannot])
    assert result.returned == sum(result.chosen.values()) == len(ballots)
    assert all(result.chosen[letter] == result.most for letter in result.leaders)


@given(choices())
@settings(max_examples=500, deadline=None)
def test_a_ballot_survives_its_envelope_and_weighs_the_same(ballot):
    packed = ballot.packed()
    assert len(packed) == BALLOT_BYTES
    assert unpacked(packed, LETTERS) == ballot.check(LETTERS)


@pytest.mark.parametrize(
    "ballot",
    [Choice("丁"), Choice(""), Choice("甲", ("丁",)), Choice("甲", ("乙", "乙")), Choice("甲", ("甲",))],
)
def test_what_is_not_on_the_ballot_is_refused(ballot):
    with pytest.raises(SpoiledBallot):
        ballot.check(LETTERS)


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"null", b"\xff", '{"choice":"甲"}'.encode(), '{"choice":"甲","cannot":[],"by":7}'.encode(),
     '{"choice":["甲"],"cannot":[]}'.encode(), '{"choice":"甲","cannot":5}'.encode(),
     '{"choice":"甲","cannot":[["乙"]]}'.encode()],
)  # fmt: skip
def test_foreign_bytes_are_no_ballot(payload):
    with pytest.raises(SpoiledBallot):
        unpacked(payload, LETTERS)


def test_the_demo_town_count():
    """The single-choice part of V1 (domain.md §7)."""
    ballots = [Choice("丙")] * 417 + [Choice("甲")] * 201 + [Choice("乙")] * 86
    result = count(ballots, LETTERS)
    assert (result.returned, result.leaders, result.most) == (704, ["丙"], 417)


def test_a_tie_has_two_leaders_and_an_empty_box_none():
    assert count([Choice("甲"), Choice("乙")], LETTERS).leaders == ["甲", "乙"]
    assert count([], LETTERS).leaders == []


def test_a_roll_call_counts_voices():
    said = roll_call([Voice.CONSENT] * 5 + [Voice.STAND_ASIDE])  # V5
    assert said == {Voice.CONSENT: 5, Voice.STAND_ASIDE: 1, Voice.OBJECT: 0}
    with pytest.raises(ValueError, match="maybe"):
        roll_call(["maybe"])


def test_figures_of_an_open_vote_come_in_steps_of_five():
    assert [in_steps(n) for n in (0, 4, 5, 9, 704)] == [0, 0, 5, 5, 700]
