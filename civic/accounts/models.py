"""Persons, how to reach them, what they may act as; sign-in tables are in session_models.py.

Nothing here is public but the nickname. A telephone number is stored twice: as an HMAC to find it,
and sealed to call it; both keys come from CIVIC_SECRET_KEY (sealing.py).
"""

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship
from sqlalchemy.orm.attributes import set_committed_value

from civic.accounts.acting import Acting, in_force
from civic.accounts.roles import PersonState, Role, Standing
from civic.database import Base, BigId, Moment, Pk, created_at, enum_type, protects, utcnow
from civic.places.models import Place

OPEN = text("valid_to IS NULL")


class Contact(Base):
    """A telephone number. Two persons of a family may share it."""

    __tablename__ = "contact"
    id: Mapped[Pk]
    phone_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[created_at]


class Person(Acting, UserMixin, Base):
    """Somebody who signs in. The one signed in is detached: a snapshot of the request's start.

    Load a fresh row (`locked(Person, id)`) to change it; assign ids, not `current_user`, to rows.
    """

    __tablename__ = "person"
    id: Mapped[Pk]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    nickname: Mapped[str] = mapped_column(String(32))
    state: Mapped[PersonState] = mapped_column(enum_type(PersonState), default=PersonState.ACTIVE)
    is_adult: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[created_at]

    contact: Mapped[Contact | None] = relationship(lazy="raise_on_sql")
    memberships: Mapped[list["Membership"]] = relationship(
        lazy="raise_on_sql",
        order_by="Membership.id",
        foreign_keys="Membership.person_id",
        back_populates="person",
    )

    # Of this sign-in, not of the row; set by sessions.load_visitor.
    sign_in = None

    @property
    def is_active(self) -> bool:
        """Flask-Login: a disabled or deleted person is nobody."""
        return self.state == PersonState.ACTIVE

    @property
    def is_gone(self) -> bool:
        """Has taken themselves off the site; their nickname is a tombstone."""
        return self.state == PersonState.DELETED

    def get_id(self) -> str:
        """Flask-Login keeps the sign-in's token, never the person's number."""
        return self.sign_in.token if self.sign_in else ""

    def current_memberships(self) -> list:
        """Memberships in force now; read once when they were not loaded with the person."""
        if "memberships" not in self.__dict__:
            session = object_session(self)
            if session is None:
                return []
            rows = session.scalars(
                select(Membership).where(Membership.person_id == self.id).order_by(Membership.id)
            )
            set_committed_value(self, "memberships", list(rows))
        now = utcnow()
        return [held for held in self.memberships if in_force(held, now)]


class Membership(Base):
    """A role at a place, in a body or in a household, from–to. `valid_to` is exclusive."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="order"),
        Index(
            "uq_membership_open_household",
            "person_id",
            "household_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_membership_household_id", "household_id", "standing"),
        Index("ix_membership_role", "role", "community_id"),
    )
    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    # Of the place, body or household: kept here so that one joined select answers every question.
    community_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    standing: Mapped[Standing] = mapped_column(enum_type(Standing), default=Standing.VERIFIED)
    valid_from: Mapped[Moment] = mapped_column(default=utcnow)
    valid_to: Mapped[Moment | None]
    verified_at: Mapped[Moment | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str | None] = mapped_column(String(200))

    person: Mapped[Person] = relationship(
        lazy="raise_on_sql", foreign_keys=[person_id], back_populates="memberships"
    )
    community: Mapped[Place | None] = relationship(lazy="raise_on_sql", foreign_keys=[community_id])


class HouseholdCode(Base):
    """A code on a printed slip, kept as an HMAC; issuing a new one ends the earlier ones."""

    __tablename__ = "household_code"
    id: Mapped[Pk]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    code_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[created_at]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[Moment | None]


class Representative(Base):
    """Who casts a household's ballot, from–to; the history stays."""

    __tablename__ = "representative"
    __table_args__ = tuple(
        Index(
            f"uq_representative_{column}",
            column,
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
        for column in ("household_id", "person_id")
    )
    id: Mapped[Pk]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[Moment] = mapped_column(default=utcnow)
    valid_to: Mapped[Moment | None]


class Draft(Base):
    """Words not sent yet, kept on the server: `token` is in the writer's cookie or address."""

    __tablename__ = "draft"
    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(43), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    data: Mapped[dict] = mapped_column(JSON, default=dict)
    created_at: Mapped[created_at]
    expires_at: Mapped[Moment] = mapped_column(index=True)


class ContactView(Base):
    """A look at somebody's contact data: append-only, shown to its owner."""

    __tablename__ = "contact_view"
    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    viewer_role: Mapped[Role] = mapped_column(enum_type(Role))
    reason: Mapped[str] = mapped_column(String(200))
    viewed_at: Mapped[created_at]


protects("contact_view")


class Consent(Base):
    """Which text somebody agreed to, when, and when they took it back."""

    __tablename__ = "consent"
    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    given_at: Mapped[created_at]
    withdrawn_at: Mapped[Moment | None]
