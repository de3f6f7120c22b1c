"""Statements and answers: who may, what is counted, what leaves no trail, what moderation does."""

import pytest
from sqlalchemy import func, inspect, select

from civic.accounts.workflow import leave
from civic.database import locked, writing
from civic.errors import Conflict, NotFound, Refused, TooMany
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.moderation import workflow as moderation
from civic.moderation.models import ReasonCode, SubjectType
from civic.moderation.subjects import find
from civic.topics import policies
from civic.topics.statement_models import Kinship, Stand, Statement, StatementAnswer
from civic.topics.statement_queries import next_statement, statement_or_404
from civic.topics.states import STATEMENTS_OPEN, TopicState
from tests.factories import accounts
from tests.factories import topics as make


@pytest.fixture
def topic(town):
    return make.screened(town.secretary)


def counts(statement):
    fresh = db.session.get(Statement, statement.id, populate_existing=True)
    return fresh.agrees, fresh.disagrees, fresh.passes


def test_one_is_counted_once_and_can_change_their_mind(town, topic):
    statement = make.make_statement(topic, town.neighbour)
    make.answer(statement, town.resident, Stand.AGREE)
    make.answer(statement, town.resident, Stand.AGREE)
    make.answer(statement, town.second_adult, Stand.UNDECIDED)
    assert counts(statement) == (1, 0, 1)
    make.answer(statement, town.resident, Stand.DISAGREE)
    assert counts(statement) == (0, 1, 1)
    assert db.session.query(StatementAnswer).count() == 2


def test_answers_leave_no_line_in_the_record_and_no_time(town, topic):
    statement = make.make_statement(topic, town.neighbour)
    before = db.session.scalar(select(func.count()).select_from(LedgerEntry))
    for stand in (Stand.AGREE, Stand.DISAGREE):
        make.answer(statement, town.resident, stand)
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == before
    columns = {column["name"] for column in inspect(db.engine).get_columns("statement_answer")}
    assert columns == {"id", "statement_id", "person_id", "outside_no", "answer"}


def test_answers_go_with_the_account(town, topic):
    first, second = make.make_statement(topic, town.neighbour), make.make_statement(topic, town.neighbour)
    for statement in (first, second):
        make.answer(statement, town.resident, Stand.AGREE)
        make.answer(statement, town.neighbour, Stand.DISAGREE)
    before = db.session.get(Kinship, topic.id).changes
    with writing():
        leave(locked(type(town.resident), town.resident.id))
    assert counts(first) == counts(second) == (0, 1, 0)
    assert db.session.scalars(select(StatementAnswer.person_id).distinct()).all() == [town.neighbour.id]
    assert db.session.get(Kinship, topic.id, populate_existing=True).changes > before


def test_only_verified_residents_of_the_community(town, topic):
    for person, may in ((town.resident, True), (town.unverified, False), (town.secretary, False)):
        assert policies.may_answer_statements(person, topic) is may
    assert not policies.may_answer_statements(accounts.make_person(), topic)


def test_states_in_which_statements_are_written_and_answered(town, topic):
    statement = make.make_statement(topic, town.neighbour)
    for state in TopicState:
        make.put(topic, state)
        if state in STATEMENTS_OPEN:
            make.make_statement(topic)
            make.answer(statement, town.resident, Stand.AGREE)
        else:
            with pytest.raises(Conflict):
                make.make_statement(topic)
            with pytest.raises(Conflict):
                make.answer(statement, town.resident, Stand.DISAGREE)
    assert counts(statement) == (1, 0, 0)


@pytest.mark.parametrize("body", ["", "  嗯 ", "长" * 141])
def test_too_short_or_too_long(town, topic, body):
    with pytest.raises(Refused):
        make.make_statement(topic, town.resident, body)


def test_the_same_words_are_said_once(town, topic):
    statement = make.make_statement(topic, town.resident, "晚上十点后  不能进车。")
    assert statement.body == "晚上十点后 不能进车。"
    with pytest.raises(Conflict):
        make.make_statement(topic, town.neighbour, "晚上十点后不能进车!")
    make.make_statement(make.screened(town.secretary), town.neighbour, "晚上十点后不能进车!")


def test_five_of_one_person_and_two_hundred_in_all(town, topic):
    for _number in range(5):
        make.make_statement(topic, town.resident)
    with pytest.raises(TooMany):
        make.make_statement(topic, town.resident)
    for _number in range(195):
        make.make_statement(topic)
    with pytest.raises(Conflict):
        make.make_statement(topic, town.neighbour)


def test_each_is_asked_once(town, topic):
    made = {make.make_statement(topic).id for _number in range(6)}
    asked = set()
    for done in range(6):
        statement, answered, total = next_statement(topic.id, town.resident.id)
        assert (answered, total) == (done, 6)
        asked.add(statement.id)
        make.answer(statement, town.resident, Stand.AGREE)
    assert asked == made and next_statement(topic.id, town.resident.id) == (None, 6, 6)


def test_held_for_a_first_look_then_asked(town, topic, clock, tick):
    with writing():
        moderation.switch_first_look(town.community.id, on=True, by=town.secretary, reason="刷屏")
    statement = make.make_statement(topic, town.resident)
    assert statement.held_at is not None
    assert next_statement(topic.id, town.neighbour.id) == (None, 0, 0)
    with pytest.raises(NotFound):
        statement_or_404(topic.id, statement.id)
    with pytest.raises(Conflict):
        make.answer(statement, town.neighbour, Stand.AGREE)
    with writing():
        moderation.publish(find(SubjectType.STATEMENT, statement.id, lock=True), by=town.secretary)
    assert next_statement(topic.id, town.neighbour.id)[0].id == statement.id


def test_hidden_for_a_reason_and_shown_after_an_appeal(town, topic):
    statement = make.make_statement(topic, town.resident)
    make.answer(statement, town.neighbour, Stand.AGREE)
    with writing():
        ruling = moderation.hide(
            find(SubjectType.STATEMENT, statement.id, lock=True), by=town.secretary, reason=ReasonCode.PRIVACY
        )
    assert ruling.author_id == town.resident.id
    assert next_statement(topic.id, town.second_adult.id)[0] is None
    with writing():
        appeal = moderation.appeal(ruling, by=town.resident, words="没写谁家")
        subject = find(SubjectType.STATEMENT, statement.id, lock=True)
        moderation.answer_appeal(appeal, ruling, subject, by=town.staff, restored=True)
    assert next_statement(topic.id, town.second_adult.id)[0].id == statement.id
    assert counts(statement) == (1, 0, 0)
