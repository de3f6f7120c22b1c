"""Reads of statements and of who answers alike; a constant number of database statements a page."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.database import utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.topics.priority import choose, weight
from civic.topics.statement_models import Kinship, Statement, StatementAnswer

REST = timedelta(hours=1)  # between two results: each new one would tell what the last answers were


def _asked(topic_id):
    shown = (Statement.hidden_at.is_(None), Statement.held_at.is_(None))
    return select(Statement).where(Statement.topic_id == topic_id, *shown)


def statement_or_404(no, statement) -> Statement:
    """A statement of that topic that can be answered, topic and thread loaded; raises NotFound."""
    found = db.session.scalar(
        _asked(no).where(Statement.id == statement).options(joinedload(Statement.topic))
    )
    if found is None:
        raise NotFound(None)
    return found


def next_statement(topic_id, person_id) -> tuple[Statement | None, int, int]:
    """(What to ask this person next, how many they answered, how many there are)."""
    mine = select(StatementAnswer.statement_id).where(StatementAnswer.person_id == person_id)
    statements = list(db.session.scalars(_asked(topic_id)))
    answered = set(db.session.scalars(mine.where(StatementAnswer.statement_id.in_(
        select(Statement.id).where(Statement.topic_id == topic_id)))))  # fmt: skip
    left = {one.id: one for one in statements if one.id not in answered}
    weights = {
        one.id: weight(one.agrees, one.passes, one.agrees + one.disagrees + one.passes, one.reach)
        for one in left.values()
    }
    asked = choose(weights, f"{topic_id}:{person_id}:{len(answered)}")
    return left.get(asked), len(statements) - len(left), len(statements)


def statements_page(topic, cursor=None, size=20):
    """A page of the statements that are asked, newest first."""
    return keyset(_asked(topic.id), [Statement.id], cursor, size)


def my_answers_page(topic, person_id, cursor=None, size=20):
    """A page of what this person answered, with the statements, newest statement first."""
    mine = (
        select(StatementAnswer)
        .join(Statement, Statement.id == StatementAnswer.statement_id)
        .where(StatementAnswer.person_id == person_id, Statement.topic_id == topic.id)
        .where(Statement.hidden_at.is_(None), Statement.held_at.is_(None))
        .options(joinedload(StatementAnswer.statement))
    )
    return keyset(mine, [StatementAnswer.statement_id], cursor, size)


def my_answer(statement_id, person_id) -> StatementAnswer | None:
    """What this person answers to that statement."""
    return db.session.scalar(
        select(StatementAnswer).filter_by(statement_id=statement_id, person_id=person_id)
    )


def kinship_of(topic_id) -> Kinship | None:
    """The last result, if anything was computed."""
    return db.session.get(Kinship, topic_id)


def bodies_of(statement_ids) -> dict[int, str]:
    """The words of these statements, those that are still asked."""
    shown = (Statement.hidden_at.is_(None), Statement.held_at.is_(None))
    found = select(Statement.id, Statement.body).where(Statement.id.in_(statement_ids), *shown)
    return dict(db.session.execute(found).all())


def due_topics(limit=20) -> list[int]:
    """Topics whose answers changed since the last result, an hour after it at the earliest."""
    rested = or_(Kinship.computed_at.is_(None), Kinship.computed_at <= utcnow() - REST)
    due = select(Kinship.topic_id).where(Kinship.changes > Kinship.seen_changes, rested)
    return list(db.session.scalars(due.limit(limit)))


def all_statements(topic_id) -> list[Statement]:
    """Every statement that was ever asked, in order; those waiting for a first look are not."""
    mine = select(Statement).where(Statement.topic_id == topic_id, Statement.held_at.is_(None))
    return list(db.session.scalars(mine.order_by(Statement.id)))


def voices(topic_id) -> list[dict[int, int]]:
    """{statement id: code} of each person who answered anything, in a steady order."""
    answers = (
        select(
            StatementAnswer.person_id,
            StatementAnswer.outside_no,
            StatementAnswer.statement_id,
            StatementAnswer.answer,
        )
        .join(Statement, Statement.id == StatementAnswer.statement_id)
        .where(Statement.topic_id == topic_id, Statement.held_at.is_(None))
    )
    found: dict[tuple, dict[int, int]] = {}
    for person_id, outside_no, statement_id, code in db.session.execute(answers):
        found.setdefault((person_id or 0, outside_no or 0), {})[statement_id] = code
    return [found[voice] for voice in sorted(found)]
