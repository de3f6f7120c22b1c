"""Reads of decisions, each with its loader options; a constant number of statements a page."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.decisions.models import Decision, DecisionObjection, DecisionState
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.topics.models import Topic
from civic.votes.models import Vote

SHOWN = (DecisionState.NOTICED, DecisionState.CONFIRMED, DecisionState.WITHDRAWN)


def decision_page(state=None, community_id=None, cursor=None, size=20):
    """A page of public decisions with threads, newest first."""
    states = [state] if state in SHOWN else SHOWN
    statement = select(Decision).where(Decision.state.in_(states)).options(joinedload(Decision.thread))
    if community_id is not None:
        statement = statement.where(Decision.community_id == community_id)
    return keyset(statement, [Decision.id], cursor, size)


def decision_or_404(no) -> Decision:
    """The decision with topic, thread, vote, result, doer and promises; raises NotFound."""
    found = db.session.get(
        Decision,
        no,
        options=[
            joinedload(Decision.thread),
            joinedload(Decision.topic).joinedload(Topic.place),
            joinedload(Decision.vote).joinedload(Vote.result),
            joinedload(Decision.doer),
            selectinload(Decision.action_items),
        ],
    )
    if found is None:
        raise NotFound(None)
    return found


def objections_of(decision) -> list[DecisionObjection]:
    """What was said against it, oldest first, authors loaded."""
    mine = select(DecisionObjection).where(DecisionObjection.decision_id == decision.id)
    mine = mine.options(joinedload(DecisionObjection.person)).order_by(DecisionObjection.id)
    return list(db.session.scalars(mine.limit(200)))


def objection_or_404(no, objection_id) -> DecisionObjection:
    """One objection to that decision; raises NotFound."""
    found = db.session.get(
        DecisionObjection,
        objection_id,
        options=[joinedload(DecisionObjection.decision).joinedload(Decision.thread)],
    )
    if found is None or found.decision_id != no:
        raise NotFound(None)
    return found


def votes_on(topic) -> list[Vote]:
    """Votes a decision on the topic can stand on."""
    return list(db.session.scalars(select(Vote).where(Vote.topic_id == topic.id).order_by(Vote.id)))
