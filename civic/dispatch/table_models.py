"""The dispatch table (派单目录): who leads and assists, by place and category; and why the list changed."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type
from civic.dispatch.states import LegRole


class DispatchRule(Base):
    """From `valid_from` until the day before `valid_to`: matters of this category at this place go there.

    `place_id` is a street, a community or a building (or a spot) with everything inside; `category`
    "" stands for all. Rules are never edited: another takes over, and the earlier one stays to be read.
    """

    __tablename__ = "dispatch_rule"
    __table_args__ = (
        Index("ix_dispatch_rule_street", "street_id", "valid_to", "category"),
        Index(
            "uq_dispatch_rule_open",
            "place_id",
            "category",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Pk]
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    category: Mapped[str] = mapped_column(String(64), default="", server_default="")
    lead_body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    assist_body_ids: Mapped[list] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    set_at: Mapped[created_at]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")
    lead = relationship("Body", lazy="raise_on_sql")

    @property
    def body_ids(self) -> list[int]:
        """The lead first, then who assists."""
        return [self.lead_body_id, *self.assist_body_ids]


class CommunityDutyChange(Base):
    """One change of a street's list of community duties: what it says since, and why. None: taken off."""

    __tablename__ = "community_duty_change"
    __table_args__ = (Index("ix_community_duty_change_street", "street_id", "id"),)

    id: Mapped[Pk]
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    category: Mapped[str] = mapped_column(String(64))
    role: Mapped[LegRole | None] = mapped_column(enum_type(LegRole))
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    set_at: Mapped[created_at]
