"""One owner with many homes is one head, against an oracle that looks at every pair of homes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.votes.heads import Head, heads

AREAS = st.dictionaries(st.integers(1, 60), st.integers(1, 20_000), max_size=20)
OWNERS = st.dictionaries(st.integers(1, 70), st.integers(1, 5), max_size=20)


def slow_heads(areas, owner_of):
    """Homes belong together when somebody in the register owns both; nothing else."""

    def together(one, other):
        return one == other or (one in owner_of and owner_of.get(one) == owner_of.get(other))

    found = []
    for home in sorted(areas):
        theirs = tuple(sorted(other for other in areas if together(home, other)))
        if home == theirs[0]:
            found.append(Head(theirs, sum(areas[one] for one in theirs)))
    return found


@given(AREAS, OWNERS)
def test_against_every_pair(areas, owner_of):
    found = heads(areas, owner_of)
    assert found == slow_heads(areas, owner_of)
    assert sum(one.area_centi for one in found) == sum(areas.values())
    assert sorted(home for one in found for home in one.homes) == sorted(areas)


@given(AREAS)
def test_without_a_register_every_home_is_a_head(areas):
    assert [one.homes for one in heads(areas, {})] == [(home,) for home in sorted(areas)]


def test_the_example_of_the_law():
    """1 032 homes, 13 of them the developer's and one buyer's two: 1 032 − 12 − 1 = 1 019 owners."""
    areas = dict.fromkeys(range(1, 1033), 7_960)
    owner_of = dict.fromkeys(range(100, 113), 1) | dict.fromkeys((7, 900), 2)
    found = heads(areas, owner_of)
    assert len(found) == 1019 and sum(one.area_centi for one in found) == 1032 * 7_960


@pytest.mark.parametrize("area", [0, -1])
def test_a_home_without_area_is_refused(area):
    with pytest.raises(ValueError, match="home 2"):
        heads({1: 100, 2: area}, {})
