"""A fifth of the households may demand a residents' meeting; the street office is told at the line, once."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.database import writing
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.notifications.models import Message
from civic.places.models import Household
from civic.topics.call_models import MeetingCall, MeetingCallVoice
from civic.topics.calling import call_meeting, needed_of
from civic.topics.models import Topic
from civic.topics.states import TopicState
from tests.factories.accounts import make_resident, make_staff
from tests.factories.topics import make_topic, put

REACHED = "topic.meeting_call_reached"


@given(st.integers(1, 10**6))
def test_a_fifth_includes_itself_and_nothing_less(households):
    needed = needed_of(households)
    assert Fraction(needed, households) >= Fraction(1, 5)
    assert needed == 1 or Fraction(needed - 1, households) < Fraction(1, 5)


@pytest.fixture
def topic(town):
    return make_topic(town.resident)


def call(topic, home, by):
    with writing():
        return call_meeting(topic, by=by, household_id=home.id)


def verbs():
    return list(db.session.scalars(select(LedgerEntry.verb).where(LedgerEntry.verb.contains("meeting_call"))))


def test_the_line_is_a_fifth_of_all_homes_and_told_once(topic, town):
    street = make_staff(Role.STREET_STAFF, place_id=town.community.id, community_id=town.community.id)
    needed = needed_of(db.session.scalar(select(func.count()).select_from(Household)))
    assert needed == 2  # of seven
    assert call(topic, town.household, town.resident)
    assert verbs() == ["topic.meeting_called"]
    assert call(topic, town.neighbour_household, town.neighbour)
    assert verbs().count(REACHED) == 1
    told = set(db.session.scalars(select(Message.person_id).where(Message.verb == REACHED)))
    assert {street.id, town.secretary.id} <= told
    assert not told & {town.resident.id, town.neighbour.id, town.delegate.id, town.officer.id}
    assert call(topic, town.other_household, town.resident)
    assert verbs().count(REACHED) == 1


def test_a_home_counts_once_whoever_says_it(topic, town):
    assert call(topic, town.household, town.resident)
    assert not call(topic, town.household, make_resident(town.household))
    assert db.session.get(MeetingCall, topic.id).calls == 1


def test_not_on_a_finished_topic(topic, town):
    put(topic, TopicState.ARCHIVED)
    with pytest.raises(Conflict):
        call(db.session.get(Topic, topic.id), town.household, town.resident)


def test_said_three_times_each_home_counts_once(topic, town):
    for home in (town.household, town.neighbour_household, town.other_household) * 3:
        call(topic, home, town.resident)
    assert db.session.get(MeetingCall, topic.id).calls == 3
    assert db.session.scalar(select(func.count()).select_from(MeetingCallVoice)) == 3


def test_on_the_page_in_one_tap_and_nobody_reads_who(topic, page, town):
    mine = page.as_(town.resident)
    assert "目前还没有人提" in mine.get("topics.show", no=topic.id)
    mine.submit("我家要求召集")
    doc = page.as_(town.neighbour).get("topics.show", no=topic.id)
    assert "7户里有1户要求;满2户" in doc
    assert town.resident.nickname not in doc.one("#meeting-call").text()
    doc = page.get("topics.show", no=topic.id)
    assert "7户里有1户要求" in doc and not doc.all("#meeting-call form")


def test_only_a_verified_home_of_the_place(topic, page, town):
    for person in (town.officer, town.auditor, town.administrator):
        page.as_(person).post("topics.create_meeting_call", no=topic.id, status=403)
    assert db.session.get(MeetingCall, topic.id) is None
