"""The demo town as loaded: its figures, and that loading twice adds nothing."""

from time import perf_counter

from sqlalchemy import func, select

from civic import demo
from civic.councils import queries as councils
from civic.councils.models import Body, Mandate, Seat
from civic.demo import councils as councils_part
from civic.demo import places as places_part
from civic.demo import town
from civic.extensions import db
from civic.places import queries
from civic.places.models import Household, Place, PlaceKind
from civic.places.plan import draw


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_it_has_the_figures_of_the_reference(app):
    _load()
    community = queries.community()
    assert community.label == town.COMMUNITY
    assert count(Place, Place.kind == PlaceKind.BUILDING) == 12
    assert count(Place, Place.kind == PlaceKind.DOOR) == 36
    assert count(Household) == community.homes == 1032
    assert db.session.scalar(select(func.sum(Household.area_centi))) == 8_217_600
    assert len(draw(queries.on_plan(community.id)).of("building")) == 12


def test_six_bodies_sit_and_two_stand_beside(app):
    _load()
    council = councils.council_of(queries.community().id)
    assert [seat.body.short_name for seat in council.seats] == [row.short for row in town.SEATS]
    assert [seat.is_convener for seat in council.seats] == [True] + [False] * 5
    assert count(Body) == 8


def test_a_second_load_adds_nothing_and_is_quick(app):
    first = _load()
    assert first["places"] == 1032
    before = [count(table) for table in (Place, Household, Body, Seat, Mandate)]
    started = perf_counter()
    assert not any(_load().values())
    assert perf_counter() - started < 2
    assert [count(table) for table in (Place, Household, Body, Seat, Mandate)] == before


def _load():
    return demo.load(("places", "accounts", "councils"))


def test_every_part_is_named_after_a_room():
    assert places_part.load and councils_part.load
    assert demo.PARTS[:3] == ("places", "accounts", "councils")
