"""Switch text messages, mute a matter, keep a body's address. Private settings: no entry in the ledger."""

from sqlalchemy import delete, select

from civic.accounts.models import Contact, Person
from civic.accounts.roles import PersonState
from civic.extensions import db
from civic.notifications.choice_models import BodyMailbox, MessageChoice, SmsChoice, ThreadMute


def choose(person_id: int, sms: SmsChoice) -> None:
    """From now on this much by text message; what waits already is asked again when it is sent."""
    db.session.merge(MessageChoice(person_id=person_id, sms=sms))


def mute(person_id: int, thread_id: int) -> None:
    """Nothing more about this matter; a second click changes nothing."""
    if db.session.get(ThreadMute, (person_id, thread_id)) is None:
        db.session.add(ThreadMute(person_id=person_id, thread_id=thread_id))


def unmute(person_id: int, thread_id: int) -> None:
    """Tell me again."""
    db.session.execute(
        delete(ThreadMute).where(ThreadMute.person_id == person_id, ThreadMute.thread_id == thread_id)
    )


def keep_mailbox(body_id: int, address: str) -> None:
    """Where mail to a body goes; an empty address ends it."""
    if address:
        db.session.merge(BodyMailbox(body_id=body_id, address=address))
    else:
        db.session.execute(delete(BodyMailbox).where(BodyMailbox.body_id == body_id))


def muted_among(person_ids, thread_id) -> set[int]:
    """Who of these has muted the matter; one statement, none without a matter."""
    if thread_id is None or not person_ids:
        return set()
    return set(
        db.session.scalars(
            select(ThreadMute.person_id).where(
                ThreadMute.thread_id == thread_id, ThreadMute.person_id.in_(person_ids)
            )
        )
    )


def within_reach(person_ids, thread_id, needs_me: bool):
    """Who of these wants a text message about it and has a number: (person, contact, sealed number)."""
    wanted = (SmsChoice.ALL, SmsChoice.NEEDS_ME) if needs_me else (SmsChoice.ALL,)
    muted = (ThreadMute.person_id == Person.id) & (ThreadMute.thread_id == thread_id)
    return db.session.execute(
        select(Person.id.label("person_id"), Person.contact_id, Contact.phone_sealed)
        .join(Contact, Contact.id == Person.contact_id)
        .outerjoin(MessageChoice, MessageChoice.person_id == Person.id)
        .outerjoin(ThreadMute, muted)
        .where(
            Person.id.in_(person_ids),
            Person.state == PersonState.ACTIVE,
            ThreadMute.person_id.is_(None),
            MessageChoice.sms.is_(None) | MessageChoice.sms.in_(wanted),
        )
        .order_by(Person.id)
    ).all()
