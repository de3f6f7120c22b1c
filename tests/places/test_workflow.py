"""Laying out a neighbourhood: what may stand where, and the counters it keeps."""

import pytest
from sqlalchemy import select

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.places import queries
from civic.places.models import Place, PlaceKind
from civic.places.workflow import add_homes, add_place
from tests.factories.places import make_building, make_community, make_door, make_household


def test_a_path_leads_from_the_city_to_the_place(app):
    door = make_door(make_building(make_community(), 7), 2)
    kinds = [place.kind for place in queries.above(door)]
    assert kinds == ["city", "district", "subdistrict", "community", "building"]
    assert door.path.endswith(f"/{door.parent_id}/{door.id}/")
    assert door.depth == 5


def test_a_door_is_called_with_its_building(app):
    assert make_door(make_building(make_community(), 10), 2).label == "10号楼2门"


def test_a_door_cannot_stand_in_a_community(app):
    community = make_community()
    with pytest.raises(Refused), writing():
        add_place(PlaceKind.DOOR, "1门", by=None, parent=community, x=1, y=1)


def test_a_building_needs_its_position(app):
    community = make_community()
    with pytest.raises(Refused), writing():
        add_place(PlaceKind.BUILDING, "1号楼", by=None, parent=community, x=1)


def test_two_buildings_of_one_name_are_refused(app):
    community = make_community()
    make_building(community, 1)
    with pytest.raises(Conflict):
        make_building(community, 1)
    assert make_building(make_community(), 1).label == "1号楼"


def test_homes_are_counted_all_the_way_up(app):
    community = make_community()
    building = make_building(community, 1)
    first, second = make_door(building, 1, ["101", "102"]), make_door(building, 2, ["101"])
    make_household(second, "102")
    counted = queries.places_by_id([first.id, second.id, building.id, community.id])
    assert {place_id: place.homes for place_id, place in counted.items()} == {
        first.id: 2, second.id: 2, building.id: 4, community.id: 4,
    }  # fmt: skip


def test_homes_belong_behind_doors(app):
    building = make_building(make_community(), 1)
    with pytest.raises(Refused), writing():
        add_homes({building: [("101", 6200)]}, by=None)


def test_a_home_needs_an_area(app):
    door = make_door(make_building(make_community(), 1))
    with pytest.raises(Refused), writing():
        add_homes({door: [("101", 0)]}, by=None)


@pytest.mark.parametrize("labels", [["101"], ["102", "102"]])
def test_one_label_is_one_home(app, labels):
    door = make_door(make_building(make_community(), 1), 1, ["101"])
    with pytest.raises(Conflict), writing():
        add_homes({door: [(label, 6200) for label in labels]}, by=None)


def test_the_ledger_says_how_many_homes_and_never_which(app, db_session):
    make_door(make_building(make_community(), 1), 1, ["101", "102"])
    entry = db_session.scalar(select(LedgerEntry).where(LedgerEntry.verb == "household.added"))
    payload = db_session.get(LedgerPayload, entry.id)
    assert payload.public_json == {"doors": 1, "homes": 2, "area_centi": 12400}
    assert payload.sealed_json == {}


def test_every_place_leaves_a_record(app, db_session):
    make_building(make_community(), 1)
    verbs = db_session.scalars(select(LedgerEntry.verb)).all()
    assert verbs.count("place.added") == len(db_session.scalars(select(Place.id)).all()) == 5
