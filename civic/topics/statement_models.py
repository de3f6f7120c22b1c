"""Short statements on a topic, what each neighbour answers to them, and who answers alike.

An answer is private: it stands in one row that its person can change and takes along when leaving,
and leaves no line in the ledger. What others read are counts of groups (kinship.py).
"""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at

LONGEST = 140  # characters of a statement
DUE = "changes > seen_changes"


class Stand(StrEnum):
    """What one says to a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNDECIDED = "pass"

    @property
    def label(self):
        return STAND_LABELS[self]

    @property
    def code(self) -> int:
        """As it is stored and counted: 1, -1, 0 (the signs of Polis' exports)."""
        return CODES[self]


STAND_LABELS = {Stand.AGREE: _l("Agree"), Stand.DISAGREE: _l("Disagree"), Stand.UNDECIDED: _l("Hard to say")}
CODES = {Stand.AGREE: 1, Stand.DISAGREE: -1, Stand.UNDECIDED: 0}
STANDS = {code: stand for stand, code in CODES.items()}


class Statement(Base):
    """One sentence that neighbours agree with or not. Who wrote it is never shown."""

    __tablename__ = "topic_statement"
    __table_args__ = (
        Index("ix_topic_statement_in_order", "topic_id", "id"),
        UniqueConstraint("topic_id", "text_key", name="uq_topic_statement_said_once"),
    )

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    body: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(String(64))  # digest of the words alone: the same is said once
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[created_at]
    agrees: Mapped[int] = mapped_column(default=0)
    disagrees: Mapped[int] = mapped_column(default=0)
    passes: Mapped[int] = mapped_column(default=0)
    reach: Mapped[float] = mapped_column(default=0.0)  # how far it sets people apart, from the last result
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # waits for a first look
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    topic = relationship("Topic", lazy="raise_on_sql")

    @property
    def stands(self) -> bool:
        """Neither hidden nor waiting for a first look: it is asked."""
        return self.hidden_at is None and self.held_at is None

    def count(self, code: int, by: int = 1) -> None:
        """Count `by` answers of that code more."""
        if code == Stand.AGREE.code:
            self.agrees += by
        elif code == Stand.DISAGREE.code:
            self.disagrees += by
        else:
            self.passes += by


class StatementAnswer(Base):
    """What one person says to one statement. No time: only what counts."""

    __tablename__ = "statement_answer"
    __table_args__ = (
        UniqueConstraint("statement_id", "person_id", name="uq_statement_answer_person"),
        UniqueConstraint("statement_id", "outside_no", name="uq_statement_answer_outside"),
        CheckConstraint("(person_id IS NULL) <> (outside_no IS NULL)", name="one_voice"),
        CheckConstraint("answer BETWEEN -1 AND 1", name="known"),
    )

    id: Mapped[Pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("topic_statement.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    outside_no: Mapped[int | None]  # a participant of an imported conversation, who is nobody here
    answer: Mapped[int] = mapped_column(SmallInteger)

    statement: Mapped[Statement] = relationship(lazy="raise_on_sql")


class Kinship(Base):
    """Who answers alike on a topic, as last computed: groups and counts, never who is in them."""

    __tablename__ = "kinship"
    __table_args__ = (
        Index("ix_kinship_due", "computed_at", sqlite_where=text(DUE), postgresql_where=text(DUE)),
    )

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(default=0)  # answers given or changed, statements covered
    seen_changes: Mapped[int] = mapped_column(default=0)  # those the result knows
    computed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    participants: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict] = mapped_column(JSON, default=dict)
