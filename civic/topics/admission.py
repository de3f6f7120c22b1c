"""A second look at a topic that was refused, by another member of staff."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked, utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.models import AdmissionReview, Topic
from civic.topics.stamping import thread_of
from civic.topics.states import TopicState
from civic.topics.workflow import readmit

ASKED = act("topic.admission_review_asked")
RULED = act("topic.admission_reviewed", public={"admitted"})


def ask_admission_review(topic, *, by, grounds) -> AdmissionReview:
    """Ask that another member of staff looks at a refusal; once per topic."""
    topic = locked(Topic, topic.id)
    if topic.state != TopicState.NOT_ADMITTED or _review(topic) is not None:
        raise Conflict(
            _("A second look was asked for already, or the topic has moved on."),
            _("Load the page again to see what changed."),
        )
    review = AdmissionReview(topic_id=topic.id, asked_by=by.id, grounds=grounds)
    db.session.add(review)
    record(ASKED, subject=topic, thread=thread_of(topic), by=by)
    return review


def rule_admission(topic, *, by, admitted, reason) -> None:
    """Another member of staff lets it in after all, or explains again why not."""
    topic = locked(Topic, topic.id)
    review = _review(topic)
    if review is None or review.ruled_at is not None:
        raise Conflict(_("There is no second look waiting."), _("Load the page again."))
    if by.id == topic.exit_by:
        raise NotAllowed(_("Whoever refused it cannot rule on it; ask a colleague."))
    if not reason.strip():
        raise Refused(_("Say in public why."))
    review.ruled_at, review.ruled_by = utcnow(), by.id
    review.admitted, review.reason = admitted, reason
    record(RULED, subject=topic, thread=thread_of(topic), by=by, public={"admitted": admitted})
    if admitted:
        readmit(topic, by=by)


def _review(topic):
    return db.session.scalar(select(AdmissionReview).where(AdmissionReview.topic_id == topic.id))
