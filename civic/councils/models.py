"""Bodies, councils, seats and mandates. Bodies act; persons appear by role only."""

from datetime import date
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.database import Base, Moment, Pk, enum_type
from civic.locale import chinese
from civic.places.models import PlaceKind


class BodyKind(StrEnum):
    """What sort of organisation a body is."""

    PARTY_COMMITTEE = "party_committee"
    RESIDENTS_COMMITTEE = "residents_committee"
    PROPERTY_COMPANY = "property_company"
    OWNERS_COMMITTEE = "owners_committee"
    DEPARTMENT = "department"
    PARTNER_UNIT = "partner_unit"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    DISTRICT_GOVERNMENT = "district_government"
    UTILITY = "utility"
    CONTRACTOR = "contractor"

    @property
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    BodyKind.PARTY_COMMITTEE: _l("Community Party committee"),
    BodyKind.RESIDENTS_COMMITTEE: _l("Residents' committee"),
    BodyKind.PROPERTY_COMPANY: _l("Property company"),
    BodyKind.OWNERS_COMMITTEE: _l("Owners' committee"),
    BodyKind.DEPARTMENT: _l("Department"),
    BodyKind.PARTNER_UNIT: _l("Partner unit"),
    BodyKind.SUBDISTRICT_OFFICE: _l("Sub-district office"),
    BodyKind.DISTRICT_GOVERNMENT: _l("District government"),
    BodyKind.UTILITY: _l("The water, gas, power or heating company"),
    BodyKind.CONTRACTOR: _l("Contractor"),
}


class MandateRole(StrEnum):
    """In which capacity a person speaks for a seat."""

    DELEGATE = "delegate"
    ALTERNATE = "alternate"

    @property
    def label(self):
        return ROLE_LABELS[self]


ROLE_LABELS = {MandateRole.DELEGATE: _l("Delegate"), MandateRole.ALTERNATE: _l("Alternate")}


class Body(Base):
    """An organisation that can answer for something.

    `community_id` None: serves several; `place_id` is then the street, district or city it serves.
    """

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[Pk]
    kind: Mapped[BodyKind] = mapped_column(enum_type(BodyKind))
    name: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(40))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    ended_on: Mapped[date | None]  # dissolved: keeps its history, takes nothing new
    # Answered day and night: the number to call when something bursts.
    phone_24h: Mapped[str] = mapped_column(String(32), default="", server_default="")

    def __str__(self):
        return self.short_name


class CouncilKind(Base):
    """What sort of table a council is: who sits there, for which area, how many at least and at most."""

    __tablename__ = "council_kind"
    __table_args__ = (
        CheckConstraint(
            "seats_min >= 3 AND seats_max <= 12 AND seats_min <= seats_max", name="three_to_twelve"
        ),
    )

    id: Mapped[Pk]
    key: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[PlaceKind] = mapped_column(enum_type(PlaceKind))  # the largest place it is for
    seats_min: Mapped[int]
    seats_max: Mapped[int]
    has_residents: Mapped[bool] = mapped_column(default=False)  # may residents hold seats themselves
    position: Mapped[int]

    @property
    def label(self) -> str:
        """Its name in the reader's language, as far as one was typed."""
        return self.name if chinese() else self.name_en or self.name


class Council(Base):
    """The seats of one place at one table. It works from `started_on`, for a term that may end."""

    __tablename__ = "council"
    __table_args__ = (
        UniqueConstraint("community_id", "name"),
        CheckConstraint("term_to IS NULL OR term_to >= since", name="term_in_order"),
        Index("ix_council_kind_id", "kind_id"),
        Index("ix_council_place_id", "place_id"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("council_kind.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(80))
    since: Mapped[date]
    started_on: Mapped[date | None]
    term_to: Mapped[date | None]  # the last day of its term; None: none was set

    kind: Mapped[CouncilKind] = relationship(lazy="raise_on_sql")
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="council", order_by="Seat.position", lazy="raise_on_sql"
    )

    def has_run_out(self, on: date) -> bool:
        """Whether its term was over before the day `on`."""
        return self.term_to is not None and on > self.term_to

    def is_working(self, on: date) -> bool:
        """Whether it has begun and its term goes on."""
        return self.started_on is not None and self.started_on <= on and not self.has_run_out(on)


class Seat(Base):
    """A place at the table: one voice, whoever speaks. `body_id` None: a resident's own seat.

    The convener calls the meetings.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("council_id", "body_id", name="uq_seat_body"),
        UniqueConstraint("council_id", "position", name="uq_seat_position"),
        Index("ix_seat_body_id", "body_id"),
    )

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    position: Mapped[int]
    is_convener: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]

    council: Mapped[Council] = relationship(back_populates="seats", lazy="raise_on_sql")
    body: Mapped[Body | None] = relationship(lazy="raise_on_sql")
    mandates: Mapped[list["Mandate"]] = relationship(
        back_populates="seat", order_by="Mandate.valid_from", lazy="raise_on_sql"
    )

    @property
    def is_residents(self) -> bool:
        """Whether a resident holds it for themselves."""
        return self.body_id is None

    @property
    def name(self) -> str:
        """What it is called in full. Needs `body` loaded."""
        return self.body.name if self.body else _("Residents' seat, place %(no)s", no=self.position)

    @property
    def short_name(self) -> str:
        """What people at the table call it. Needs `body` loaded."""
        return self.body.short_name if self.body else self.name

    def mandate_of(self, role, on: date) -> "Mandate | None":
        """Who speaks for this seat in that role on the day `on`. Needs `mandates` loaded."""
        return next((held for held in self.mandates if held.role == role and held.is_valid(on)), None)


class Recusal(Base):
    """A seat steps aside for one topic, and says why; it counts neither for nor against there."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("seat_id", "topic_id"), Index("ix_recusal_topic_id", "topic_id"))

    id: Mapped[Pk]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    reason: Mapped[str] = mapped_column(String(200))
    declared_at: Mapped[Moment]

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")


class Mandate(Base):
    """A person speaks for a seat from a day until the day before `valid_to` (None: still)."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"),
        Index("ix_mandate_person_id", "person_id"),
        # One delegate and one alternate a seat: a seat has one voice, never two that disagree.
        Index(
            "uq_mandate_open",
            "seat_id",
            "role",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Pk]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[MandateRole] = mapped_column(enum_type(MandateRole))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    seat: Mapped[Seat] = relationship(back_populates="mandates", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    def is_valid(self, on: date) -> bool:
        """Whether it holds on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
