"""Taps at the same moment: from two phones of one person, and from many neighbours."""

import pytest

from civic.accounts.models import Person
from civic.database import locked, writing
from civic.extensions import db
from civic.topics import answering
from civic.topics.statement_models import Kinship, Stand, Statement, StatementAnswer
from tests.factories import topics as make
from tests.factories.accounts import make_resident


def tap(statement_id, person_id, stand):
    with writing():
        answering.answer(
            db.session.get(Statement, statement_id), by=locked(Person, person_id), stand=Stand(stand)
        )


@pytest.mark.races
def test_everybody_is_counted_once(app, town, race):
    topic = make.screened(town.secretary)
    statement = make.make_statement(topic, town.secretary)
    people = [town.resident, town.neighbour, *(make_resident(town.household) for _ in range(2))]
    moves = [(statement.id, person.id, stand) for person in people for stand in ("agree", "disagree")]
    assert race(tap, moves) == [None] * len(moves)
    db.session.rollback()
    counted = db.session.get(Statement, statement.id, populate_existing=True)
    answers = [one.answer for one in db.session.query(StatementAnswer)]
    assert len(answers) == len(people)
    assert (counted.agrees, counted.disagrees) == (answers.count(1), answers.count(-1))
    assert db.session.get(Kinship, topic.id, populate_existing=True).changes == len(moves)
