"""The topic's thread, its seals, and its line in the ledger."""

from sqlalchemy import select

from civic.councils.models import Body, Seat
from civic.extensions import db
from civic.ledger.workflow import record
from civic.threads.models import Seal, SealState, Thread
from civic.threads.workflow import stamp


def thread_of(topic) -> Thread:
    """The topic's thread."""
    return db.session.get(Thread, topic.thread_id)


def stamp_topic(topic, seal, state=SealState.NOW, *, status, due_on=None) -> None:
    """Stamp the topic's thread; the convener of its council has it, in 办 and 评 the doer."""
    holder = _convener(topic)
    if seal in (Seal.ACT, Seal.REVIEW) and topic.doer_body_id:
        holder = db.session.get(Body, topic.doer_body_id)
    stamp(thread_of(topic), seal, state, holder=holder, due_on=due_on, status=status)


def note(act, topic, by, **public) -> None:
    """Record an act on the topic in its thread, with exactly the fields declared for it."""
    record(act, subject=topic, thread=thread_of(topic), by=by, public=public)


def end_here(topic, seal, status) -> None:
    """It goes no further: the last stage reached is done, and what will not come is not drawn."""
    stamp_topic(topic, seal, SealState.DONE, status=status)
    thread = thread_of(topic)
    thread.seals = {key: drawn for key, drawn in thread.seals.items() if drawn["state"] != SealState.TODO}


def _convener(topic):
    if topic.council_id is None:
        return None
    convening = select(Body).join(Seat, Seat.body_id == Body.id)
    return db.session.scalar(convening.where(Seat.council_id == topic.council_id, Seat.is_convener.is_(True)))
