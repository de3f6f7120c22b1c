"""Arguments in three columns, each answered later; suggestions with a degree, kept or not.

Nobody replies to a person: an argument stands for itself. Typed words live here and nowhere else.
"""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type
from civic.topics.states import ReplyOutcome

LONGEST = 200  # characters of an argument or a suggestion
OTHER_THEME = 99  # the place of what fits none of the themes: behind all of them


class Side(StrEnum):
    """The three columns."""

    FOR = "for"
    AGAINST = "against"
    CONDITION = "condition"

    @property
    def label(self):
        return SIDE_LABELS[self]


SIDE_LABELS = {Side.FOR: _l("For it"), Side.AGAINST: _l("Against it"), Side.CONDITION: _l("Only if …")}


class Degree(StrEnum):
    """How strongly a suggestion is meant."""

    MUST = "must"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MUST_NOT = "must_not"

    @property
    def label(self):
        return DEGREE_LABELS[self]


DEGREE_LABELS = {
    Degree.MUST: _l("Must"),
    Degree.SHOULD: _l("Should"),
    Degree.SHOULD_NOT: _l("Should not"),
    Degree.MUST_NOT: _l("Must not"),
}


class ArgumentReply(Base):
    """One answer with a reason; it may answer many arguments at once."""

    __tablename__ = "argument_reply"

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    outcome: Mapped[ReplyOutcome] = mapped_column(enum_type(ReplyOutcome))
    reason: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answers: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[created_at]


class Argument(Base):
    """One short reason for, against, or on a condition."""

    __tablename__ = "argument"
    __table_args__ = (
        Index("ix_argument_in_order", "topic_id", "side", "theme", "id"),
        Index("ix_argument_unanswered", "topic_id", "reply_id", "id"),
    )

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    theme: Mapped[int] = mapped_column(SmallInteger, default=OTHER_THEME)  # its place in topic.themes
    body: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[created_at]
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("argument_reply.id"), index=True)
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # waits for a first look
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    topic = relationship("Topic", lazy="raise_on_sql")
    reply: Mapped[ArgumentReply | None] = relationship(lazy="raise_on_sql")


class ArgumentCount(Base):
    """How many arguments stand in one column under one theme, and how many wait for an answer."""

    __tablename__ = "argument_count"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, autoincrement=False)
    side: Mapped[Side] = mapped_column(enum_type(Side), primary_key=True)
    theme: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    said: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)


class Suggestion(Base):
    """Something the decision must, should, should not or must not do; later: whether it does."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_in_order", "topic_id", "id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    degree: Mapped[Degree] = mapped_column(enum_type(Degree))
    body: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[created_at]
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation
    fulfilled: Mapped[bool | None]  # None: nobody has said yet
    fulfilled_words: Mapped[str] = mapped_column(Text, default="")
    fulfilled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fulfilled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    doubts: Mapped[int] = mapped_column(default=0)

    topic = relationship("Topic", lazy="raise_on_sql")


class SuggestionDoubt(Base):
    """A neighbour who says: it is not so. One per person; gone when staff state it anew."""

    __tablename__ = "suggestion_doubt"
    __table_args__ = (UniqueConstraint("suggestion_id", "person_id"),)

    id: Mapped[Pk]
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
