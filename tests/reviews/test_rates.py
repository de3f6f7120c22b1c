"""The arithmetic against slow oracles: line by line, roots tried out, ranks by comparing all pairs."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.reviews import rates, wilson
from civic.reviews.rates import Counts, Weights

KINDS = st.sampled_from(["", "waste", "parking.locks", "parking.noise"])
BIT, PLACE = st.sampled_from(["0", "1"]), st.sampled_from(["1", "2"])
LEG = st.tuples(st.sampled_from(["7", "8", "9"]), st.sampled_from(["lead", "assist"]), BIT, BIT, BIT)


@st.composite
def files(draw):
    """Lines of an open CSV: cases of one to three bodies."""
    lines = []
    for number in range(draw(st.integers(0, 30))):
        place = (
            draw(PLACE),
            draw(PLACE),
            draw(KINDS),
        )
        solved = draw(st.sampled_from(["", "yes", "partly", "no"]))
        satisfied = draw(st.sampled_from(["", "yes", "basically", "no"])) if solved else ""
        end = draw(BIT), draw(BIT), solved, satisfied, draw(BIT) if solved else ""
        legs = draw(st.lists(LEG, min_size=1, max_size=3, unique_by=lambda leg: leg[0]))
        lines += [(str(number + 1), *place, *leg, *end) for leg in legs]
    return lines


def slowly(lines, scope, key):
    """The three rates of one scope from dictionaries, one condition at a time."""
    rows = [dict(zip(rates.COLUMNS, line, strict=True)) for line in lines]
    rows = [row for row in rows if row["excluded"] == "0" and belongs(row, scope, key)]
    leading = [row for row in rows if row["role"] == "lead"]
    cases = {row["case"]: row for row in (leading if scope == "body" else rows)}.values()
    valid = [case for case in cases if case["solved"] != ""]
    rated = [case for case in cases if case["satisfied"] != ""]
    contacted = [row for row in leading if row["contacted_in_time"] == "1"]
    happy = sum(Fraction({"yes": 2, "basically": 1, "no": 0}[case["satisfied"]], 2) for case in rated)
    return (
        Fraction(len(contacted), len(leading)) if leading else None,
        Fraction(sum(case["solved"] == "yes" for case in valid), len(valid)) if valid else None,
        happy / len(rated) if rated else None,
    )


def belongs(row, scope, key):
    if scope == "category":
        return row["category"] == key or row["category"].partition(".")[0] == key
    return scope == "all" or row[scope] == key


@given(files())
def test_rates_equal_a_count_line_by_line(lines):
    for (scope, key), counts in rates.tally(lines).items():
        found = rates.response(counts), rates.resolution(counts), rates.satisfaction(counts, True)
        assert found == slowly(lines, scope, key), (scope, key)


@given(files())
def test_what_is_left_out_stays_counted(lines):
    """I6: everything that fell due is in the volume, left out or not."""
    counted = rates.tally(lines).get(("all", ""), Counts())
    assert counted.orders == len({line[0] for line in lines})
    assert counted.excluded == len({line[0] for line in lines if line[10] == "1"})


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_ends_are_the_roots_of_his_equation(pair):
    """(p0 - p)² n = z² p (1 - p): on each side of each end the sign changes within the last digit."""
    hits, n = pair
    share, z2 = Fraction(hits, n), Fraction("1.96") ** 2

    def beyond(percent):
        p = Fraction(percent) / 100
        return (share - p) ** 2 * n - z2 * p * (1 - p)

    low, high = wilson.interval(share, n)
    assert 0 <= low <= share * 100 + Fraction(1, 100)
    assert share * 100 - Fraction(1, 100) <= high <= 100
    for end, outside in ((low, -1), (high, 1)):
        step = Decimal("0.006") * outside
        if 0 < end + step < 100 and 0 < end - step < 100:
            assert beyond(end + step) > 0 > beyond(end - step) or abs(end - share * 100) < 1


def test_known_intervals():
    assert wilson.interval(Fraction(9, 10), 10) == (Decimal("59.58"), Decimal("98.21"))
    assert wilson.interval(Fraction(1), 20) == (Decimal("83.89"), Decimal("100.00"))
    assert wilson.interval(Fraction(0), 1) == (Decimal("0.00"), Decimal("79.35"))


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (1, 1, "100.00")]
)
def test_digits_are_fixed_and_a_half_goes_up(part, whole, words):
    assert rates.percent(Fraction(part, whole)) == words
    assert rates.percent(None) is None


COUNTED = st.builds(
    lambda n, a, b, c: Counts(
        orders=n * 2, legs=n, contacted=min(a, n), callbacks=n, solved=min(b, n), rated=n, satisfied=min(c, n)
    ),
    st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60),
)  # fmt: skip


@given(st.dictionaries(st.integers(1, 12).map(str), COUNTED, max_size=9))
def test_ranks_are_intervals_and_nobody_is_ranked_below_twenty(counted):
    weights = Weights()
    able = {key: rates.score_bounds(one, weights) for key, one in counted.items() if one.callbacks >= 20}
    slow = {
        key: (
            1 + sum(other[0] > mine[1] for other in able.values()),
            len(able) - sum(other[1] < mine[0] for other in able.values()),
        )
        for key, mine in able.items()
        if len(able) > 1
    }
    assert rates.ranks(counted, weights) == slow


def test_volume_plays_no_part():
    """Four times the matters and the same answers: the same score (seed N15)."""
    few = Counts(orders=30, legs=30, contacted=24, callbacks=25, solved=20, rated=25, satisfied=15)
    many = Counts(**{name: value * 4 for name, value in vars(few).items()})
    assert rates.score(few, Weights()) == rates.score(many, Weights()) == "73.00"


def test_basically_counts_half_only_where_the_scheme_says_so():
    counts = SimpleNamespace(satisfied=1, basically=1, rated=4)
    assert rates.satisfaction(counts, False) == Fraction(1, 4)
    assert rates.satisfaction(counts, True) == Fraction(3, 8)


def test_further_dimensions_weigh_only_when_the_scheme_weighs_them():
    counts = Counts(orders=10, legs=10, contacted=10, callbacks=5, solved=5, rated=5, satisfied=5)
    assert rates.score(counts, Weights()) == "100.00"
    assert rates.score(counts, Weights(30, 30, 30, 10, 0)) is None  # no first receiver to go on
    with_first = Counts(**vars(counts) | {"first": 4, "first_kept": 2, "proactive": 5})
    assert rates.score(with_first, Weights(30, 30, 30, 5, 5)) == "95.00"
