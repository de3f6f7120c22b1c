"""Weights in versions, frozen runs with the facts they were added up from, and historic reply times."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, protects


def _new_year(year):
    return date(year, 1, 1)


class ScoreScheme(Base):
    """Weights in percent (条例 Art. 32 names the rates, not their weights). A new row replaces the last."""

    __tablename__ = "score_scheme"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(60))
    response: Mapped[int] = mapped_column(Integer)
    resolution: Mapped[int] = mapped_column(Integer)
    satisfaction: Mapped[int] = mapped_column(Integer)
    first_receiver: Mapped[int] = mapped_column(Integer, default=0)
    proactive: Mapped[int] = mapped_column(Integer, default=0)
    basically_is_half: Mapped[bool] = mapped_column(default=False)
    is_example: Mapped[bool] = mapped_column(default=False)
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]


class ScoreRun(Base):
    """The figures of one period, frozen: `facts_gz` is the open CSV, `to_day` is the day after the last."""

    __tablename__ = "score_run"
    __table_args__ = (
        Index("ix_score_run_period", "to_day", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    scheme_id: Mapped[int] = mapped_column(BigId, ForeignKey("score_scheme.id"))
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    cases: Mapped[int] = mapped_column(Integer)
    facts_gz: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    frozen_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]

    scheme: Mapped[ScoreScheme] = relationship(lazy="raise_on_sql")

    @property
    def last_day(self) -> date:
        """The last day it is about."""
        return self.to_day - timedelta(days=1)

    @property
    def is_year(self) -> bool:
        """A whole calendar year."""
        return (self.from_day, self.to_day) == (
            _new_year(self.from_day.year),
            _new_year(self.from_day.year + 1),
        )

    @property
    def is_month(self) -> bool:
        """A whole calendar month."""
        last = self.last_day
        return (self.from_day.day, self.to_day.day) == (1, 1) and self.from_day == last.replace(day=1)


class ScoreRow(Base):
    """The counts of one scope in one run. `own_*`: without answers written down for somebody."""

    __tablename__ = "score_row"
    __table_args__ = (Index("ix_score_row_key", "scope", "key", "run_id"),)

    run_id: Mapped[int] = mapped_column(BigId, ForeignKey("score_run.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    orders: Mapped[int] = mapped_column(Integer)
    excluded: Mapped[int] = mapped_column(Integer)
    legs: Mapped[int] = mapped_column(Integer)
    contacted: Mapped[int] = mapped_column(Integer)
    callbacks: Mapped[int] = mapped_column(Integer)
    solved: Mapped[int] = mapped_column(Integer)
    rated: Mapped[int] = mapped_column(Integer)
    satisfied: Mapped[int] = mapped_column(Integer)
    basically: Mapped[int] = mapped_column(Integer)
    own_callbacks: Mapped[int] = mapped_column(Integer)
    own_solved: Mapped[int] = mapped_column(Integer)
    own_rated: Mapped[int] = mapped_column(Integer)
    own_satisfied: Mapped[int] = mapped_column(Integer)
    own_basically: Mapped[int] = mapped_column(Integer)
    first: Mapped[int] = mapped_column(Integer)
    first_kept: Mapped[int] = mapped_column(Integer)
    proactive: Mapped[int] = mapped_column(Integer)
    score: Mapped[str | None] = mapped_column(String(8))
    rank_from: Mapped[int | None] = mapped_column(Integer)
    rank_to: Mapped[int | None] = mapped_column(Integer)

    run: Mapped[ScoreRun] = relationship(lazy="raise_on_sql")


class HistoricReply(Base):
    """A reply of an earlier list: when it was raised, when answered. No words, no names."""

    __tablename__ = "historic_reply"
    __table_args__ = (
        UniqueConstraint("source", "external_no", name="uq_historic_reply_external_no"),
        Index("ix_historic_reply_submitted", "submitted_at"),
    )

    id: Mapped[Pk]
    source: Mapped[str] = mapped_column(String(40))
    external_no: Mapped[str] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(64), default="", server_default="")
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replied_at: Mapped[datetime] = mapped_column(UTCDateTime)


for _table in ("score_scheme", "score_run", "score_row"):
    protects(_table)
