"""The outbox: write rows with the act, claim one, settle it. Nothing here sends or commits.

A row is claimed before it is handed over. Whoever finds a claim that has run out knows that a
worker died in between: if the sender remembers keys, the same key is handed over again and nothing
is sent twice; if not, the row is given up as unclear rather than sent twice.
"""

from datetime import timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from civic.accounts.sealing import lookup, seal
from civic.database import locked, utcnow
from civic.extensions import db
from civic.issues.kinds import Urgency
from civic.notifications.choice_models import BodyMailbox
from civic.notifications.choices import within_reach
from civic.notifications.notices import NOTICES
from civic.notifications.outbox_models import Channel, GivenUp, OutboxMessage, SenderOutage
from civic.notifications.quiet_hours import parse

SEALED_FOR = "outbox"
LEASE = timedelta(minutes=3)  # longer than any sender may take, see sending.SECONDS
GIVE_UP_AFTER = timedelta(days=3)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)
FIRST_PROBE, LONGEST_PROBE = timedelta(seconds=5), timedelta(minutes=5)


class Claim(StrEnum):
    """What became of asking for the next row, beside a row to send."""

    NOTHING = "nothing"
    PUT_OFF = "put_off"  # quiet hours, or given up as unclear: ask again


def quiet_hours():
    """The setting, or None."""
    return parse(current_app.config["QUIET_HOURS"])


def is_on(channel) -> bool:
    """Whether this site sends by that channel at all."""
    return current_app.config[channel.name] != "none"


def post(verb, *, entry, subject, thread=None, by=None, public=None) -> int:
    """Write a row for everybody whom a notice of this act concerns; returns how many."""
    rows = {}
    for channel in Channel:
        notice = NOTICES[channel].get(verb.name)
        if notice is None or not is_on(channel):
            continue
        row = _row(notice, channel, subject, thread)
        row |= {"verb": verb.name, "params": public or {}}
        row["subject"] = notice.about(subject) if notice.about else entry.subject
        told = list(_recipients(notice, subject, by, row))
        _drop_replaced(notice, row, [where["person_id"] for _one, where in told if "person_id" in where])
        for recipient, where in told:
            rows.setdefault(lookup(SEALED_FOR, f"{entry.id} {channel.value} {recipient}"), row | where)
    if rows:
        db.session.execute(insert(OutboxMessage), [{"key": key, **row} for key, row in rows.items()])
    return len(rows)


def _drop_replaced(notice, row, persons):
    """What this message says too, while nobody has tried to send it, and where it rings no later for it."""
    if not notice.replaces or not persons:
        return
    db.session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.person_id.in_(persons),
            OutboxMessage.thread_id == row["thread_id"],
            OutboxMessage.channel == row["channel"],
            OutboxMessage.verb.in_(notice.replaces),
            OutboxMessage.is_urgent == row["is_urgent"],
            OutboxMessage.tries == 0,
            OutboxMessage.next_try_at.is_not(None),
        )
    )


def _row(notice, channel, subject, thread):
    now, quiet = utcnow(), quiet_hours() if channel is Channel.SMS else None
    urgent = notice.is_urgent or getattr(subject, "urgency", None) is Urgency.URGENT
    due = now if urgent or quiet is None else quiet.first_loud(now)
    return {
        "channel": channel,
        "thread_id": thread.id if thread is not None else None,
        "is_urgent": urgent,
        "created_at": now,
        "due_at": due,
        "next_try_at": due,
        **dict.fromkeys(("person_id", "body_id", "destination_sealed")),
    }


def _recipients(notice, subject, by, row):
    """(what makes this recipient one, the columns that name it) of everybody to be told."""
    found = notice.to(subject, public=row["params"])
    persons = {one.person_id for one in found if one.person_id}
    if by is not None and not notice.own:
        persons.discard(by.id)
    if persons:
        for reached in within_reach(persons, row["thread_id"], notice.needs_me):
            yield f"contact {reached.contact_id}", {"person_id": reached.person_id}  # one telephone, once
    for number in {one.number for one in found if one.number}:
        yield f"number {number}", {"destination_sealed": seal(SEALED_FOR, number)}
    bodies = {one.body_id for one in found if one.body_id}
    if bodies:
        there = select(BodyMailbox.body_id).where(BodyMailbox.body_id.in_(bodies))
        for body in db.session.scalars(there).all():
            yield f"body {body}", {"body_id": body}


