"""Households stand behind a topic; at the published number the secretary owes a public answer."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status
from civic.topics.models import Topic, TopicSupport
from civic.topics.rules import AGENDA_REPLY_DAYS, end_of_day, last_day, threshold_reached
from civic.topics.stamping import stamp_topic, thread_of
from civic.topics.states import AgendaAnswer, TopicState

SUPPORTED = act("topic.supported")
REACHED = act("topic.threshold_reached", public={"supports", "due"})
ANSWERED = act("topic.agenda_answered", public={"answer", "late"})
LATE = act("topic.agenda_answer_late", public={"due"})

SUPPORTABLE = frozenset({TopicState.PROPOSED, TopicState.SHELVED})


def support(topic, *, by, household_id) -> bool:
    """One household stands behind it, once; returns False when it already did."""
    topic = locked(Topic, topic.id)
    if topic.state not in SUPPORTABLE:
        raise Conflict(
            _("It is on its way already; no more support is needed."), _("See below what you can do now.")
        )
    already = select(TopicSupport.id).where(
        TopicSupport.topic_id == topic.id, TopicSupport.household_id == household_id
    )
    if db.session.scalar(already) is not None:
        return False
    db.session.add(TopicSupport(topic_id=topic.id, household_id=household_id, person_id=by.id))
    topic.supports += 1
    record(SUPPORTED, subject=topic, thread=thread_of(topic), by=by)
    if topic.threshold_reached_at is None and threshold_reached(topic.supports, topic.support_threshold):
        _oblige(topic)
    return True


def carry_over(lower, upper) -> int:
    """Households behind a topic that goes on in another stand behind that one; returns how many came new."""
    behind = select(TopicSupport.household_id).where(TopicSupport.topic_id == upper.id)
    rows = db.session.scalars(
        select(TopicSupport)
        .where(TopicSupport.topic_id == lower.id, TopicSupport.household_id.not_in(behind))
        .order_by(TopicSupport.household_id)
    ).all()
    for row in rows:
        db.session.add(
            TopicSupport(topic_id=upper.id, household_id=row.household_id, person_id=row.person_id)
        )
    upper.supports += len(rows)
    reached = threshold_reached(upper.supports, upper.support_threshold)
    if upper.state in SUPPORTABLE and upper.threshold_reached_at is None and reached:
        _oblige(upper)
    return len(rows)


def _oblige(topic):
    now = utcnow()
    topic.threshold_reached_at, topic.agenda_reply_due = now, end_of_day(now, AGENDA_REPLY_DAYS)
    due = last_day(topic.agenda_reply_due)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING, due_on=due)
    record(
        REACHED,
        subject=topic,
        thread=thread_of(topic),
        public={"supports": topic.supports, "due": due.isoformat()},
    )


def answer_agenda(topic, *, by, answer, reason="") -> None:
    """The secretary puts it on the agenda, or says publicly why not."""
    topic = locked(Topic, topic.id)
    if topic.threshold_reached_at is None or topic.agenda_answer is not None:
        raise Conflict(_("No answer is owed on this, or it was given already."), _("Load the page again."))
    if answer == AgendaAnswer.NOT_NOW and not reason.strip():
        raise Refused(_("Say in public why it does not go on the agenda."))
    topic.agenda_answer, topic.agenda_reason = answer, reason
    topic.agenda_answered_at = utcnow()
    stamp_topic(topic, Seal.DELIBERATE, SealState.NOW, status=Status.DELIBERATING)
    late = topic.agenda_answered_at > topic.agenda_reply_due
    record(
        ANSWERED, subject=topic, thread=thread_of(topic), by=by, public={"answer": answer.value, "late": late}
    )


def flag_late(topic) -> None:
    """Put on record, once, that the secretary's answer did not come in time."""
    topic.agenda_late_at = utcnow()
    record(
        LATE,
        subject=topic,
        thread=thread_of(topic),
        public={"due": last_day(topic.agenda_reply_due).isoformat()},
    )
