"""小事不出社区: topics begin low, move up with a reason, and alike ones go on together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.notifications.models import Message
from civic.places.models import PlaceKind
from civic.threads.models import Thread
from civic.topics import support
from civic.topics.affected_queries import moves_of
from civic.topics.level_queries import beneath, topics_at
from civic.topics.level_workflow import join_topics, raise_level
from civic.topics.levels import higher, lowest
from civic.topics.models import Topic
from civic.topics.states import TRANSITIONS, TopicLevel, TopicState
from tests.factories import topics as make

ORDER = ["door", "building", "community", "subdistrict", "district"]


@given(st.sampled_from(PlaceKind), st.none() | st.sampled_from(TopicLevel))
def test_the_lowest_level_that_can_settle_it(kind, reach):
    """Oracle: walk up the ladder until the level holds both the place and whom it touches."""
    for rung in range(len(ORDER)):
        holds_place = kind.value not in ORDER[:2] and rung >= 2 or kind.value in ORDER[: rung + 1]
        if holds_place and (reach is None or reach.value in ORDER[: rung + 1]):
            break
    assert lowest(kind, reach).value == ORDER[rung]
    assert [one.value for one in higher(lowest(kind, reach))] == ORDER[rung + 1 :]


@pytest.fixture
def low(town):
    """A topic of one door."""
    return make.make_topic(town.resident, level=TopicLevel.DOOR, place_id=town.door.id)


def rise(topic, to, by, reason="别的门也一样"):
    with writing():
        return raise_level(topic, to, by=by, reason=reason)


def join(upper, lowers, by, reason="说的是一件事"):
    with writing():
        return join_topics(upper, [one.id for one in lowers], by=by, reason=reason)


def test_it_moves_up_with_a_reason_and_never_down(town, low):
    with pytest.raises(Refused):
        rise(low, TopicLevel.BUILDING, town.secretary, reason=" ")
    rise(low, TopicLevel.BUILDING, town.secretary)
    fresh = db.session.get(Topic, low.id)
    assert (fresh.level, fresh.place_id) == (TopicLevel.BUILDING, town.building.id)
    for not_up in (TopicLevel.DOOR, TopicLevel.BUILDING):
        with pytest.raises(Conflict):
            rise(low, not_up, town.secretary)
    rise(low, TopicLevel.DISTRICT, town.secretary, reason="两个街道都要管")
    assert [(one.from_level.value, one.to_level.value, one.reason) for one in moves_of(low)] == [
        ("door", "building", "别的门也一样"), ("building", "district", "两个街道都要管")]  # fmt: skip
    make.put(low, TopicState.ARCHIVED)
    with pytest.raises(Conflict):
        rise(make.put(low, TopicState.ARCHIVED), TopicLevel.DISTRICT, town.secretary)


def test_door_topics_roll_up_in_counts(town, low):
    make.put(
        make.make_topic(town.resident, level=TopicLevel.DOOR, place_id=town.door.id), TopicState.ARCHIVED
    )
    make.make_topic(town.resident, level=TopicLevel.BUILDING, place_id=town.building.id)
    wide = make.make_topic(town.resident)
    assert [(part.id, is_open, all_) for part, is_open, all_ in beneath(town.community)] == [
        (town.building.id, 2, 3)]  # fmt: skip
    assert [(part.id, is_open, all_) for part, is_open, all_ in beneath(town.building)] == [
        (town.door.id, 1, 2)]  # fmt: skip
    assert beneath(town.door) == []
    assert [one.id for one in topics_at(town.community)] == [wide.id]
    assert len(topics_at(town.building).items) == 1 and len(topics_at(town.door).items) == 2


def test_alike_topics_go_on_together(town, low):
    other = make.make_topic(town.neighbour, level=TopicLevel.DOOR, place_id=town.door.id)
    upper = make.make_topic(town.secretary, support_threshold=1)
    home = min(town.neighbour.household_ids)
    with writing():
        support.support(low, by=town.neighbour, household_id=home)
        support.support(other, by=town.neighbour, household_id=home)
    assert join(upper, [low, other], town.secretary) == 1, "a household counts once"
    fresh = db.session.get(Topic, upper.id)
    assert fresh.supports == 1 and fresh.owes_agenda_answer, "their households oblige the secretary"
    for one in (low, other):
        lower = db.session.get(Topic, one.id)
        assert (lower.state, lower.joined_into_id) == (TopicState.JOINED, upper.id)
        assert db.session.get(Thread, lower.thread_id).merged_into_id == upper.thread_id
    told = select(Message.person_id).where(Message.verb == "topic.joined")
    assert set(db.session.scalars(told)) == {town.resident.id, town.neighbour.id}
    with pytest.raises(Conflict):
        join(upper, [low], town.secretary)


def test_only_what_lies_beneath_and_is_not_on_its_way(town, low):
    upper = make.make_topic(town.secretary, level=TopicLevel.BUILDING, place_id=town.building.id)
    wide, elsewhere = make.make_topic(town.resident), make.make_topic(
        town.resident, level=TopicLevel.DOOR, place_id=town.community.id)  # fmt: skip
    for strange in (wide, elsewhere, upper):
        with pytest.raises((Refused, Conflict)):
            join(upper, [strange], town.secretary)
    with pytest.raises(Refused):
        join(upper, [low], town.secretary, reason="")
    for state in TopicState:
        if TopicState.JOINED not in TRANSITIONS[state]:
            with pytest.raises(Conflict):
                join(upper, [make.put(low, state)], town.secretary)
    make.put(low)
    with pytest.raises(Conflict):
        join(make.put(upper, TopicState.VOTING), [low], town.secretary)
