"""What happens by itself: messages that are due leave the house, one by one, outside any transaction."""

import os
import socket
import time
from typing import NamedTuple

import structlog
from flask import current_app
from sqlalchemy.orm import joinedload

from civic.accounts.proofs import PHONE
from civic.accounts.sealing import unseal
from civic.backup import after_restore
from civic.database import locked, writing
from civic.extensions import db
from civic.notifications import outbox
from civic.notifications.choice_models import BodyMailbox
from civic.notifications.choices import within_reach
from civic.notifications.notices import NOTICES
from civic.notifications.outbox import Claim
from civic.notifications.outbox_models import GivenUp, OutboxMessage
from civic.notifications.sending import Down, Fault, Later, Never, Outgoing, Unclear, sender_of
from civic.notifications.texts import text_of
from civic.ticking import sweep

BUDGET = 5  # seconds of one sweep: clocks and closing hours wait for us
log = structlog.get_logger()


class Taken(NamedTuple):
    """A row in this worker's hands."""

    id: int
    claimed_until: object


@after_restore("notifications")
def send_nothing_twice(told) -> list[str]:
    """What waited when the backup was made may have been sent since."""
    with writing():
        given_up = outbox.give_up_waiting()
    return [f"notifications: {given_up} waiting messages given up; they may have been sent since."]


@sweep("notifications.send")
def send_due() -> int:
    """Send what is due, as long as the budget lasts; returns how many left the house."""
    until, sent = time.monotonic() + BUDGET, 0
    for channel in outbox.due_channels():
        sender = sender_of(channel, current_app.config)
        while time.monotonic() < until:
            outcome = send_next(channel, sender)
            sent += outcome is True
            if outcome is Claim.NOTHING or outcome is Down:
                break
    return sent


def send_next(channel, sender):
    """Claim, send and settle one: True when it was sent, Down when the channel is, else a Claim."""
    taken = _take(channel, sender)
    if isinstance(taken, Claim):
        return taken
    try:
        outgoing = _composed(taken)
        if outgoing is None:
            return _settle(taken, lambda row: outbox.give_up(row, GivenUp.NOT_WANTED))
        sender.send(outgoing)
    except Fault as fault:
        return _failed(taken, channel, sender, fault)
    except Exception as fault:  # a sender that breaks its contract says nothing about the message
        return _failed(taken, channel, sender, Unclear(type(fault).__name__))
    _settle(taken, outbox.mark_sent, at_any_rate=True)
    return True


def _take(channel, sender):
    worker = f"{socket.gethostname()[:60]}:{os.getpid()}"
    with writing():
        row = outbox.claim(channel, worker, remembers=sender.remembers)
        return row if isinstance(row, Claim) else Taken(row.id, row.claimed_until)


def _composed(taken):
    """The message, with no transaction left open: the carrier takes its time."""
    try:
        return compose(taken.id)
    except Exception as fault:
        raise Later(f"words {type(fault).__name__}") from fault
    finally:
        db.session.rollback()


def compose(row_id) -> Outgoing | None:
    """The words and the number as they are now; None when it is not wanted or cannot be reached."""
    thread = joinedload(OutboxMessage.thread)
    row = db.session.get(OutboxMessage, row_id, options=[thread], populate_existing=True)
    notice = NOTICES[row.channel].get(row.verb)
    to = notice and _destination(row, notice)
    if not to:
        return None
    title = row.thread.title if row.thread else ""
    text = text_of(row.channel, row.verb, row.subject, row.params, title)
    return Outgoing(row.key, to, text, row.person_id)


def _destination(row, notice):
    if row.destination_sealed:
        return unseal(outbox.SEALED_FOR, row.destination_sealed)
    if row.body_id:
        mailbox = db.session.get(BodyMailbox, row.body_id)
        return mailbox and mailbox.address
    reached = within_reach([row.person_id], row.thread_id, notice.needs_me)
    return unseal(PHONE, reached[0].phone_sealed) if reached else None


def _failed(taken, channel, sender, fault):
    code, down = fault.code, isinstance(fault, (Down, Unclear))
    log.warning("message not sent", channel=channel.value, fault=code, kind=type(fault).__name__)
    if isinstance(fault, Never):
        _settle(taken, lambda row: outbox.give_up(row, GivenUp.REFUSED))
    elif isinstance(fault, Unclear) and not sender.remembers:
        _settle(taken, lambda row: outbox.give_up(row, GivenUp.UNCLEAR))
    else:
        _settle(taken, outbox.try_later)
    if not down:
        return Claim.PUT_OFF
    with writing():
        outbox.note_outage(channel, code)
    return Down


def _settle(taken, change, at_any_rate=False):
    """Change the row if it is still in our hands; a message that was sent was sent at any rate."""
    with writing():
        row = locked(OutboxMessage, taken.id)
        if row is not None and (at_any_rate or row.claimed_until == taken.claimed_until):
            change(row)
            if row.given_up_for is not None:
                log.error("message given up", channel=row.channel.value, reason=row.given_up_for.value)
    return Claim.PUT_OFF
