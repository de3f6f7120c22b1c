"""Whoever a topic touches: interests declared, those complained about who may answer, moves of level."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, UTCDateTime, created_at, enum_type
from civic.topics.states import TopicLevel


class InterestKind(StrEnum):
    """What somebody has at stake; said in public beside the building, never beside the home."""

    WINDOW = "window"
    PARKING = "parking"
    WAY = "way"
    SHOP = "shop"
    EARNS = "earns"

    @property
    def label(self):
        return INTEREST_LABELS[self]


INTEREST_LABELS = {
    InterestKind.WINDOW: _l("The windows face it"),
    InterestKind.PARKING: _l("A parking bay would be lost"),
    InterestKind.WAY: _l("Cannot walk far and would have to walk farther"),
    InterestKind.SHOP: _l("Runs a shop there"),
    InterestKind.EARNS: _l("Belongs to the body that earns from it"),
}


class Interest(Base):
    """Somebody says what they have at stake. Shown by building or body only."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("topic_id", "person_id", "kind"),
        Index("ix_interest_in_order", "topic_id", "kind", "building_id"),
    )

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    kind: Mapped[InterestKind] = mapped_column(enum_type(InterestKind))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    created_at: Mapped[created_at]


class RightOfReply(Base):
    """Whoever is complained about may answer: by a private link, or a body through its own account."""

    __tablename__ = "right_of_reply"
    __table_args__ = (Index("ix_right_of_reply_in_order", "topic_id", "id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    as_whom: Mapped[str] = mapped_column(String(40))  # a role, as shown: 地锁的装设人
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    token_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    expires_at: Mapped[Moment]
    body: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    topic = relationship("Topic", lazy="raise_on_sql")


class LevelMove(Base):
    """One move of a topic to a higher level, and why it could not be settled below."""

    __tablename__ = "level_move"
    __table_args__ = (Index("ix_level_move_in_order", "topic_id", "id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    from_level: Mapped[TopicLevel] = mapped_column(enum_type(TopicLevel))
    to_level: Mapped[TopicLevel] = mapped_column(enum_type(TopicLevel))
    reason: Mapped[str] = mapped_column(Text)
    moved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    moved_at: Mapped[created_at]
