"""Once the bins are decided: which suggestions were kept, and a neighbour who says that one was not."""

from datetime import timedelta

from sqlalchemy import select

from civic.database import dated
from civic.demo.argument_texts import SUGGESTIONS
from civic.demo.topic_texts import BINS
from civic.demo.topics import people, spring
from civic.extensions import db
from civic.topics import suggestions as kept
from civic.topics.argument_models import Suggestion
from civic.topics.models import Topic


def load(town) -> int:
    """Say it where nobody has yet; returns of how many."""
    cast = people(town)
    topic = db.session.scalar(select(Topic).where(Topic.title == BINS["title"]))
    if topic is None or topic.state not in kept.STATED_FROM:
        return 0
    words = {body: (done, told) for _degree, _who, body, done, told in SUGGESTIONS}
    open_ones = select(Suggestion).where(Suggestion.topic_id == topic.id, Suggestion.fulfilled.is_(None))
    added = 0
    for number, one in enumerate(db.session.scalars(open_ones.order_by(Suggestion.id)).all()):
        done, told = words.get(one.body, (None, ""))
        if done is None:
            continue
        with dated(spring(5, 20) + timedelta(hours=number)):
            kept.tell_fulfilled(one, by=cast["secretary"], fulfilled=done, words=told)
        if not added:
            with dated(spring(5, 22)):
                kept.doubt(one, by=cast["hawthorn"])
        added += 1
    return added
