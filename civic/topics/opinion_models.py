"""Opinion rounds: everybody may say something, and every opinion gets an answer with a reason."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, UTCDateTime, created_at, enum_type
from civic.topics.states import ReplyOutcome


class OpinionRound(Base):
    """A stretch of days in which opinions are taken; closed only when each is answered."""

    __tablename__ = "opinion_round"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    number: Mapped[int] = mapped_column(default=1)  # 1, 2 … within the topic
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opinions_count: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)

    topic = relationship("Topic", back_populates="rounds", lazy="raise_on_sql")

    def takes_opinions(self, now):
        """Is the round open to new opinions at `now`?"""
        return self.closed_at is None and self.opens_at <= now < self.closes_at


class OpinionReply(Base):
    """One answer with a reason; it may answer many opinions at once."""

    __tablename__ = "opinion_reply"

    id: Mapped[Pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("opinion_round.id"), index=True)
    outcome: Mapped[ReplyOutcome] = mapped_column(enum_type(ReplyOutcome))
    reason: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answers: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[created_at]


class Opinion(Base):
    """What one person said in a round, in their own words."""

    __tablename__ = "opinion"
    __table_args__ = (
        Index("ix_opinion_in_order", "round_id", "id"),
        Index("ix_opinion_unanswered", "round_id", "reply_id", "id"),
    )

    id: Mapped[Pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("opinion_round.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    option_id: Mapped[int | None] = mapped_column(ForeignKey("topic_option.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("opinion_reply.id"))
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    round: Mapped[OpinionRound] = relationship(lazy="raise_on_sql")
    option = relationship("Option", lazy="raise_on_sql")
    reply: Mapped[OpinionReply | None] = relationship(lazy="raise_on_sql")
    person = relationship("Person", foreign_keys=[person_id], lazy="raise_on_sql")
