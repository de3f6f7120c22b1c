"""Households' support, the answer it obliges the secretary to give, and the sweep that flags it late."""

import pytest

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.topics import support
from civic.topics.models import Topic
from civic.topics.states import AgendaAnswer, TopicState
from tests.factories import topics as make


def stand_behind(topic, by, household):
    with writing():
        return support.support(topic, by=by, household_id=household.id)


@pytest.fixture
def reached(town):
    topic = make.make_topic(town.resident, support_threshold=2)
    stand_behind(topic, town.resident, town.household)
    stand_behind(topic, town.neighbour, town.other_household)
    return topic


def test_a_household_counts_once_whoever_of_it_asks(town):
    topic = make.make_topic(town.resident)
    assert stand_behind(topic, town.resident, town.household)
    assert not stand_behind(topic, town.second_adult, town.household)
    assert db.session.get(Topic, topic.id).supports == 1


def test_the_database_holds_it_too(town, owner):
    topic = make.make_topic(town.resident)
    stand_behind(topic, town.resident, town.household)
    row = (
        "INSERT INTO topic_support (topic_id, household_id, created_at) "
        f"VALUES ({topic.id}, {town.household.id}, '2026-01-01')"
    )
    db.session.rollback()
    with pytest.raises(Exception, match="(?i)unique"), owner.begin() as connection:
        connection.exec_driver_sql(row)


@pytest.mark.parametrize("state", [TopicState.SCREENED, TopicState.VOTING, TopicState.ARCHIVED])
def test_no_support_once_it_is_on_its_way(town, state):
    topic = make.put(make.make_topic(town.resident), state)
    with pytest.raises(Conflict):
        stand_behind(topic, town.resident, town.household)


def test_the_number_itself_obliges_the_secretary(town, reached):
    topic = db.session.get(Topic, reached.id)
    assert topic.owes_agenda_answer
    assert (topic.agenda_reply_due - topic.threshold_reached_at).days == 7


def test_one_below_does_not(town):
    topic = make.make_topic(town.resident, support_threshold=2)
    stand_behind(topic, town.resident, town.household)
    assert not db.session.get(Topic, topic.id).owes_agenda_answer
    with pytest.raises(Conflict), writing():
        support.answer_agenda(topic, by=town.secretary, answer=AgendaAnswer.ON_AGENDA)


def test_a_no_needs_a_reason_and_is_said_once(town, reached):
    with pytest.raises(Refused), writing():
        support.answer_agenda(reached, by=town.secretary, answer=AgendaAnswer.NOT_NOW, reason=" ")
    with writing():
        support.answer_agenda(
            reached, by=town.secretary, answer=AgendaAnswer.NOT_NOW, reason="等管线图,5月再议"
        )
    with pytest.raises(Conflict), writing():
        support.answer_agenda(reached, by=town.secretary, answer=AgendaAnswer.ON_AGENDA)


def test_the_sweep_flags_a_late_answer_once(town, reached, tick, clock):
    assert tick("topics.flag_late_answers") == {"topics.flag_late_answers": 0}
    clock.forward(days=9)
    assert tick("topics.flag_late_answers") == {"topics.flag_late_answers": 1}
    assert tick("topics.flag_late_answers") == {"topics.flag_late_answers": 0}
    assert db.session.query(LedgerEntry).filter_by(verb="topic.agenda_answer_late").count() == 1
    assert db.session.get(Topic, reached.id).agenda_late_at is not None


def test_an_answer_in_time_is_never_flagged(town, reached, tick, clock):
    with writing():
        support.answer_agenda(reached, by=town.secretary, answer=AgendaAnswer.ON_AGENDA)
    clock.forward(days=9)
    assert tick("topics.flag_late_answers") == {"topics.flag_late_answers": 0}


def test_the_page_says_it_is_late(page, town, reached, tick, clock):
    clock.forward(days=9)
    tick("topics.flag_late_answers")
    assert "书记的答复晚了" in page.get("topics.show", no=reached.id)
