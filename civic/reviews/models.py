"""Callbacks with their answers, which nobody can change, and reports of pressure."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, protects, utcnow
from civic.reviews.moments import CORRECT_FOR, LINK_LIFE
from civic.reviews.states import ANSWERABLE, TRANSITIONS, AnswerChannel, CallbackState, Satisfied, Solved


class Callback(Base):
    """One round of one order, from its dispatch to the resident's answer.

    `look_at` is the moment the sweep looks at it next, or empty. `*_entry` are the numbers of the
    ledger's lines that score runs add up. Of the link only a keyed fingerprint is kept.
    """

    __tablename__ = "callback"
    __table_args__ = (
        UniqueConstraint("order_id", "round", name="uq_callback_round"),
        UniqueConstraint("token_lookup", name="uq_callback_token_lookup"),
        Index("ix_callback_look", "look_at"),
        Index("ix_callback_to_call", "street_id", "state", "asked_at", "id"),
        Index("ix_callback_fell_due", "fell_due_on", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("work_order.id"))
    round: Mapped[int] = mapped_column(Integer)
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    state: Mapped[CallbackState] = mapped_column(enum_type(CallbackState), default=CallbackState.EXPECTED)
    look_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    token_salt: Mapped[str] = mapped_column(String(32))
    token_lookup: Mapped[str | None] = mapped_column(String(64))

    fell_due_on: Mapped[date | None] = mapped_column(Date)
    fell_due_entry: Mapped[int | None] = mapped_column(BigId)
    is_excluded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    excluded_entry: Mapped[int | None] = mapped_column(BigId)
    offered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_entry: Mapped[int | None] = mapped_column(BigId)
    read_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    created_at: Mapped[created_at]

    order = relationship("WorkOrder", lazy="raise_on_sql")
    thread = relationship("Thread", lazy="raise_on_sql")
    answers: Mapped[list["CallbackAnswer"]] = relationship(
        order_by="CallbackAnswer.serial", lazy="raise_on_sql"
    )

    def can_become(self, state) -> bool:
        """Whether the transition table allows the move."""
        return state in TRANSITIONS[self.state]

    @property
    def is_answerable(self) -> bool:
        """The resident can still have their say."""
        return self.state in ANSWERABLE

    @property
    def expires_at(self) -> datetime | None:
        """When the link ends; None while the clock of the asking does not run."""
        start = self.asked_at or self.answered_at
        return start + LINK_LIFE if start else None

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and utcnow() >= self.expires_at

    @property
    def can_be_corrected(self) -> bool:
        """For seven days after the first answer, by the resident alone."""
        return self.answered_at is not None and utcnow() < self.answered_at + CORRECT_FOR


class CallbackAnswer(Base):
    """What the resident said; a correction is a further row. The database refuses to change one (I7)."""

    __tablename__ = "callback_answer"
    __table_args__ = (UniqueConstraint("callback_id", "serial", name="uq_callback_answer_serial"),)

    id: Mapped[Pk]
    callback_id: Mapped[int] = mapped_column(BigId, ForeignKey("callback.id"))
    serial: Mapped[int] = mapped_column(Integer)
    contacted: Mapped[bool | None]
    solved: Mapped[Solved] = mapped_column(enum_type(Solved))
    satisfied: Mapped[Satisfied | None] = mapped_column(enum_type(Satisfied))
    channel: Mapped[AnswerChannel] = mapped_column(enum_type(AnswerChannel))
    entered_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]


protects("callback_answer")


class CallbackWords(Base):
    """What else they wanted to say; read by the street and the bodies of the order. Erasable."""

    __tablename__ = "callback_words"
    __table_args__ = (UniqueConstraint("callback_id", name="uq_callback_words_callback_id"),)

    id: Mapped[Pk]
    callback_id: Mapped[int] = mapped_column(BigId, ForeignKey("callback.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
