"""Circles of people that several rows of the table name: of a topic, of a body, of an office."""

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.database import utcnow
from civic.extensions import db
from civic.issues.models import Issue
from civic.topics.models import TopicIssue, TopicSupport


def persons(statement) -> set[int]:
    return set(db.session.scalars(statement)) - {None}


def topic_circle(topic, **rest) -> set[int]:
    """Who proposed it, who raised the issues it grew out of, who asked for it."""
    linked = select(Issue.reporter_id).join(TopicIssue, TopicIssue.issue_id == Issue.id)
    asked = select(TopicSupport.person_id).where(TopicSupport.topic_id == topic.id)
    return (
        ({topic.proposed_by} - {None})
        | persons(linked.where(TopicIssue.topic_id == topic.id))
        | persons(asked)
    )


def holding(place_ids, role) -> set[int]:
    return persons(
        select(Membership.person_id).where(
            Membership.role == role, Membership.place_id.in_(set(place_ids) - {None}), in_force()
        )
    )


def acting_for(body_id) -> set[int]:
    return persons(select(Membership.person_id).where(Membership.body_id == body_id, in_force()))


def in_force():
    now = utcnow()
    return (Membership.valid_from <= now) & (Membership.valid_to.is_(None) | (Membership.valid_to > now))
