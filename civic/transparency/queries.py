"""Reads for the home page: how the neighbourhood stands, and what is going on."""

import time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.action_items.models import ActionItem, ItemState
from civic.database import local_today
from civic.decisions.models import Decision, DecisionState
from civic.dispatch.whistle_models import Whistle
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Place, PlaceKind
from civic.threads.models import Status, Thread
from civic.topics.models import Topic
from civic.topics.states import TopicState
from civic.votes.models import Vote
from civic.votes.states import VoteState

KEPT_SECONDS = 60
BEING_TALKED_OVER = (TopicState.NOTICED, TopicState.DELIBERATING, TopicState.OPINION_FORMED)
_kept: dict = {}


def state_of_neighbourhood() -> dict:
    """Numbers of the home page; counted at most once a minute, for they grow with the archive."""
    key, now = str(db.engine.url), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] > KEPT_SECONDS:
        found = _kept[key] = (now, _count())
    return found[1]


def forget_counts() -> None:
    """Count anew at the next look."""
    _kept.clear()


def _count():
    by_status = dict(
        db.session.execute(
            select(Thread.status, func.count()).where(Thread.merged_into_id.is_(None)).group_by(Thread.status)
        ).all()
    )
    late = db.session.scalar(
        select(func.count())
        .select_from(ActionItem)
        .where(ActionItem.state == ItemState.OPEN, ActionItem.due_on < local_today())
    )
    return {"by_status": by_status, "late": late}


def going_on(limit=4) -> list[Thread]:
    """Matters being voted on or talked over, the latest first, with the page each leads to."""
    rows = db.session.execute(
        select(Topic, Thread, Vote.id)
        .join(Thread, Thread.id == Topic.thread_id)
        .outerjoin(Vote, (Vote.topic_id == Topic.id) & (Vote.state == VoteState.OPEN))
        .options(joinedload(Topic.place))
        .where(Thread.status.in_((Status.VOTING, Status.DELIBERATING)))
        .order_by(Vote.id.is_(None), Thread.updated_at.desc())
        .limit(limit)
    )
    return list(rows)


def latest_issues(limit=5) -> list:
    """What was raised last and is told in public: number, moment, homes behind it, matter, area."""
    return list(
        db.session.execute(
            select(Issue.id, Issue.raised_at, Issue.supports, Thread, Place.label)
            .join(Thread, Thread.id == Issue.thread_id)
            .join(Place, Place.id == Thread.area_id)
            .where(Thread.merged_into_id.is_(None), Thread.title != "")
            .order_by(Issue.raised_at.desc(), Issue.id.desc())
            .limit(limit)
        )
    )


def latest_decisions(limit=3) -> list[Decision]:
    """Decisions on notice or in force, newest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.state.in_((DecisionState.NOTICED, DecisionState.CONFIRMED)))
        .order_by(Decision.id.desc())
        .limit(limit)
    ).all()


def address_of_thread(thread_id: int):
    """("issue"|"topic"|"whistle", number) of the page that tells this matter, or None."""
    row = db.session.execute(select(Thread.id, Thread.merged_into_id).where(Thread.id == thread_id)).first()
    if row is None:
        return None
    main = row.merged_into_id or row.id
    topic = db.session.scalar(select(Topic.id).where(Topic.thread_id == main).order_by(Topic.id))
    if topic is not None:
        return "topic", topic
    issue = db.session.scalar(select(Issue.id).where(Issue.thread_id == main).order_by(Issue.id))
    if issue is not None:
        return "issue", issue
    whistle = db.session.scalar(select(Whistle.id).where(Whistle.thread_id == main).order_by(Whistle.id))
    return ("whistle", whistle) if whistle is not None else None


def first_community() -> Place | None:
    """The community a site of one community is about."""
    return db.session.scalars(
        select(Place).where(Place.kind == PlaceKind.COMMUNITY).order_by(Place.id)
    ).first()
