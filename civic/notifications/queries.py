"""Reads of messages, of what people chose, and of what could not be sent."""

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Body
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.notifications.choice_models import BodyMailbox, MessageChoice, SmsChoice, ThreadMute
from civic.notifications.models import Message
from civic.notifications.outbox_models import OutboxMessage, SenderOutage, ShownMessage
from civic.paging import keyset
from civic.threads.models import Thread


def page_of_messages(person_id: int, after=None, size=20):
    """A person's messages with their matters, newest first."""
    statement = select(Message).options(joinedload(Message.thread)).where(Message.person_id == person_id)
    return keyset(statement, [Message.id], after, size)


def count_unread(person_id: int) -> int:
    """How many a person has not seen."""
    return db.session.scalar(
        select(func.count())
        .select_from(Message)
        .where(Message.person_id == person_id, Message.read_at.is_(None))
    )


def sms_choice(person_id: int) -> SmsChoice:
    """How much this person wants on their telephone."""
    held = db.session.get(MessageChoice, person_id)
    return held.sms if held else SmsChoice.ALL


def is_muted(person_id, thread_id) -> bool:
    """Has this person muted the matter?"""
    return db.session.get(ThreadMute, (person_id, thread_id)) is not None


def mutes_of(person_id: int, limit=100) -> list:
    """Muted matters, latest first: rows (thread, since when, the issue's number or None)."""
    return db.session.execute(
        select(Thread, ThreadMute.muted_at, Issue.id)
        .join(ThreadMute, ThreadMute.thread_id == Thread.id)
        .outerjoin(Issue, Issue.thread_id == Thread.id)
        .where(ThreadMute.person_id == person_id)
        .order_by(ThreadMute.muted_at.desc(), Thread.id)
        .limit(limit)
    ).all()


def thread_or_404(thread_id: int) -> Thread:
    """The matter to be muted. Raises NotFound."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFound(None)
    return thread


def shown_to(person_id: int, limit=3) -> list[ShownMessage]:
    """Demo: the last messages that would be on this telephone; none where there is a real sender."""
    if current_app.config["SMS"] != "screen":
        return []
    return db.session.scalars(
        select(ShownMessage)
        .where(ShownMessage.person_id == person_id)
        .order_by(ShownMessage.shown_at.desc(), ShownMessage.key)
        .limit(limit)
    ).all()


def page_of_given_up(after=None, size=50):
    """Messages that were given up, latest first."""
    statement = select(OutboxMessage).where(OutboxMessage.given_up_at.is_not(None))
    return keyset(statement, [OutboxMessage.given_up_at, OutboxMessage.id], after, size)


def waiting() -> list:
    """What waits, by channel: rows (channel, how many, the oldest)."""
    return db.session.execute(
        select(
            OutboxMessage.channel,
            func.count().label("number"),
            func.min(OutboxMessage.due_at).label("oldest"),
        )
        .where(OutboxMessage.next_try_at.is_not(None))
        .group_by(OutboxMessage.channel)
        .order_by(OutboxMessage.channel)
    ).all()


def outages() -> list[SenderOutage]:
    """Channels that do not work just now."""
    return db.session.scalars(select(SenderOutage).order_by(SenderOutage.since)).all()


def bodies_with_mailbox() -> list:
    """Every body that is not dissolved, with its address: rows (body, address or None)."""
    return db.session.execute(
        select(Body, BodyMailbox.address)
        .outerjoin(BodyMailbox, BodyMailbox.body_id == Body.id)
        .where(Body.ended_on.is_(None))
        .order_by(Body.id)
        .limit(500)
    ).all()
