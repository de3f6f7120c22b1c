"""Reads of arguments and suggestions: a keyset page a column, stored counts, one statement each."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.topics.argument_models import Argument, ArgumentCount, Side, Suggestion, SuggestionDoubt
from civic.topics.models import Topic

FEW, MANY = 10, 20  # of each column beside the others, of one column alone


def column(topic, side, cursor=None, theme=None, size=FEW):
    """A page of one column, theme by theme, in the order they were said, each with its answer."""
    statement = (
        select(Argument)
        .where(Argument.topic_id == topic.id, Argument.side == side, Argument.held_at.is_(None))
        .options(joinedload(Argument.reply))
    )
    if theme is not None:
        statement = statement.where(Argument.theme == theme)
    return keyset(statement, [Argument.theme, Argument.id], cursor, size, ascending=True)


def counts(topic_id) -> dict:
    """(side, theme) → ArgumentCount, from the stored counters."""
    rows = db.session.scalars(select(ArgumentCount).where(ArgumentCount.topic_id == topic_id))
    return {(row.side, row.theme): row for row in rows}


def by_side(found) -> dict:
    """Side → how many, of `counts`."""
    return {side: sum(row.said for (of, _theme), row in found.items() if of == side) for side in Side}


def unanswered_arguments(topic_id) -> int:
    """Arguments that nobody answered; held and hidden ones need no answer."""
    waiting = select(func.coalesce(func.sum(ArgumentCount.unanswered), 0))
    return db.session.scalar(waiting.where(ArgumentCount.topic_id == topic_id))


def unanswered_page(topic, cursor=None, size=50):
    """A page of arguments without an answer, oldest first."""
    statement = select(Argument).where(
        Argument.topic_id == topic.id,
        Argument.reply_id.is_(None),
        Argument.hidden_at.is_(None),
        Argument.held_at.is_(None),
    )
    return keyset(statement, [Argument.id], cursor, size, ascending=True)


def suggestions_page(topic, cursor=None, size=20):
    """A page of suggestions, oldest first."""
    statement = select(Suggestion).where(Suggestion.topic_id == topic.id)
    return keyset(statement, [Suggestion.id], cursor, size, ascending=True)


def suggestion_or_404(topic_no, suggestion_id) -> Suggestion:
    """A suggestion of that topic that is not hidden, topic loaded; raises NotFound."""
    found = db.session.scalar(
        select(Suggestion)
        .where(
            Suggestion.id == suggestion_id, Suggestion.topic_id == topic_no, Suggestion.hidden_at.is_(None)
        )
        .options(joinedload(Suggestion.topic).joinedload(Topic.thread))
    )
    if found is None:
        raise NotFound(None)
    return found


def doubted_by(person_id, suggestion_ids) -> set[int]:
    """Which of these the person says are not so."""
    mine = select(SuggestionDoubt.suggestion_id).where(
        SuggestionDoubt.person_id == person_id, SuggestionDoubt.suggestion_id.in_(suggestion_ids)
    )
    return set(db.session.scalars(mine)) if person_id else set()
