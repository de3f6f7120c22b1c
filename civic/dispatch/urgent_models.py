"""急单: the duty roster, what happens on the spot minute by minute, and the notice to every door."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, utcnow
from civic.dispatch.incident_clock import minutes_between
from civic.dispatch.urgent_states import INCIDENT_TRANSITIONS, EventKind, IncidentState, Measure

OPEN = text("over_at IS NULL")


class DutyShift(Base):
    """Who can be rung at a place from one moment to another, each week again if it says so.

    `phone` is an office's and stands in the clear; a person's own number is sealed (`phone_sealed`).
    """

    __tablename__ = "duty_shift"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="moments_in_order"),
        CheckConstraint("(phone = '') <> (phone_sealed IS NULL)", name="one_number"),
        Index("ix_duty_shift_street", "street_id", "ended_at", "starts_at", "id"),
        Index("ix_duty_shift_place", "place_id", "ended_at"),
    )

    id: Mapped[Pk]
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    role_words: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(32), default="", server_default="")
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_weekly: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    set_at: Mapped[created_at]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # taken off the roster
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    body = relationship("Body", lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")


class Incident(Base):
    """An urgent matter from the first ring on; of each issue one at a time is open."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("uq_incident_open", "issue_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_incident_issue_id", "issue_id", "id"),
        Index("ix_incident_street", "street_id", "over_at", "rung_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    state: Mapped[IncidentState] = mapped_column(enum_type(IncidentState), default=IncidentState.RUNG)
    rung_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    restored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))

    issue = relationship("Issue", lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")
    events: Mapped[list["IncidentEvent"]] = relationship(
        order_by="IncidentEvent.happened_at, IncidentEvent.id", lazy="raise_on_sql"
    )

    @property
    def is_open(self) -> bool:
        return self.over_at is None

    def can_become(self, state) -> bool:
        """Whether the transition table allows the move."""
        return state in INCIDENT_TRANSITIONS[self.state]

    @property
    def minutes_to_arrival(self) -> int | None:
        """From the first ring until somebody was there; None as long as nobody is."""
        return minutes_between(self.rung_at, self.arrived_at) if self.arrived_at else None

    @property
    def minutes_to_restoration(self) -> int | None:
        """From the first ring until it worked again; None as long as it does not."""
        return minutes_between(self.rung_at, self.restored_at) if self.restored_at else None

    @property
    def minutes_waited(self) -> int:
        """For the arrival timer: until somebody was there, it ended, or now."""
        return minutes_between(self.rung_at, self.arrived_at or self.restored_at or self.over_at or utcnow())

    @property
    def called_ids(self) -> set[int]:
        """Bodies that were rung; needs `events` loaded."""
        return {each.body_id for each in self.events if each.kind is EventKind.RUNG and each.body_id}


class IncidentEvent(Base):
    """One line: what, which body, when. `entered_at` is when it was tapped, `happened_at` may be corrected.

    `by_id` is never shown in public.
    """

    __tablename__ = "incident_event"
    __table_args__ = (
        Index("ix_incident_event_incident_id", "incident_id", "happened_at", "id"),
        Index("ix_incident_event_body", "body_id", "kind", "incident_id"),
    )

    id: Mapped[Pk]
    incident_id: Mapped[int] = mapped_column(BigId, ForeignKey("incident.id"))
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind))
    measure: Mapped[Measure | None] = mapped_column(enum_type(Measure))
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)

    body = relationship("Body", lazy="raise_on_sql")

    @property
    def label(self):
        """The line in words."""
        return self.measure.label if self.measure else self.kind.label

    @property
    def is_corrected(self) -> bool:
        return self.happened_at != self.entered_at


class DoorNotice(Base):
    """What every home of a building is told: on the screen of who has an account, on paper at the door."""

    __tablename__ = "door_notice"
    __table_args__ = (
        Index("ix_door_notice_incident_id", "incident_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    incident_id: Mapped[int] = mapped_column(BigId, ForeignKey("incident.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    what: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    call_body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))  # None: the duty room
    given_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)

    incident: Mapped[Incident] = relationship(lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")
    call_body = relationship("Body", lazy="raise_on_sql")
    deliveries: Mapped[list["NoticeDelivery"]] = relationship(
        order_by="NoticeDelivery.id", lazy="raise_on_sql", back_populates="notice"
    )


class NoticeDelivery(Base):
    """One door of a notice, and when its sheet was hung there or carried from home to home."""

    __tablename__ = "notice_delivery"
    __table_args__ = (UniqueConstraint("notice_id", "door_id", name="uq_notice_delivery_door"),)

    id: Mapped[Pk]
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("door_notice.id"))
    door_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))

    notice: Mapped[DoorNotice] = relationship(lazy="raise_on_sql", back_populates="deliveries")
    door = relationship("Place", foreign_keys=door_id, lazy="raise_on_sql")