def _is_due(now) -> ColumnElement:
    unclaimed = OutboxMessage.claimed_until.is_(None) | (OutboxMessage.claimed_until <= now)
    return and_(OutboxMessage.next_try_at <= now, unclaimed)


def due_channels() -> list[Channel]:
    """Channels with something to send that are not waiting out an outage: one statement."""
    now, asked = utcnow(), [channel for channel in Channel if is_on(channel)]
    if not asked:
        return []
    there = [
        ~exists().where(SenderOutage.channel == channel, SenderOutage.next_probe_at > now)
        & exists().where(OutboxMessage.channel == channel, _is_due(now))
        for channel in asked
    ]
    answers = db.session.execute(select(*(one.label(f"due_{n}") for n, one in enumerate(there)))).one()
    return [channel for channel, is_due in zip(asked, answers, strict=True) if is_due]


def claim(channel, worker: str, *, remembers: bool) -> OutboxMessage | Claim:
    """Take the next due row of a channel for this worker. Args: remembers — whether the sender does."""
    now = utcnow()
    row = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.channel == channel, _is_due(now))
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return Claim.NOTHING
    if row.claimed_until is not None and not remembers:
        give_up(row, GivenUp.UNCLEAR)
        return Claim.PUT_OFF
    quiet = quiet_hours() if channel is Channel.SMS else None
    if quiet and not row.is_urgent and quiet.covers(now):
        row.next_try_at, row.claimed_by, row.claimed_until = quiet.first_loud(now), None, None
        return Claim.PUT_OFF
    row.claimed_by, row.claimed_until, row.tries = worker, now + LEASE, row.tries + 1
    return row


def settle(row) -> None:
    """Nothing more to do: no try, no claim, no number."""
    row.next_try_at = row.claimed_by = row.claimed_until = row.destination_sealed = None


def mark_sent(row) -> None:
    """The carrier has it. Also when the claim ran out meanwhile: sent is sent, whoever says so."""
    row.sent_at = row.sent_at or utcnow()
    row.given_up_at = row.given_up_for = None
    settle(row)
    _end_outage(row.channel)


def give_up(row, reason) -> None:
    """It will not be sent; the page of what could not be sent says so."""
    row.given_up_at, row.given_up_for = utcnow(), reason
    settle(row)


def try_later(row) -> None:
    """Not this time: wait longer each time, and give up after days."""
    now = utcnow()
    if now >= row.due_at + GIVE_UP_AFTER:
        give_up(row, GivenUp.TOO_OLD)
        return
    row.next_try_at = now + min(FIRST_RETRY * 2 ** min(row.tries - 1, 20), LONGEST_RETRY)
    row.claimed_by = row.claimed_until = None


def note_outage(channel, fault: str) -> None:
    """The channel as a whole does not work: all its messages wait until the next probe."""
    outage = locked(SenderOutage, channel)
    if outage is None:
        outage = SenderOutage(channel=channel, failures=0, next_probe_at=utcnow())
        try:
            with db.session.begin_nested():
                db.session.add(outage)
        except IntegrityError:  # another worker noted it first
            outage = locked(SenderOutage, channel)
    outage.failures, outage.fault = outage.failures + 1, fault[:64]
    wait = min(FIRST_PROBE * 2 ** min(outage.failures - 1, 20), LONGEST_PROBE)
    outage.next_probe_at = utcnow() + wait


def _end_outage(channel):
    """Something went through: what failed meanwhile is due at once, oldest first."""
    ended = db.session.execute(delete(SenderOutage).where(SenderOutage.channel == channel))
    if ended.rowcount:
        db.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.channel == channel,
                OutboxMessage.next_try_at.is_not(None),
                OutboxMessage.claimed_until.is_(None),
                OutboxMessage.tries > 0,
            )
            .values(next_try_at=OutboxMessage.due_at)
        )


def give_up_waiting() -> int:
    """After a restore: whatever waited in the backup may have been sent since; never send it twice."""
    waiting = db.session.scalars(select(OutboxMessage).where(OutboxMessage.next_try_at.is_not(None))).all()
    for row in waiting:
        give_up(row, GivenUp.RESTORED)
    db.session.execute(delete(SenderOutage))
    return len(waiting)
