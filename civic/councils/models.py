"""Bodies, councils, seats and mandates. Bodies act; persons appear by role only."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.database import Base, Pk, enum_type


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


class Council(Base):
    """A Community Partners council: the seats of one community at one table."""

    __tablename__ = "council"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(80))
    since: Mapped[date]

    seats: Mapped[list["Seat"]] = relationship(
        back_populates="council", order_by="Seat.position", lazy="raise_on_sql"
    )


class Seat(Base):
    """A body's place at the table: one voice, whoever speaks. The convener calls the meetings."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("council_id", "body_id", name="uq_seat_body"),
        UniqueConstraint("council_id", "position", name="uq_seat_position"),
        Index("ix_seat_body_id", "body_id"),
    )

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    position: Mapped[int]
    is_convener: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]

    council: Mapped[Council] = relationship(back_populates="seats", lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql")
    mandates: Mapped[list["Mandate"]] = relationship(
        back_populates="seat", order_by="Mandate.valid_from", lazy="raise_on_sql"
    )

    def mandate_of(self, role, on: date) -> "Mandate | None":
        """Who speaks for this seat in that role on the day `on`. Needs `mandates` loaded."""
        return next((held for held in self.mandates if held.role == role and held.is_valid(on)), None)


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
