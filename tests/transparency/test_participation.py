"""Taking part by building: homes counted once, under five not told, the same statements for many."""

import pytest
from sqlalchemy import insert

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.database import utcnow, writing
from civic.places.models import Household
from civic.topics.models import TopicSupport
from civic.transparency.participation import by_building, forget_counts
from tests.factories import topics as make


@pytest.fixture(autouse=True)
def counted_anew():
    forget_counts()
    yield
    forget_counts()


def live_in(town, door, count):
    """`count` more homes behind a door, each with a verified resident."""
    people = []
    with writing() as session:
        for number in range(count):
            home = Household(community_id=town.community.id, door_id=door.id, unit_label=f"9{number:02}",
                             position=900 + number, area_centi=6200)  # fmt: skip
            person = Person(nickname=f"邻居{door.id}{number}")
            session.add_all([home, person])
            session.flush()
            session.add(Membership(person_id=person.id, role=Role.RESIDENT, standing=Standing.VERIFIED,
                                   community_id=town.community.id, household_id=home.id,
                                   valid_from=utcnow()))  # fmt: skip
            people.append((person, home.id))
    return people


def test_homes_are_counted_once_and_few_are_not_told(town, page, queries):
    topic = make.deliberating(town.secretary)
    asked = make.make_round(topic, town.secretary)
    homes = live_in(town, town.door, 6)
    for person, _home in homes[:5]:
        make.make_opinion(asked, person)
    make.make_argument(topic, homes[0][0])
    rows = [{"topic_id": topic.id, "household_id": home, "person_id": None, "created_at": utcnow()}
            for _person, home in homes[:4]]  # fmt: skip
    with writing() as session:
        session.execute(insert(TopicSupport), rows)
    community_id = town.community.id
    with queries() as few:
        parts = {part.label: part for part in by_building(community_id)}
    here, there = parts[town.building.label], parts[town.other_building.label]
    assert (here.spoke, here.supported, here.voted) == (5, None, None)
    assert (there.spoke, there.supported, there.voted) == (0, 0, None)
    for person, _home in live_in(town, town.other_door, 8):
        make.make_opinion(asked, person)
    forget_counts()
    with queries() as many:
        assert {part.spoke for part in by_building(community_id)} == {5, 8}
    assert len(few) == len(many) == 4
    shown = page.get("transparency.participation")
    assert "不公布" in shown and town.building.label in shown
