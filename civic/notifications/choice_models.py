"""What people do not want to be told: by text message in general, and about one matter."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, BigId, created_at, enum_type


class SmsChoice(StrEnum):
    """Which acts somebody wants a text message for; without a row: all of them."""

    ALL = "all"
    NEEDS_ME = "needs_me"
    NONE = "none"

    @property
    def label(self):
        return CHOICE_LABELS[self]


CHOICE_LABELS = {
    SmsChoice.ALL: _l("Whenever something happens with it"),
    SmsChoice.NEEDS_ME: _l("Only when I have to do something"),
    SmsChoice.NONE: _l("No text messages"),
}


class MessageChoice(Base):
    """How much of it one person wants on their telephone."""

    __tablename__ = "message_choice"

    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    sms: Mapped[SmsChoice] = mapped_column(enum_type(SmsChoice), default=SmsChoice.ALL)


class ThreadMute(Base):
    """This person wants to hear nothing more about this matter; the lines in 我的 stay."""

    __tablename__ = "thread_mute"

    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("thread.id"), primary_key=True, autoincrement=False
    )
    muted_at: Mapped[created_at]


class BodyMailbox(Base):
    """The office address of a body. Public business, not a person's: kept in clear."""

    __tablename__ = "body_mailbox"

    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"), primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(200))
