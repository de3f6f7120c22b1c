"""Statements written out once: bound by their types, read as instances that no session holds."""

from datetime import date

import pytest
from sqlalchemy import Date, bindparam, literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import DetachedInstanceError

from benchmarks.answers import statements
from civic.extensions import db
from civic.places.models import Household, Place
from civic.prepared import Prepared, PreparedRead, among, every_column, tell

ECHO = Prepared(lambda engine: select(literal("x"), bindparam("day", type_=Date), bindparam("n")))
HOMES = PreparedRead(
    (Household, Place),
    lambda engine: (
        every_column(Household, Place)
        .outerjoin(Place, (Place.id == Household.door_id) & (Place.id != bindparam("hidden")))
        .where(Household.id.in_(among(engine, "homes")))
        .order_by(Household.id)
    ),
)


def homes(town, hidden=0):
    asked = [town.household.id, town.neighbour_household.id]
    return HOMES.rows(db.session.connection(), homes=asked, hidden=hidden)


def test_constants_and_typed_values_arrive(app):
    ((said, day, n),) = ECHO.run(db.session.connection(), day=date(2026, 2, 3), n="7")
    assert (said, str(day), n) == ("x", "2026-02-03", "7")


def test_a_value_another_engine_asks_for_is_left_out(app):
    assert ECHO.run(db.session.connection(), day=date(2026, 2, 3), n="7", clock="now")[0][2] == "7"


def test_rows_are_the_asked_homes_as_the_orm_would_load_them(town):
    for home, door in homes(town):
        same = db.session.get(Household, home.id)
        kept = {column.key for column in Household.__table__.c}
        assert {key: getattr(home, key) for key in kept} == {key: getattr(same, key) for key in kept}
        assert door.id == same.door_id
    assert len(homes(town)) == 2


def test_the_same_row_is_the_same_object_and_an_empty_join_is_none(town):
    (_one, first), (_two, second) = homes(town)
    assert (first is second) == (town.household.door_id == town.neighbour_household.door_id)
    assert (homes(town, hidden=town.household.door_id)[0])[1] is None


def test_what_was_not_told_raises(town):
    ((home, door), *_others) = homes(town)
    with pytest.raises(DetachedInstanceError):
        home.door  # noqa: B018
    assert tell(home, door=door).door is door


def test_no_homes_asked_for_none_found(town):
    assert HOMES.rows(db.session.connection(), homes=[], hidden=0) == []


def test_what_is_sent_past_result_objects_is_heard_and_fails_as_ever(app):
    """Counting statements and answering 503 rest on these two."""
    with statements() as heard:
        ECHO.run(db.session.connection(), day=date(2026, 2, 3), n="7")
    assert len(heard) == 1
    with pytest.raises(DBAPIError):
        Prepared(lambda engine: text("SELECT nothing FROM nowhere")).run(db.session.connection())
