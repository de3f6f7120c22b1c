"""What happens by itself: a late answer goes on record, kinship is found anew, old visits are forgotten."""

from datetime import timedelta

from sqlalchemy import delete, select

from civic.database import local_today, locked, utcnow, writing
from civic.extensions import db
from civic.ticking import sweep
from civic.topics import kinship_results, statement_queries
from civic.topics.models import Topic
from civic.topics.need_models import Visit
from civic.topics.support import flag_late

BATCH = 100
KEPT = timedelta(days=366)  # so long is a visit kept


@sweep("topics.flag_late_answers")
def flag_late_answers() -> int:
    """Flag every topic whose agenda answer is overdue, once; returns how many."""
    now = utcnow()
    overdue = select(Topic.id).where(
        Topic.agenda_reply_due < now, Topic.agenda_answer.is_(None), Topic.agenda_late_at.is_(None)
    )
    found = list(db.session.scalars(overdue.limit(BATCH)))
    for topic_id in found:
        with writing():
            topic = locked(Topic, topic_id)
            if topic.owes_agenda_answer and topic.agenda_late_at is None:
                flag_late(topic)
    return len(found)


@sweep("topics.kinship")
def find_kinship() -> int:
    """Group the answers of each topic where they changed, at most hourly; returns how many topics."""
    kept = 0
    for topic_id in statement_queries.due_topics():
        computed = kinship_results.compute(topic_id)
        with writing():
            kept += kinship_results.keep(topic_id, computed)
    return kept


@sweep("topics.forget_visits")
def forget_visits() -> int:
    """Visits, with their notes, go after a year; returns how many."""
    old = select(Visit.id).where(Visit.visited_on < local_today() - KEPT).limit(BATCH)
    found = list(db.session.scalars(old))
    if found:
        with writing() as session:
            session.execute(delete(Visit).where(Visit.id.in_(found)))
    return len(found)
