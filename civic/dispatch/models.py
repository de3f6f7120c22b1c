"""Work orders and their legs. An order belongs to one issue; each leg to one body, with its own clock."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, utcnow
from civic.dispatch import clocks
from civic.dispatch.states import (
    LEG_TRANSITIONS,
    OPEN_LEGS,
    ORDER_TRANSITIONS,
    LegRole,
    LegState,
    Level,
    Light,
    OrderState,
)
from civic.issues.kinds import Channel, Urgency


class WorkOrder(Base):
    """What the street office has to see through. `id` is the public number; one an issue.

    `round` counts from 1: a reopening starts another with legs of its own, the earlier ones stay.
    `due_is_given`: the deadline stood on the order when it came (条例 Art. 13) and is not ours to set.
    """

    __tablename__ = "work_order"
    __table_args__ = (
        Index("ix_work_order_inbox", "street_id", "state", "id"),
        Index("ix_work_order_community", "community_id", "state", "id"),
        Index("ix_work_order_changed", "source", "changed_at", "id"),
        Index("ix_work_order_dispatched", "street_id", "dispatched_at", "id"),
        Index("ix_work_order_thread", "thread_id"),
        UniqueConstraint("source", "external_no", name="uq_work_order_external_no"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"), unique=True)
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))

    state: Mapped[OrderState] = mapped_column(enum_type(OrderState), default=OrderState.RECEIVED)
    round: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.WEB)
    source: Mapped[str] = mapped_column(String(32), default="", server_default="")
    external_no: Mapped[str | None] = mapped_column(String(64))
    priority: Mapped[str] = mapped_column(String(32), default="", server_default="")
    category: Mapped[str | None] = mapped_column(String(64))
    urgency: Mapped[Urgency | None] = mapped_column(enum_type(Urgency))
    first_receiver_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    objections: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    is_excluded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    received_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    dispatched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_is_given: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # When the callback was first asked for: no order closes without one (I1).
    called_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The city's hotline has asked the resident itself (its result came with a file): we do not ask again.
    city_called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))

    issue = relationship("Issue", lazy="raise_on_sql")
    thread = relationship("Thread", lazy="raise_on_sql")
    community = relationship("Place", foreign_keys=community_id, lazy="raise_on_sql")
    first_receiver = relationship("Body", lazy="raise_on_sql")
    legs: Mapped[list["DispatchLeg"]] = relationship(
        back_populates="order", order_by="DispatchLeg.id", lazy="raise_on_sql"
    )

    @property
    def number(self) -> int:
        """The public number, as said aloud: order 12."""
        return self.id

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.URGENT

    def can_become(self, state) -> bool:
        """Whether the transition table allows the move."""
        return state in ORDER_TRANSITIONS[self.state]

    def legs_now(self) -> list["DispatchLeg"]:
        """The legs of this round, taken back ones too; needs `legs` loaded."""
        return [leg for leg in self.legs if leg.round == self.round]


def _of_open_legs(name, *columns):
    """Open legs alone: with `ended_at` as a column PostgreSQL sorts all of them (IS NULL is no equality)."""
    still_open = text("ended_at IS NULL")
    return Index(name, *columns, sqlite_where=still_open, postgresql_where=still_open)


class DispatchLeg(Base):
    """One body's part of an order (双派: an order has as many as there are bodies to act).

    `ended_at` is empty while the body owes something; `next_look_at` is the moment at which the
    sweep has to look at it next (first contact due, amber, late, reported further up), or empty.
    """

    __tablename__ = "dispatch_leg"
    __table_args__ = (
        UniqueConstraint("order_id", "round", "body_id", name="uq_dispatch_leg_body"),
        _of_open_legs("ix_dispatch_leg_body", "body_id", "due_at", "id"),
        _of_open_legs("ix_dispatch_leg_board", "street_id", "turned", "due_at", "id"),
        Index("ix_dispatch_leg_look", "next_look_at"),
        Index(
            "ix_dispatch_leg_removes",
            "street_id",
            "ended_at",
            sqlite_where=text("removes = 1"),
            postgresql_where=text("removes"),
        ),  # fmt: skip
        Index(
            "ix_dispatch_leg_provisional",
            "due_at",
            sqlite_where=text("is_provisional = 1"),
            postgresql_where=text("is_provisional"),
        ),  # fmt: skip
        Index("ix_dispatch_leg_thread", "thread_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("work_order.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    round: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    role: Mapped[LegRole] = mapped_column(enum_type(LegRole))
    state: Mapped[LegState] = mapped_column(enum_type(LegState), default=LegState.SENT)

    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    contact_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    amber_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # It hangs on holidays of a year not announced yet, and is counted anew once they are (recounting.py).
    is_provisional: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    next_look_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    contact_urged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    late_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The clock stands since then: the order is on the long-term list.
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The colour as the sweep last saw it: what the board filters and counts by.
    turned: Mapped[Light] = mapped_column(enum_type(Light), default=Light.GREEN)
    escalated_to: Mapped[Level] = mapped_column(enum_type(Level), default=Level.NONE)
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replied_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    reply_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    reply_basis: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Who explained the basis, and to whom: to both sides where there are two (向双方说明).
    explained_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    explained_to: Mapped[str] = mapped_column(String(120), default="", server_default="")
    evidence_words: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # Something was taken down: whoever it concerned was told before, and is visited afterwards.
    removes: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    created_at: Mapped[created_at]

    order: Mapped[WorkOrder] = relationship(back_populates="legs", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")
    thread = relationship("Thread", lazy="raise_on_sql")

    @property
    def is_open(self) -> bool:
        """The body still owes something."""
        return self.state in OPEN_LEGS

    @property
    def is_lead(self) -> bool:
        return self.role is LegRole.LEAD

    def can_become(self, state) -> bool:
        """Whether the transition table allows the move."""
        return state in LEG_TRANSITIONS[self.state]

    @property
    def minutes_allowed(self) -> int:
        """From being sent to its deadline."""
        return max(1, round((self.due_at - self.sent_at).total_seconds() / 60))

    @property
    def minutes_used(self) -> int:
        """From being sent until it ended, its clock was stopped, or until now."""
        return max(
            0, round(((self.paused_at or self.ended_at or utcnow()) - self.sent_at).total_seconds() / 60)
        )

    def light(self, now=None) -> Light:
        """Green, amber or red; a leg that has ended, or whose clock stands, keeps the light it had."""
        moment = self.paused_at or self.ended_at or now or utcnow()
        return clocks.light(moment, self.amber_at, self.due_at)


class LegTally(Base):
    """How many legs of a street a body still owes, and how many of those turned amber or red.

    Kept by the verbs in the transaction that changes it: a board never counts a hundred thousand rows.
    """

    __tablename__ = "leg_tally"

    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"), primary_key=True)
    green: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    amber: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    red: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    # Ever given, whatever became of them: what objections are a share of.
    parts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))

    body = relationship("Body", lazy="raise_on_sql")

    @property
    def owed(self) -> int:
        """All of them."""
        return self.green + self.amber + self.red


class CommunityDuty(Base):
    """社区职责清单: what a community leads and what it only helps with; nothing else may be given to it.

    One row a street and category (a top category stands for everything below it); 条例 Art. 17.
    """

    __tablename__ = "community_duty"
    __table_args__ = (UniqueConstraint("street_id", "category", name="uq_community_duty"),)

    id: Mapped[Pk]
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    category: Mapped[str] = mapped_column(String(64))
    role: Mapped[LegRole] = mapped_column(enum_type(LegRole))
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    set_at: Mapped[created_at]
