"""A resident would like to sit at a council's table, or a neighbour would like to see them there."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.councils.models import Council
from civic.database import Base, Pk, created_at, enum_type


class ApplicationState(StrEnum):
    """Only application_workflow.py moves it."""

    NOMINATED = "nominated"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    ApplicationState.NOMINATED: _l("Named by a neighbour; they have not said yes yet"),
    ApplicationState.WAITING: _l("Waiting for an answer"),
    ApplicationState.ACCEPTED: _l("Has a seat"),
    ApplicationState.DECLINED: _l("Declined, with a reason"),
    ApplicationState.WITHDRAWN: _l("Taken back"),
}
TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.NOMINATED: frozenset({ApplicationState.WAITING, ApplicationState.WITHDRAWN}),
    ApplicationState.WAITING: frozenset(
        {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ACCEPTED: frozenset(),
    ApplicationState.DECLINED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}
OPEN_STATES = (ApplicationState.NOMINATED, ApplicationState.WAITING)
IS_OPEN = text("state IN ('nominated', 'waiting')")


class SeatApplication(Base):
    """Who asks for a seat and why; the row goes when the person leaves the site."""

    __tablename__ = "seat_application"
    __table_args__ = (
        CheckConstraint("nominated_by_id IS NULL OR nominated_by_id <> person_id", name="not_oneself"),
        Index("ix_seat_application_due", "council_id", "state", "answer_due", "id"),
        Index("ix_seat_application_nominated_by_id", "nominated_by_id"),
        Index("ix_seat_application_person_id", "person_id"),
        Index(
            "uq_seat_application_open",
            "council_id",
            "person_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(300))
    state: Mapped[ApplicationState] = mapped_column(enum_type(ApplicationState))
    asked_at: Mapped[created_at]
    answer_due: Mapped[date]
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_on: Mapped[date | None]

    council: Mapped[Council] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    @property
    def is_nomination(self) -> bool:
        """Whether a neighbour named them."""
        return self.nominated_by_id is not None

    def is_overdue(self, on: date) -> bool:
        """Nobody has answered in time."""
        return self.state == ApplicationState.WAITING and on > self.answer_due
