"""What a body has promised at the council's table, and what became of it."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.councils.models import Seat
from civic.database import Base, Pk, enum_type


class PledgeState(StrEnum):
    """Only pledge_workflow.py moves it."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    LET_GO = "let_go"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    PledgeState.OPEN: _l("Promised"),
    PledgeState.KEPT: _l("Kept"),
    PledgeState.NOT_KEPT: _l("Not kept"),
    PledgeState.LET_GO: _l("Let go"),
}
TRANSITIONS: dict[PledgeState, frozenset[PledgeState]] = {
    PledgeState.OPEN: frozenset({PledgeState.KEPT, PledgeState.NOT_KEPT, PledgeState.LET_GO}),
    PledgeState.NOT_KEPT: frozenset({PledgeState.KEPT}),  # better late than never
    PledgeState.KEPT: frozenset(),
    PledgeState.LET_GO: frozenset(),
}


class Pledge(Base):
    """A promise of one seat: what, by when, and how everybody can see that it was kept."""

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("due_on >= promised_on", name="days_in_order"),
        Index("ix_pledge_council_id", "council_id", "id"),
        Index("ix_pledge_seat_id", "seat_id"),
    )

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    what: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(String(200))
    promised_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[PledgeState] = mapped_column(enum_type(PledgeState), default=PledgeState.OPEN)
    settled_on: Mapped[date | None]
    settled_why: Mapped[str] = mapped_column(String(200), default="")

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")

    @property
    def was_late(self) -> bool:
        """Kept, but after the day it was promised for."""
        return self.state == PledgeState.KEPT and self.settled_on > self.due_on

    def is_overdue(self, on: date) -> bool:
        """Open, and its day is past."""
        return self.state == PledgeState.OPEN and on > self.due_on

    def label(self, on: date):
        """Where it stands, in words."""
        if self.was_late:
            return _l("Kept, but late")
        return _l("Overdue") if self.is_overdue(on) else self.state.label
