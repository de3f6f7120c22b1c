"""What departs from the usual way of an order: objections, more time, the long-term list, exclusions.

Typed words live here, in rows that can be erased; the ledger holds codes and dates.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type
from civic.dispatch.exception_states import (
    Ending,
    ExclusionGround,
    ExtensionState,
    Judge,
    LongTermState,
    ObjectionGround,
    ObjectionState,
    ProposalState,
)


def only_one(name, column, *states):
    """At most one row in these states for each value of `column`, held by the database."""
    open_ones = text("state IN (" + ", ".join(f"'{state.value}'" for state in states) + ")")
    return Index(name, column, unique=True, sqlite_where=open_ones, postgresql_where=open_ones)


class OfOrder:
    """Which order it is about, and the street and district that see to it."""

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("work_order.id"), index=True)
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    district_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("place.id"))

    @declared_attr
    def order(cls):
        return relationship("WorkOrder", lazy="raise_on_sql")


class Judged:
    """Asked for by one person, ruled on by another."""

    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    asked_at: Mapped[created_at]
    ruled_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruling_words: Mapped[str] = mapped_column(Text, default="", server_default="")


class LegObjection(OfOrder, Judged, Base):
    """派单异议: a body says a part is not its own. `number` counts on the order: 1, then 2, no more (I5)."""

    __tablename__ = "leg_objection"
    __table_args__ = (
        UniqueConstraint("order_id", "number", name="uq_leg_objection_number"),
        only_one("uq_leg_objection_open", "leg_id", ObjectionState.OPEN),
        Index("ix_leg_objection_street", "street_id", "state", "asked_at", "id"),
        Index("ix_leg_objection_district", "district_id", "state", "asked_at", "id"),
        Index("ix_leg_objection_body", "body_id", "state"),
    )

    leg_id: Mapped[int] = mapped_column(BigId, ForeignKey("dispatch_leg.id"))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    number: Mapped[int] = mapped_column(Integer)
    ground: Mapped[ObjectionGround] = mapped_column(enum_type(ObjectionGround))
    words: Mapped[str] = mapped_column(Text)
    names_body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    judge: Mapped[Judge] = mapped_column(enum_type(Judge))
    state: Mapped[ObjectionState] = mapped_column(enum_type(ObjectionState), default=ObjectionState.OPEN)
    goes_to_body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))

    leg = relationship("DispatchLeg", lazy="raise_on_sql")
    body = relationship("Body", foreign_keys=body_id, lazy="raise_on_sql")
    names_body = relationship("Body", foreign_keys=names_body_id, lazy="raise_on_sql")
    goes_to = relationship("Body", foreign_keys=goes_to_body_id, lazy="raise_on_sql")


class SiteCheck(OfOrder, Base):
    """现场会商: who stood there together, when, and what they found; before a ruling."""

    __tablename__ = "site_check"

    objection_id: Mapped[int] = mapped_column(BigId, ForeignKey("leg_objection.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    body_ids: Mapped[list] = mapped_column(JSON, default=list)
    others: Mapped[str] = mapped_column(String(120), default="", server_default="")
    finding: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]


class LegExtension(OfOrder, Judged, Base):
    """延期: a later day for one part, with its reason, and who tells the resident how often."""

    __tablename__ = "leg_extension"
    __table_args__ = (
        only_one("uq_leg_extension_asked", "leg_id", ExtensionState.ASKED),
        Index("ix_leg_extension_street", "street_id", "state", "asked_at", "id"),
        Index("ix_leg_extension_progress", "next_progress_on"),
        Index("ix_leg_extension_leg", "leg_id"),
    )

    leg_id: Mapped[int] = mapped_column(BigId, ForeignKey("dispatch_leg.id"))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    state: Mapped[ExtensionState] = mapped_column(enum_type(ExtensionState), default=ExtensionState.ASKED)
    due_was: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text)
    teller: Mapped[str] = mapped_column(String(40))
    every_days: Mapped[int] = mapped_column(Integer)
    # The number under which the hotline agreed, where the deadline had come with the order.
    hotline_ref: Mapped[str] = mapped_column(String(64), default="", server_default="")
    next_progress_on: Mapped[date | None] = mapped_column(Date)
    progress_urged_on: Mapped[date | None] = mapped_column(Date)
    # 我有意见: what the resident says to it, and what the street answered.
    protest: Mapped[str] = mapped_column(Text, default="", server_default="")
    protested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    protest_answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    protest_answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    leg = relationship("DispatchLeg", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")
    progress: Mapped[list["ExtensionProgress"]] = relationship(
        order_by="ExtensionProgress.id", lazy="raise_on_sql"
    )


class ExtensionProgress(Base):
    """What the resident was told on the way."""

    __tablename__ = "extension_progress"

    id: Mapped[Pk]
    extension_id: Mapped[int] = mapped_column(BigId, ForeignKey("leg_extension.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    told_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    told_at: Mapped[created_at]


class LongTermEntry(OfOrder, Judged, Base):
    """挂账: real, and not to be done now. Reason, plan, owner and the next look are public."""

    __tablename__ = "long_term_entry"
    __table_args__ = (
        only_one("uq_long_term_entry_open", "order_id", LongTermState.PROPOSED, LongTermState.LISTED),
        Index("ix_long_term_entry_list", "state", "next_review_on", "id"),
        Index("ix_long_term_entry_street", "street_id", "state", "next_review_on", "id"),
    )

    owner_body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    state: Mapped[LongTermState] = mapped_column(enum_type(LongTermState), default=LongTermState.PROPOSED)
    reason: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text)
    next_review_on: Mapped[date] = mapped_column(Date)
    review_due_since: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ending: Mapped[Ending | None] = mapped_column(enum_type(Ending))
    ending_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))

    owner = relationship("Body", lazy="raise_on_sql")
    thread = relationship("Thread", lazy="raise_on_sql")
    reviews: Mapped[list["LongTermReview"]] = relationship(order_by="LongTermReview.id", lazy="raise_on_sql")

    @property
    def is_listed(self) -> bool:
        return self.state is LongTermState.LISTED


class LongTermReview(Base):
    """One look at an order on the long-term list: what was found, and when the next look is."""

    __tablename__ = "long_term_review"

    id: Mapped[Pk]
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("long_term_entry.id"), index=True)
    reviewed_on: Mapped[date] = mapped_column(Date)
    finding: Mapped[str] = mapped_column(Text)
    next_review_on: Mapped[date] = mapped_column(Date)
    reviewed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]


class Lifted:
    """What was approved can be taken back."""

    words: Mapped[str] = mapped_column(Text)
    state: Mapped[ProposalState] = mapped_column(enum_type(ProposalState), default=ProposalState.PROPOSED)
    lifted_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifting_words: Mapped[str] = mapped_column(Text, default="", server_default="")


class Exclusion(OfOrder, Judged, Lifted, Base):
    """剔除: an answered order that no rate counts, by ground; proposed by one, approved by another."""

    __tablename__ = "exclusion"
    __table_args__ = (
        only_one("uq_exclusion_open", "order_id", ProposalState.PROPOSED, ProposalState.APPROVED),
        Index("ix_exclusion_count", "state", "ground"),
        Index("ix_exclusion_street", "street_id", "state", "asked_at", "id"),
    )

    ground: Mapped[ExclusionGround] = mapped_column(enum_type(ExclusionGround))


class MisuseFlag(OfOrder, Judged, Lifted, Base):
    """条例 Art. 9: the line was misused. Seen by the street alone; takes no right away."""

    __tablename__ = "misuse_flag"
    __table_args__ = (
        only_one("uq_misuse_flag_open", "order_id", ProposalState.PROPOSED, ProposalState.APPROVED),
        Index("ix_misuse_flag_street", "street_id", "state", "asked_at", "id"),
    )
