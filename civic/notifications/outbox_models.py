"""What goes out by text message or mail: one row for one act, one recipient, one channel.

A row holds codes and numbers. The words are made when it is sent; the telephone number of a person
is read from their contact then. Only somebody without an account has their number in the row,
sealed, and it is erased as soon as the row is settled.
"""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, utcnow


class Channel(StrEnum):
    """By which way a message leaves the house."""

    SMS = "sms"
    MAIL = "mail"

    @property
    def label(self):
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {Channel.SMS: _l("Text message"), Channel.MAIL: _l("E-mail")}


class GivenUp(StrEnum):
    """Why a message was not sent and will not be."""

    NOT_WANTED = "not_wanted"  # switched off, muted, left or without a number since it was written
    REFUSED = "refused"  # the carrier says that this number or address does not exist
    UNCLEAR = "unclear"  # handed over, no answer, and the carrier does not remember keys
    TOO_OLD = "too_old"  # tried for days
    RESTORED = "restored"  # was waiting in a backup: it may have been sent since

    @property
    def label(self):
        return GIVEN_UP_LABELS[self]


GIVEN_UP_LABELS = {
    GivenUp.NOT_WANTED: _l("Not wanted any more, or no number any more"),
    GivenUp.REFUSED: _l("The carrier refused it: no such number or address"),
    GivenUp.UNCLEAR: _l("Handed over without an answer; not sent again, so that nobody gets it twice"),
    GivenUp.TOO_OLD: _l("Tried for three days in vain"),
    GivenUp.RESTORED: _l("Was waiting in a backup that was put back"),
}


class OutboxMessage(Base):
    """One message on its way. Settled (sent or given up) as soon as `next_try_at` is empty."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_due", "channel", "next_try_at"),
        Index("ix_outbox_message_given_up_at", "given_up_at", "id"),
    )

    id: Mapped[Pk]
    # A keyed fingerprint of act, recipient and channel; also what the carrier is told to know it by.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict] = mapped_column(JSON, default=dict)
    thread_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("thread.id"))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    destination_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_urgent: Mapped[bool] = mapped_column(default=False)  # passes the quiet hours
    created_at: Mapped[created_at]
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_up_for: Mapped[GivenUp | None] = mapped_column(enum_type(GivenUp))

    thread = relationship("Thread", lazy="raise_on_sql")


class SenderOutage(Base):
    """A channel that does not work just now; gone as soon as something went through again."""

    __tablename__ = "sender_outage"

    channel: Mapped[Channel] = mapped_column(enum_type(Channel), primary_key=True)
    since: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    failures: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(64), default="")  # a code, e.g. "http 503"
    next_probe_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ShownMessage(Base):
    """The back end "screen" of demo and tests: a message shown on the page instead of a telephone."""

    __tablename__ = "shown_message"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    shown_at: Mapped[created_at]
