"""Reads for the desks: what is mine."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.issues.models import Issue
from civic.threads.models import Thread
from civic.votes.models import Vote
from civic.votes.states import VoteState


def issues_of(person_id, limit=30) -> list[Issue]:
    """What this person raised, newest first; not what a clerk wrote down for whoever called."""
    return db.session.scalars(
        select(Issue)
        .options(joinedload(Issue.thread).joinedload(Thread.area))
        .where(Issue.reporter_id == person_id)
        .order_by(Issue.id.desc())
        .limit(limit)
    ).all()


def open_votes(community_ids) -> list[Vote]:
    """Votes open in these communities, the soonest closing first."""
    if not community_ids:
        return []
    return db.session.scalars(
        select(Vote)
        .options(joinedload(Vote.thread))
        .where(Vote.state == VoteState.OPEN, Vote.community_id.in_(community_ids))
        .order_by(Vote.closes_at)
        .limit(10)
    ).all()
