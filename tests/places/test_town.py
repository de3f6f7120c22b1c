"""The demo town's figures agree with domain.md §7 and with one another."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from civic.demo import town
from civic.places.plan import PICKABLE, draw

SITES = {site.code: site for site in town.SITES}


def test_it_has_the_doors_homes_and_area_of_the_reference():
    assert len(town.BUILDINGS) == 12
    assert sum(building.doors for building in town.BUILDINGS) == town.DOORS == 36
    assert sum(building.homes for building in town.BUILDINGS) == town.HOMES == 1032
    assert sum(b.homes * b.area_centi for b in town.BUILDINGS) == town.AREA_CENTI == 8_217_600


@pytest.mark.parametrize("building", town.BUILDINGS, ids=lambda building: str(building.number))
def test_every_door_has_its_share_of_homes_with_labels_of_their_own(building):
    units = town.units_of(building)
    assert len(set(units)) == len(units) == building.homes // building.doors
    assert units[0] == "101"


@pytest.mark.parametrize("scheme", town.SCHEMES, ids=lambda scheme: scheme.letter)
def test_the_walks_of_each_scheme_come_out_as_published(scheme):
    """Walk: 1.15 × Manhattan from the building to its nearest site, in whole metres."""
    walks = {
        building: round(
            1.15 * min(abs(building.x - SITES[c].x) + abs(building.y - SITES[c].y) for c in scheme.sites)
        )
        for building in town.BUILDINGS
    }
    assert max(walks.values()) == scheme.farthest_m
    mean = sum(walk * building.homes for building, walk in walks.items()) / town.HOMES
    assert round(mean, 1) == scheme.mean_m
    assert sum(SITES[code].window_m < 10 for code in scheme.sites) == scheme.near_windows


def test_telephones_and_nicknames_belong_to_one_person_each():
    assert len({player.phone for player in town.CAST}) == len(town.CAST)
    assert len({player.nickname for player in town.CAST}) == len(town.CAST)
    assert all(player.phone.startswith("1390000") for player in town.CAST)


def test_everybody_lives_in_a_home_that_exists():
    units = {building.number: town.units_of(building) for building in town.BUILDINGS}
    doors = {building.number: building.doors for building in town.BUILDINGS}
    for player in town.CAST:
        if player.home:
            building, door, unit = player.home
            assert unit in units[building] and 1 <= door <= doors[building]


def test_every_seat_has_two_different_people():
    keys = {player.key for player in town.CAST}
    for body in town.SEATS:
        assert {body.delegate, body.alternate} <= keys
        assert body.delegate != body.alternate


def figures():
    rows = [SimpleNamespace(id=b.number, kind="building", spot=None, label="", parent_id=None,
                            number=b.number, x=b.x, y=b.y, width=b.width, height=b.height)
            for b in town.BUILDINGS]  # fmt: skip
    rows += [SimpleNamespace(id=100 + i, kind="spot", spot=s.kind, label="", parent_id=None, number=0,
                             x=s.x, y=s.y, width=s.width, height=s.height)
             for i, s in enumerate(town.SPOTS)]  # fmt: skip
    return [figure for figure in draw(rows).figures if figure.sort in PICKABLE]


def test_fingers_on_a_phone_hit_one_place():
    """At 360 px the plan has 1.3 px a metre: 18 m are the 24 px of WCAG 2.5.8."""
    for one, other in combinations(figures(), 2):
        assert not one.touch.overlaps(other.touch), (one, other)
    for figure in figures():
        assert min(figure.touch.width, figure.touch.height) >= 18, figure
