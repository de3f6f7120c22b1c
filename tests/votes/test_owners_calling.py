"""20 % of the owners may demand an owners' meeting: heads, not homes; told to the street once."""

import pytest
from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.notifications.models import Message
from civic.places.models import Household
from civic.topics.models import Topic
from civic.topics.states import TopicState
from civic.votes import owners
from civic.votes.call_models import OwnersCall, OwnersCallVoice
from civic.votes.owners_calling import call_owners
from civic.votes.roll_models import Basis
from tests.factories.accounts import make_staff
from tests.factories.topics import make_topic, put

REACHED = "topic.owners_call_reached"


@pytest.fixture
def topic(town):
    return make_topic(town.resident)


def call(topic, home, by, owns=True):
    with writing():
        return call_owners(db.session.get(Topic, topic.id), home, owns=owns, by=by)


def homes():
    return list(db.session.scalars(select(Household).order_by(Household.id)))


def reached():
    return db.session.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.verb == REACHED))


def test_a_fifth_of_the_heads_and_the_street_is_told_once(topic, town):
    street = make_staff(Role.STREET_STAFF, place_id=town.community.id, community_id=town.community.id)
    call(topic, homes()[0], town.resident)
    found = db.session.get(OwnersCall, topic.id)
    assert (found.owners, found.needed, found.calls) == (7, 2, 1) and reached() == 0
    call(topic, homes()[1], town.neighbour)
    call(topic, homes()[2], town.neighbour)
    assert reached() == 1
    told = set(db.session.scalars(select(Message.person_id).where(Message.verb == REACHED)))
    assert {street.id, town.secretary.id} <= told and town.resident.id not in told


def test_an_owner_of_several_homes_has_one_voice(topic, town):
    with writing():
        owners.join(homes()[:3], basis=Basis.REGISTRY, by=town.secretary)
    assert call(topic, homes()[2], town.resident)
    assert not call(topic, homes()[0], town.neighbour)
    found = db.session.get(OwnersCall, topic.id)
    assert (found.owners, found.calls) == (5, 1)
    assert list(db.session.scalars(select(OwnersCallVoice.household_id))) == [homes()[0].id]


def test_a_tenant_who_does_not_say_so_is_not_counted(topic, town):
    with pytest.raises(Refused, match="业主"):
        call(topic, homes()[0], town.resident, owns=False)


def test_not_on_a_finished_topic(topic, town):
    put(topic, TopicState.ARCHIVED)
    with pytest.raises(Conflict):
        call(topic, homes()[0], town.resident)


def test_on_the_page(topic, town, page):
    mine = page.as_(town.resident)
    mine.get("topics.show", no=topic.id)
    mine.follow("业主提议开业主大会")
    assert "房子是您家的" in mine.submit("我们提议", status=422)
    doc = mine.submit("我们提议", owns="y")
    assert "7个业主里有1个提议,够2个就行" in doc
    assert town.resident.nickname not in page.as_().get("votes.owners_call", no=topic.id)
    page.as_(town.officer).post("votes.create_owners_call", {"owns": "y"}, no=topic.id, status=403)
