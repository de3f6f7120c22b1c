"""Turnout by building: what may be shown, by arithmetic and at a real close."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from civic.database import writing
from civic.extensions import db
from civic.places.models import Household
from civic.places.workflow import add_homes
from civic.votes.disclosure import LEAST, may_be_shown
from civic.votes.turnout_models import BuildingTurnout
from tests.factories.votes import cast_for, close, make_council_vote, make_vote, speak_for

buildings = st.dictionaries(
    st.integers(1, 30), st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda two: (two[0], sum(two)))
)


@given(buildings)
def test_no_small_figure_is_shown_nor_found_by_subtraction(turnout):
    shown = may_be_shown(turnout)
    assert all(turnout[place] == cells for place, cells in shown.items())
    for voted, entitled in shown.values():
        assert voted >= LEAST and entitled - voted >= LEAST
    hidden = [turnout[place] for place in turnout if place not in shown]
    if shown and hidden:  # what anybody can subtract: the sums over all that is hidden
        voted, entitled = (sum(column) for column in zip(*hidden, strict=True))
        assert len(hidden) >= 2 and voted >= LEAST and entitled - voted >= LEAST


@given(buildings)
def test_nothing_is_hidden_without_need(turnout):
    large = all(voted >= LEAST and entitled - voted >= LEAST for voted, entitled in turnout.values())
    assert not large or may_be_shown(turnout) == turnout


def test_one_small_building_takes_the_next_smallest_with_it():
    assert set(may_be_shown({1: (3, 20), 2: (6, 20), 3: (9, 20), 4: (10, 30)})) == {3, 4}
    assert may_be_shown({1: (3, 20), 2: (6, 20)}) == {}


def test_the_close_keeps_only_what_may_be_shown(town):
    with writing():
        add_homes({town.door: [(f"8{n:02}", 6200) for n in range(12)]}, by=None)
        add_homes({town.other_door: [(f"8{n:02}", 6200) for n in range(12)]}, by=None)
    vote = make_vote(town.secretary)
    for door, number in ((town.door, 7), (town.other_door, 6)):
        homes = select(Household).where(Household.door_id == door.id).order_by(Household.id).limit(number)
        for home in db.session.scalars(homes):
            cast_for(vote, home)
    close(vote)
    rows = db.session.scalars(select(BuildingTurnout)).all()
    assert {row.place_id: row.voted for row in rows} == {town.building.id: 7, town.other_building.id: 6}


def test_a_small_house_and_a_council_keep_none(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    close(vote)
    council = make_council_vote(town.secretary, town.council)
    speak_for(council, town.seats[0])
    close(council)
    assert db.session.scalar(select(func.count()).select_from(BuildingTurnout)) == 0
