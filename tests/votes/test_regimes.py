"""Quorum and threshold: exact at the line, against the law's own examples and a slow oracle."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.votes.regimes import (
    HALF,
    RULES,
    Line,
    Measure,
    Outcome,
    Regime,
    Sums,
    at_least,
    more_than,
    settle,
    settle_advice,
    settle_council,
)
from tests.harness.setting import cases

AREA, HEADS = 9_000_000, 900  # 90,000 m² in 0.01 m², of domain.md §3.1
SPECIAL, ORDINARY = RULES[Regime.OWNERS_SPECIAL], RULES[Regime.OWNERS_ORDINARY]


def owners(area, heads, area_favour=0, heads_favour=0, whole=(AREA, HEADS)):
    return {
        Measure.AREA: Sums(whole[0], area, area_favour),
        Measure.HEADS: Sums(whole[1], heads, heads_favour),
    }


def test_exactly_two_thirds_is_a_quorum_and_a_hair_less_is_not():
    assert settle(SPECIAL, owners(6_000_000, 600, 4_500_000, 450)) is Outcome.PASSED
    assert settle(SPECIAL, owners(5_999_999, 600, 4_500_000, 450)) is Outcome.VOID
    assert settle(SPECIAL, owners(6_000_000, 599, 4_500_000, 450)) is Outcome.VOID


def test_exactly_three_quarters_passes_and_one_head_less_does_not():
    assert settle(SPECIAL, owners(6_000_000, 600, 4_500_000, 449)) is Outcome.NOT_PASSED
    assert settle(SPECIAL, owners(6_000_000, 600, 4_499_999, 450)) is Outcome.NOT_PASSED


def test_exactly_half_fails_because_more_than_half_is_asked():
    assert settle(ORDINARY, owners(6_000_000, 600, 3_000_000, 301)) is Outcome.NOT_PASSED
    assert settle(ORDINARY, owners(6_000_000, 600, 3_000_001, 300)) is Outcome.NOT_PASSED
    assert settle(ORDINARY, owners(6_000_000, 600, 3_000_001, 301)) is Outcome.PASSED


def test_area_enough_and_heads_short_is_not_enough():
    assert settle(ORDINARY, owners(8_000_000, 599, 8_000_000, 599)) is Outcome.VOID


@pytest.mark.parametrize(
    ("taking_part", "agreeing", "outcome"),
    [
        ((6_204_800, 761), (4_790_000, 602), Outcome.PASSED),  # V2
        ((5_630_000, 700), (4_090_000, 498), Outcome.NOT_PASSED),  # V3: a clear majority, short of 3/4
    ],
)
def test_the_demo_town_owners_votes(taking_part, agreeing, outcome):
    assert settle(SPECIAL, owners(*taking_part, *agreeing, whole=(8_217_600, 1019))) is outcome


def test_the_residents_meeting_of_the_demo_town_passes():
    sums = {Measure.HEADS: Sums(1032, 540, 322)}  # V4
    assert settle(RULES[Regime.RESIDENTS_MEETING], sums) is Outcome.PASSED
    assert settle(RULES[Regime.RESIDENTS_MEETING], {Measure.HEADS: Sums(1032, 516, 516)}) is Outcome.VOID


def test_a_committee_counts_signatures_of_all_its_members():
    rule = RULES[Regime.OWNERS_COMMITTEE]
    assert settle(rule, {Measure.HEADS: Sums(7, 4, 4)}) is Outcome.PASSED
    assert settle(rule, {Measure.HEADS: Sums(7, 5, 3)}) is Outcome.NOT_PASSED  # 3 of 5, but 3 of 7


def test_a_management_committee_also_needs_half_of_its_owning_members():
    rule = RULES[Regime.MANAGEMENT_COMMITTEE]
    heads = Sums(9, 6, 6)
    assert settle(rule, {Measure.HEADS: heads, Measure.OWNING_HEADS: Sums(5, 2, 2)}) is Outcome.VOID
    assert settle(rule, {Measure.HEADS: heads, Measure.OWNING_HEADS: Sums(5, 3, 3)}) is Outcome.PASSED


def test_consultation_only_records():
    assert settle(RULES[Regime.CONSULTATION], {Measure.HEADS: Sums(10, 3, 1)}) is Outcome.RECORDED


def test_advice_never_passes():
    for roll, returned, most in [(1032, 704, 417), (1032, 516, 259), (1032, 1032, 1032)]:
        assert settle_advice(roll, returned, most, at_least(1, 2), HALF) is Outcome.REACHED
    assert settle_advice(1032, 515, 515, at_least(1, 2), HALF) is Outcome.NOT_REACHED
    assert settle_advice(1032, 516, 258, at_least(1, 2), HALF) is Outcome.NOT_REACHED
    assert not RULES[Regime.ADVISORY].binding


def test_a_council_adopts_unless_a_seat_objects_or_too_few_spoke():
    quorum = RULES[Regime.COUNCIL].quorum
    assert settle_council(6, 6, 0, quorum) is Outcome.ADOPTED
    assert settle_council(6, 4, 0, quorum) is Outcome.ADOPTED
    assert settle_council(6, 6, 1, quorum) is Outcome.REFERRED
    assert settle_council(6, 3, 0, quorum) is Outcome.VOID


def test_only_advice_and_council_open_here():
    assert {regime for regime, rule in RULES.items() if rule.opens_here} == {
        Regime.ADVISORY, Regime.COUNCIL, Regime.RESIDENTS_MEETING,
    }  # fmt: skip


def test_every_regime_names_its_source():
    assert set(RULES) == set(Regime)
    assert all(rule.source and rule.units and rule.measures for rule in RULES.values())


def test_nothing_of_nothing_is_never_enough():
    assert not at_least(1, 2).reached(0, 0)
    with pytest.raises(ValueError, match="no part"):
        HALF.reached(3, 2)


lines = st.builds(
    lambda num, extra, strict: Line(Fraction(num, num + extra), strict),
    st.integers(1, 60), st.integers(0, 60), st.booleans(),
)  # fmt: skip


@given(lines, st.integers(1, 10**12), st.data())
@settings(max_examples=cases(2000), deadline=None)
def test_a_line_agrees_with_the_oracle(line, whole, data):
    """The oracle divides; we multiply. Near the line is where they could differ."""
    near = int(line.share * whole)
    part = data.draw(st.one_of(st.integers(0, whole), st.integers(max(0, near - 2), min(whole, near + 2))))
    share = Fraction(part, whole)
    assert line.reached(part, whole) == (share > line.share if line.strict else share >= line.share)


@given(lines, st.integers(1, 400))
@settings(max_examples=500, deadline=None)
def test_least_is_the_first_number_that_is_enough(line, whole):
    enough = [part for part in range(whole + 1) if line.reached(part, whole)]
    assert line.least(whole) == (enough[0] if enough else whole + 1)


@given(st.lists(st.tuples(st.integers(1, 99999), st.sampled_from(["yes", "no", "away"])), min_size=1))
@settings(max_examples=cases(2000), deadline=None)
def test_owners_votes_agree_with_a_slow_oracle(units):
    """Each unit as a heap of single 0.01 m² and one head; shares compared as exact fractions."""
    took = [(area, how) for area, how in units if how != "away"]
    totals = {
        Measure.AREA: tuple(
            sum(a for a, _ in some) for some in (units, took, [u for u in took if u[1] == "yes"])
        ),
        Measure.HEADS: (len(units), len(took), sum(how == "yes" for _, how in took)),
    }
    for regime, need, strict in [(ORDINARY, Fraction(1, 2), True), (SPECIAL, Fraction(3, 4), False)]:
        if all(Fraction(part, whole) >= Fraction(2, 3) for whole, part, _ in totals.values()):
            shares = [Fraction(favour, part) for _, part, favour in totals.values()]
            passed = all(share > need if strict else share >= need for share in shares)
            expected = Outcome.PASSED if passed else Outcome.NOT_PASSED
        else:
            expected = Outcome.VOID
        assert settle(regime, {m: Sums(*figures) for m, figures in totals.items()}) is expected


def test_more_than_and_at_least_differ_only_on_the_line():
    assert at_least(1, 2).reached(1, 2) and not more_than(1, 2).reached(1, 2)
