"""情况说明: a statement of circumstances under a written arrangement with an enforcement body.

The committee says that somebody's circumstances are so; whether there is a penalty, the enforcement
body decides alone. Reasons are categories without diagnosis.
"""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.councils.models import Body
from civic.database import Base, Moment, Pk, created_at, enum_type


class Matter(StrEnum):
    """What kind of breach an arrangement may cover."""

    PARKING = "parking"
    LOADING = "loading"
    LANE_BLOCKED = "lane_blocked"
    BULKY_ITEMS = "bulky_items"

    @property
    def label(self):
        return MATTER_LABELS[self]


MATTER_LABELS = {
    Matter.PARKING: _l("Stopping or parking where it is not allowed"),
    Matter.LOADING: _l("Stopping to load or unload"),
    Matter.LANE_BLOCKED: _l("A lane blocked for a short time"),
    Matter.BULKY_ITEMS: _l("Large things left outside for a short time"),
}


class Circumstance(StrEnum):
    """Why, as a category; never whose illness or which."""

    TO_HOSPITAL = "to_hospital"
    HARD_TO_WALK = "hard_to_walk"
    INFANT = "infant"
    REMOVAL = "removal"
    BEREAVEMENT = "bereavement"
    REPAIR = "repair"

    @property
    def label(self):
        return CIRCUMSTANCE_LABELS[self]


CIRCUMSTANCE_LABELS = {
    Circumstance.TO_HOSPITAL: _l("Taking somebody to a doctor or fetching them"),
    Circumstance.HARD_TO_WALK: _l("Somebody old or slow on their feet getting in or out"),
    Circumstance.INFANT: _l("With a small child"),
    Circumstance.REMOVAL: _l("Moving house"),
    Circumstance.BEREAVEMENT: _l("A death in the family"),
    Circumstance.REPAIR: _l("An urgent repair at home"),
}


class StatementState(StrEnum):
    """Only exemption_workflow.py moves it."""

    ASKED = "asked"
    ISSUED = "issued"
    REFUSED = "refused"
    EXEMPTED = "exempted"
    NOT_EXEMPTED = "not_exempted"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    StatementState.ASKED: _l("Asked for; the secretary has not answered yet"),
    StatementState.ISSUED: _l("Issued; the enforcement body decides"),
    StatementState.REFUSED: _l("Not issued, with a reason"),
    StatementState.EXEMPTED: _l("The enforcement body let it go without a penalty"),
    StatementState.NOT_EXEMPTED: _l("The enforcement body did not let it go"),
}
TRANSITIONS: dict[StatementState, frozenset[StatementState]] = {
    StatementState.ASKED: frozenset({StatementState.ISSUED, StatementState.REFUSED}),
    StatementState.ISSUED: frozenset({StatementState.EXEMPTED, StatementState.NOT_EXEMPTED}),
    StatementState.REFUSED: frozenset(),
    StatementState.EXEMPTED: frozenset(),
    StatementState.NOT_EXEMPTED: frozenset(),
}
EVER_ISSUED = (StatementState.ISSUED, StatementState.EXEMPTED, StatementState.NOT_EXEMPTED)


class Arrangement(Base):
    """In writing, with one enforcement body: for which matters, from when to when, how often a person."""

    __tablename__ = "statement_arrangement"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="days_in_order"),
        CheckConstraint("per_half_year BETWEEN 1 AND 20", name="per_half_year"),
        Index("ix_statement_arrangement_community_id", "community_id", "valid_to"),
        Index("ix_statement_arrangement_body_id", "body_id"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    document: Mapped[str] = mapped_column(String(80))
    matters: Mapped[list] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    per_half_year: Mapped[int]
    days_good: Mapped[int]  # how long a statement holds once it was issued

    body: Mapped[Body] = relationship(lazy="raise_on_sql")

    def covers(self, matter, on: date) -> bool:
        """Whether it holds on that day for that kind of matter."""
        return self.valid_from <= on <= self.valid_to and str(matter) in self.matters


class CircumstancesStatement(Base):
    """One statement; `code` stands on the slip and proves it without a name.

    When the person leaves, who it was goes and the counted row stays.
    """

    __tablename__ = "circumstances_statement"
    __table_args__ = (
        Index("ix_circumstances_statement_queue", "community_id", "state", "id"),
        Index("ix_circumstances_statement_body", "arrangement_id", "state", "id"),
        Index("ix_circumstances_statement_person_id", "person_id", "id"),
        Index("ix_circumstances_statement_month", "community_id", "issued_on"),
    )

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    arrangement_id: Mapped[int] = mapped_column(ForeignKey("statement_arrangement.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    matter: Mapped[Matter] = mapped_column(enum_type(Matter))
    circumstance: Mapped[Circumstance] = mapped_column(enum_type(Circumstance))
    happened_on: Mapped[date]
    state: Mapped[StatementState] = mapped_column(enum_type(StatementState), default=StatementState.ASKED)
    asked_at: Mapped[created_at]
    answer: Mapped[str] = mapped_column(String(200), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decision_no: Mapped[str] = mapped_column(String(60), default="")

    arrangement: Mapped[Arrangement] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")

    def is_good(self, on: date) -> bool:
        """Issued, not run out and not decided on yet."""
        return self.state == StatementState.ISSUED and on <= self.expires_on


class StatementView(Base):
    """Somebody of an office looked at who it is about; shown to that person."""

    __tablename__ = "statement_view"
    __table_args__ = (Index("ix_statement_view_statement_id", "statement_id", "id"),)

    id: Mapped[Pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("circumstances_statement.id"))
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    viewer_role: Mapped[str] = mapped_column(String(32))
    viewed_at: Mapped[created_at]
