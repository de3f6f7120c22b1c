"""Representativeness and consensus: the formulas of systems.md §5.3, written out by hand."""

from math import isclose, prod, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.topics import common_ground as ground


def tallies(most=40):
    counts = st.tuples(st.integers(0, most), st.integers(0, most), st.integers(0, most))
    return counts.map(lambda one: (one[0], one[1], sum(one)))


COUNTS = st.integers(2, 4).flatmap(
    lambda groups: st.integers(1, 8).flatmap(
        lambda statements: st.lists(
            st.lists(tallies(), min_size=statements, max_size=statements), min_size=groups, max_size=groups
        )
    )
)


@pytest.mark.parametrize(
    ("said", "answered", "rest_said", "rest_answered", "z"),
    [(9, 9, 0, 9, 4.4721), (5, 10, 5, 10, 0.0), (0, 0, 0, 0, 0.0), (3, 9, 8, 9, -2.4056)],
)
def test_two_shares_by_hand(said, answered, rest_said, rest_answered, z):
    a, b, c, d = said + 1, answered + 1, rest_said + 1, rest_answered + 1
    p = (a + c) / (b + d)
    wanted = 0 if p == 1 else (a / b - c / d) / sqrt(p * (1 - p) * (1 / b + 1 / d))
    found = ground.two_shares_z(said, answered, rest_said, rest_answered)
    assert isclose(found, wanted) or found == wanted == 0
    if (said, rest_said) == (9, 0):
        assert found == pytest.approx(4.0452, abs=1e-3)


def test_one_share_by_hand():
    assert ground.one_share_z(8, 8) == pytest.approx(3.0)  # 2·√9·(9/9 − ½)
    assert ground.one_share_z(3, 8) == pytest.approx(-0.3333, abs=1e-3)


@given(COUNTS)
def test_what_speaks_for_a_group(counts):
    for group in range(len(counts)):
        own = ground.own_statements(counts, group)
        assert len(own) <= 5
        assert bool(own) == any(tally[2] for tally in counts[group])
        assert len({one.statement for one in own}) == len(own)
        sure = [one for one in own if _sure(counts, group, one)]
        assert len(sure) == len(own) or len(own) == 1
        if any(one.agrees for one in sure):
            assert own[0].agrees, "what the group agrees with comes first"


def _sure(counts, group, own):
    side, mine = (0 if own.agrees else 1), counts[group][own.statement]
    rest = [one[own.statement] for place, one in enumerate(counts) if place != group]
    said, answered = sum(tally[side] for tally in rest), sum(tally[2] for tally in rest)
    apart = ground.two_shares_z(mine[side], mine[2], said, answered)
    return apart > 1.2816 and ground.one_share_z(mine[side], mine[2]) > 1.2816


@given(COUNTS)
def test_what_unites_is_most_of_every_group(counts):
    found = ground.uniting(counts)
    for one in found:
        side = 0 if one.agrees else 1
        shares = [(1 + group[one.statement][side]) / (2 + group[one.statement][2]) for group in counts]
        assert all(share > 0.5 for share in shares)
        assert one.weight == pytest.approx(prod(shares))
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)


@given(COUNTS)
def test_what_divides_never_unites(counts):
    divides = ground.dividing(counts)
    assert len(divides) <= 5 and len(set(divides)) == len(divides)
    for number in divides:
        told = [(1 + group[number][0]) / (2 + group[number][2]) for group in counts if group[number][2]]
        assert max(told) > min(told)


def test_a_clear_case():
    """Both agree on the first, part on the second, and nobody knows about the third."""
    counts = [[(30, 1, 32), (30, 1, 32), (2, 2, 30)], [(25, 1, 27), (1, 25, 27), (2, 1, 25)]]
    assert [(one.statement, one.agrees) for one in ground.uniting(counts)] == [(0, True)]
    assert ground.dividing(counts) == [1]
    assert [(one.statement, one.agrees) for one in ground.own_statements(counts, 0)] == [(1, True)]
    assert [(one.statement, one.agrees) for one in ground.own_statements(counts, 1)] == [(1, False)]
