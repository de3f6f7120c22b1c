"""What comes of a whistle: the chain's links, the boundary finding, the task force, both ends' ratings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, local_today
from civic.dispatch.whistle_days import day_count
from civic.dispatch.whistle_states import Mark, Side


class ChainLink(Base):
    """One link of the chain that is broken as a whole (digging, transport, storage …): data, not code."""

    __tablename__ = "chain_link"
    __table_args__ = (UniqueConstraint("whistle_id", "name", name="uq_chain_link_name"),)

    id: Mapped[Pk]
    whistle_id: Mapped[int] = mapped_column(BigId, ForeignKey("whistle.id"))
    name: Mapped[str] = mapped_column(String(30))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    finding: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    body = relationship("Body", lazy="raise_on_sql")

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class BoundaryFinding(Base):
    """勘界: where the border runs, written by one lead street, agreed to by the other."""

    __tablename__ = "boundary_finding"

    whistle_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("whistle.id"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text)
    surveyed_by: Mapped[str] = mapped_column(String(80))
    surveyed_on: Mapped[date] = mapped_column(Date)
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))  # whose words these are
    written_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]
    agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    agreed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))


class TaskForce(Base):
    """A whistle that lasts months: one lead body, all called bodies as members, from–to."""

    __tablename__ = "task_force"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="order"),)

    whistle_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("whistle.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(40))
    lead_body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    formed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    lead = relationship("Body", lazy="raise_on_sql")

    @property
    def days(self) -> int:
        """How many days it has been at work, the first and the last counted."""
        return day_count(self.from_on, self.to_on or local_today())


class WhistleRating(Base):
    """双考核: each end rates the other once, residents rate the result. Never changed afterwards.

    A resident's rating shows as a number among others; `person_id` only keeps it to one a person.
    """

    __tablename__ = "whistle_rating"
    __table_args__ = (
        UniqueConstraint("call_id", "side", name="uq_whistle_rating_call"),
        UniqueConstraint("whistle_id", "resident_id", name="uq_whistle_rating_resident"),
        Index("ix_whistle_rating_whistle", "whistle_id", "side", "id"),
    )

    id: Mapped[Pk]
    whistle_id: Mapped[int] = mapped_column(BigId, ForeignKey("whistle.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    call_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("whistle_call.id"))
    resident_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    timely: Mapped[Mark | None] = mapped_column(enum_type(Mark))
    authority: Mapped[Mark | None] = mapped_column(enum_type(Mark))
    result: Mapped[Mark | None] = mapped_column(enum_type(Mark))
    proper: Mapped[Mark | None] = mapped_column(enum_type(Mark))
    informed: Mapped[Mark | None] = mapped_column(enum_type(Mark))
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[created_at]
