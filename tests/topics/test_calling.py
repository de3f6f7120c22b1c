"""A fifth of the households may demand a residents' meeting; the street office is told at the line, once."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.notifications.models import Message
from civic.places.models import Household
from civic.topics.call_models import MeetingCall, MeetingCallPerson, MeetingCallVoice
from civic.topics.calling import adults_of, call_meeting, needed_of, write_adults
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


def call(topic, home, by, is_adult=True):
    with writing():
        return call_meeting(topic, by=by, household_id=home.id, is_adult=is_adult)


def count_adults(town, adults, **more):
    told = {"counted_on": local_today(), "source": "户籍册"} | more
    with writing():
        write_adults(town.community, adults=adults, by=town.secretary, **told)


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


def test_a_home_counts_once_whoever_says_it_and_each_adult_for_themselves(topic, town):
    other = make_resident(town.household)
    assert call(topic, town.household, town.resident)
    assert not call(topic, town.household, other, is_adult=False)
    assert call(topic, town.household, other)
    assert not call(topic, town.household, other) and not call(topic, town.household, town.resident)
    kept = db.session.get(MeetingCall, topic.id)
    assert (kept.calls, kept.persons, kept.adults) == (1, 2, None)


def test_a_fifth_of_the_adults_is_enough_without_the_homes(topic, town):
    count_adults(town, 10)
    others = [make_resident(town.household) for _ in range(2)]
    assert call(topic, town.household, others[0])
    kept = db.session.get(MeetingCall, topic.id)
    assert (kept.adults, kept.needed_persons, kept.reached_at) == (10, 2, None)
    assert call(topic, town.household, others[1])
    said = select(LedgerPayload.public_json).join(LedgerEntry, LedgerEntry.id == LedgerPayload.entry_id)
    told = db.session.scalar(said.where(LedgerEntry.verb == REACHED))
    assert told == {"calls": 2, "needed": 2, "unit": "person"}
    assert verbs().count(REACHED) == 1


def test_a_number_counts_from_when_it_is_known_and_stays(topic, town):
    assert call(topic, town.household, town.resident)
    count_adults(town, 100)
    assert call(topic, town.neighbour_household, town.neighbour, is_adult=False)
    count_adults(town, 500)
    call(topic, town.household, make_resident(town.household))
    assert db.session.get(MeetingCall, topic.id).needed_persons == 20
    assert adults_of(town.community.id).adults == 500


def test_a_number_needs_a_day_that_has_come_and_a_source(town):
    for wrong in ({"counted_on": local_today() + timedelta(days=1)}, {"source": "  "}):
        with pytest.raises(Refused):
            count_adults(town, 10, **wrong)
    assert adults_of(town.community.id) is None


def test_not_on_a_finished_topic(topic, town):
    put(topic, TopicState.ARCHIVED)
    with pytest.raises(Conflict):
        call(db.session.get(Topic, topic.id), town.household, town.resident)


def test_said_three_times_each_home_counts_once(topic, town):
    for home in (town.household, town.neighbour_household, town.other_household) * 3:
        call(topic, home, town.resident)
    kept = db.session.get(MeetingCall, topic.id)
    assert (kept.calls, kept.persons) == (3, 1)
    assert db.session.scalar(select(func.count()).select_from(MeetingCallPerson)) == 1
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


def test_the_committee_writes_down_how_many_adults_live_here(topic, page, town):
    mine = page.as_(town.resident)
    mine.get("topics.show", no=topic.id)
    mine.submit("我家要求召集")
    assert "居委会还没有登记" in page.get("topics.show", no=topic.id).one("#meeting-call").text()
    office = page.as_(town.secretary)
    office.get("topics.adult_residents")
    office.submit("记下来", adults="40", counted_on="2020-01-01", source="", status=422)
    assert "现在登记的是40人" in office.submit(
        "记下来", adults="40", counted_on="2020-01-01", source="户籍册"
    )
    other = page.as_(town.neighbour)
    other.get("topics.show", no=topic.id)
    other.submit("我家要求召集")
    shown = page.get("topics.show", no=topic.id).one("#meeting-call").text()
    assert "按人算:40位成年居民里有2位要求;满8位" in shown
    for person in (town.resident, town.delegate, town.auditor):
        page.as_(person).get("topics.adult_residents", status=403)


def test_only_a_verified_home_of_the_place(topic, page, town):
    for person in (town.officer, town.auditor, town.administrator):
        page.as_(person).post("topics.create_meeting_call", no=topic.id, status=403)
    assert db.session.get(MeetingCall, topic.id) is None
