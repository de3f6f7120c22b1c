"""Answers to statements: given, changed, taken along. They leave no line in the ledger.

An entry would say for ever who answered when (DESIGN.md §3, "leave no trail"); so there are counters
on the statement and one row that its person can change and that goes with the account.
"""

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from civic.database import locked
from civic.errors import Conflict
from civic.extensions import db
from civic.topics.models import Topic
from civic.topics.statement_models import Kinship, Stand, Statement, StatementAnswer
from civic.topics.statements import guard_open


def answer(statement, *, by, stand: Stand) -> None:
    """Say agree, disagree or pass; saying something else later replaces it."""
    statement = locked(Statement, statement.id)
    guard_open(db.session.get(Topic, statement.topic_id))
    if not statement.stands:
        raise Conflict(_("This sentence is not asked any more."), _("Go on with the next one."))
    mine = db.session.scalar(
        select(StatementAnswer).where(
            StatementAnswer.statement_id == statement.id, StatementAnswer.person_id == by.id
        )
    )
    if mine is None:
        mine = StatementAnswer(statement_id=statement.id, person_id=by.id, answer=stand.code)
        db.session.add(mine)
    else:
        statement.count(mine.answer, -1)
        mine.answer = stand.code
    statement.count(stand.code)
    _changed([statement.topic_id])


def forget(person_id: int) -> None:
    """Somebody leaves: their answers go with them, and the counts go down."""
    answers = select(StatementAnswer.statement_id, StatementAnswer.answer).where(
        StatementAnswer.person_id == person_id
    )
    topics = set()
    for statement_id, code in db.session.execute(answers.order_by(StatementAnswer.statement_id)).all():
        statement = locked(Statement, statement_id)
        statement.count(code, -1)
        topics.add(statement.topic_id)
    db.session.execute(delete(StatementAnswer).where(StatementAnswer.person_id == person_id))
    _changed(sorted(topics))


def _changed(topic_ids):
    more = update(Kinship).where(Kinship.topic_id.in_(topic_ids))
    db.session.execute(more.values(changes=Kinship.changes + 1))
