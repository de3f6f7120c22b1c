"""Reads for the desks: solved cases like it, and what is mine."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.issues.kinds import SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.threads.models import Thread
from civic.votes.models import Vote
from civic.votes.states import VoteState


def solved_like(categories) -> dict:
    """category → the latest solved and public issue of it, with its title; one statement."""
    wanted = {category for category in categories if category}
    if not wanted:
        return {}
    latest = (
        select(func.max(Issue.id))
        .where(
            Issue.category.in_(wanted),
            Issue.state == IssueState.CONFIRMED,
            Issue.visibility == Visibility.PUBLIC,
            Issue.summary_state == SummaryState.RELEASED,
        )
        .group_by(Issue.category)
    )
    rows = db.session.execute(
        select(Issue.category, Issue.id, Issue.summary_title).where(Issue.id.in_(latest))
    )
    return {row.category: row for row in rows}


def issues_of(person_id, limit=30) -> list[Issue]:
    """What this person raised or wrote down for somebody, newest first."""
    return db.session.scalars(
        select(Issue)
        .options(joinedload(Issue.thread).joinedload(Thread.area))
        .where((Issue.reporter_id == person_id) | (Issue.contributed_by == person_id))
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
