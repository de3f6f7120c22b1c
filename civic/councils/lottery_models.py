"""Seats for residents drawn by lot: the pool, what was published before the seed, and what was drawn."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.councils.models import Council
from civic.database import Base, Moment, Pk, enum_type


class LotteryState(StrEnum):
    """Only lottery_workflow.py moves it."""

    OPEN = "open"
    FIXED = "fixed"
    SEEDED = "seeded"
    DRAWN = "drawn"
    VOID = "void"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    LotteryState.OPEN: _l("Put your name in"),
    LotteryState.FIXED: _l("The pool is fixed; the seed is not known yet"),
    LotteryState.SEEDED: _l("The seed is known; being drawn"),
    LotteryState.DRAWN: _l("Drawn"),
    LotteryState.VOID: _l("The drawing is called off"),
}
TRANSITIONS: dict[LotteryState, frozenset[LotteryState]] = {
    LotteryState.OPEN: frozenset({LotteryState.FIXED, LotteryState.VOID}),
    LotteryState.FIXED: frozenset({LotteryState.SEEDED, LotteryState.VOID}),
    LotteryState.SEEDED: frozenset({LotteryState.DRAWN, LotteryState.VOID}),
    LotteryState.DRAWN: frozenset(),
    LotteryState.VOID: frozenset(),
}


class AgeBand(StrEnum):
    """Asked only of those who put their name in, and forgotten after the draw."""

    YOUNG = "18-39"
    MIDDLE = "40-59"
    OLD = "60+"

    @property
    def label(self):
        return AGE_LABELS[self]


AGE_LABELS = {AgeBand.YOUNG: _l("18 to 39"), AgeBand.MIDDLE: _l("40 to 59"), AgeBand.OLD: _l("60 and older")}


class Tenancy(StrEnum):
    """Asked with the age."""

    OWNER = "owner"
    TENANT = "tenant"

    @property
    def label(self):
        return TENANCY_LABELS[self]


TENANCY_LABELS = {Tenancy.OWNER: _l("Lives in a home of the family"), Tenancy.TENANT: _l("Rents")}


class Lottery(Base):
    """One drawing for seats of a council.

    `pool` is anonymous: [{"id", "building", "age", "tenancy"}, …], numbers in an order of chance;
    `commitment` binds it, seats and quotas, and is published on a day before `draw_on`.
    """

    __tablename__ = "lottery"
    __table_args__ = (
        CheckConstraint("seats BETWEEN 1 AND 12", name="seats"),
        CheckConstraint("draw_on > closes_on", name="closes_before_draw"),
        Index("ix_lottery_council_id", "council_id", "id"),
        Index("ix_lottery_state", "state"),
    )

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    seats: Mapped[int]
    quotas: Mapped[list] = mapped_column(JSON, default=list)
    seed_source: Mapped[str] = mapped_column(String(200))
    closes_on: Mapped[date]
    draw_on: Mapped[date]
    state: Mapped[LotteryState] = mapped_column(enum_type(LotteryState), default=LotteryState.OPEN)
    pool: Mapped[list] = mapped_column(JSON, default=list)
    commitment: Mapped[str] = mapped_column(String(64), default="")
    fixed_at: Mapped[Moment | None]
    seed: Mapped[str] = mapped_column(String(200), default="")
    drawn: Mapped[list] = mapped_column(JSON, default=list)  # numbers of the pool
    program: Mapped[str] = mapped_column(String(60), default="")  # name and version of what drew
    fault: Mapped[str] = mapped_column(String(300), default="")  # why it could not be drawn
    drawn_at: Mapped[Moment | None]

    council: Mapped[Council] = relationship(lazy="raise_on_sql")


class LotteryEntry(Base):
    """A resident in the pool. The row, with what was asked, is deleted after the draw."""

    __tablename__ = "lottery_entry"
    __table_args__ = (
        UniqueConstraint("lottery_id", "person_id"),
        Index("ix_lottery_entry_person_id", "person_id"),
    )

    id: Mapped[Pk]
    lottery_id: Mapped[int] = mapped_column(ForeignKey("lottery.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    building: Mapped[str] = mapped_column(String(60))
    age: Mapped[AgeBand] = mapped_column(enum_type(AgeBand))
    tenancy: Mapped[Tenancy] = mapped_column(enum_type(Tenancy))
    number: Mapped[int | None]
