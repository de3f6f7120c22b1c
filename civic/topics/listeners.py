"""What a council is told of topics: those it talks over now. Who leaves takes their answers along."""

from flask import url_for
from sqlalchemy import select

from civic.accounts.workflow import LEFT
from civic.councils.agenda import MOST, Item, agenda
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.topics.answering import forget
from civic.topics.forgetting import forget_stakes
from civic.topics.models import Topic
from civic.topics.states import TopicState

TALKED_OVER = (
    TopicState.SCREENED,
    TopicState.NOTICED,
    TopicState.DELIBERATING,
    TopicState.OPINION_FORMED,
    TopicState.REOPENED,
)


@agenda
def topics_before(council) -> list[Item]:
    """Taken up and not yet decided."""
    statement = (
        select(Topic)
        .where(
            Topic.community_id == council.community_id,
            Topic.state.in_(TALKED_OVER),
            Topic.council_id == council.id,
        )
        .order_by(Topic.id.desc())
        .limit(MOST)
    )
    return [
        Item(topic.title, topic.state.label, url_for("topics.show", no=topic.id))
        for topic in db.session.scalars(statement)
    ]


@recorded.connect
def forget_answers(verb, subject, **rest):
    """Somebody deleted their account: answers to statements, and what they had at stake, go too."""
    if verb is LEFT:
        forget(subject.id)
        forget_stakes(subject.id)
