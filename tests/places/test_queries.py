"""Reads of the tree: subtrees by path, constant statement counts, no home label in public."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from civic.database import writing
from civic.errors import NotFound
from civic.extensions import db
from civic.places import queries
from civic.places.models import Household, Place, PlaceKind
from tests.factories.places import make_building, make_community, make_door, make_household, make_spot


@given(parents=st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_within_is_the_subtree_that_walking_the_parents_finds(app, parents):
    """Any tree shape: ids of different lengths must not be taken for one another (/1/ and /12/)."""
    with writing() as session:
        session.execute(Place.__table__.delete())
        places = [_node(session, None)]
        for choice in parents:
            places.append(_node(session, places[choice % len(places)]))
    for root in places:
        found = set(db.session.scalars(select(Place.id).where(queries.within(root))))
        assert found == {place.id for place in places if root.id in _up(place, places)}
        assert found == {place.id for place in places if root.contains(place)}


def _node(session, parent):
    node = Place(kind=PlaceKind.SPOT, name=str(id(object())), label="", parent_id=parent and parent.id)
    session.add(node)
    session.flush()
    node.name = f"{node.id}"
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    return node


def _up(place, places):
    by_id, ids = {each.id: each for each in places}, []
    while place:
        ids.append(place.id)
        place = by_id.get(place.parent_id)
    return ids


def _grow(community, buildings, start):
    for no in range(start, start + buildings):
        make_door(make_building(community, no), 1, ["101", "102"])
    make_spot(community, name=f"门{start}")


def test_statements_do_not_grow_with_the_neighbourhood(app, queries):
    community = make_community()
    _grow(community, 2, 1)
    with queries() as few:
        _read(community)
    _grow(community, 12, 10)
    with queries() as many:
        _read(community)
    assert len(few) == len(many) <= 6


def _read(community):
    db.session.expire_all()
    community_id = community.id
    tree = queries.tree(community_id)
    assert [door.place.label for building in tree.buildings for door in building.doors]
    queries.place_options(community_id)
    queries.on_plan(community_id)
    homes = db.session.scalars(queries.households_within(community)).all()
    assert [home.address for home in homes]


def test_the_tree_puts_buildings_by_number_and_gates_before_sheds(app):
    community = make_community()
    make_building(community, 10)
    make_building(community, 2)
    make_spot(community, "车棚", spot="shed")
    make_spot(community, "南门")
    tree = queries.tree(community.id)
    assert [node.place.label for node in tree.buildings] == ["2号楼", "10号楼"]
    assert [node.place.label for node in tree.spots] == ["南门", "车棚"]


def test_choices_offer_the_whole_each_building_with_its_doors_and_the_grounds(app):
    community = make_community("星榆花园社区")
    make_door(make_building(community, 3), 1)
    make_spot(community)
    options = queries.place_options(community.id)
    words = {str(group): [str(label) for _, label in rows] for group, rows in options.items()}
    assert words["星榆花园社区"] == ["星榆花园社区"]
    assert words["3号楼"] == ["3号楼", "3号楼1门"]
    assert list(words.values())[-1] == ["南门"]


def test_doors_and_homes_come_in_the_order_of_the_stairs(app):
    community = make_community()
    building = make_building(community, 1)
    second = make_door(building, 2, ["1101", "201", "101"])
    first = make_door(building, 1)
    make_household(second, "102")
    assert [door.id for door in queries.doors_of(community)] == [first.id, second.id]
    assert [home.unit_label for home in queries.households_of(second)] == ["1101", "201", "101", "102"]


def test_a_home_is_found_by_its_door_and_label(app):
    door = make_door(make_building(make_community(), 1), 1, ["101"])
    assert queries.household_at(door.id, "101").address == "1号楼1门101"
    assert queries.household_at(door.id, "999") is None


def test_an_unknown_place_is_not_found(app):
    with pytest.raises(NotFound):
        queries.place_or_404(999)


def test_no_community_yet_is_no_error(app):
    assert queries.community() is None
    assert queries.tree(1) is None
    assert queries.place_options(1) == {}


def test_an_area_is_never_nothing(app, db_session):
    """The check constraint holds it when a verb does not."""
    door = make_door(make_building(make_community(), 1))
    row = Household(door_id=door.id, community_id=door.community_id, unit_label="1", area_centi=0)
    with pytest.raises(Exception, match="area_positive"), writing() as session:
        session.add(row)
