"""The nouns of deciding: the decision with its ground and burden record, and objections to it."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type


class DecisionState(StrEnum):
    """Where a decision stands. Only decisions/workflow.py moves it."""

    DRAFTED = "drafted"
    NOTICED = "noticed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return {
            DecisionState.DRAFTED: _l("Being drafted"),
            DecisionState.NOTICED: _l("On public notice"),
            DecisionState.CONFIRMED: _l("In force"),
            DecisionState.WITHDRAWN: _l("Taken back"),
        }[self]


TRANSITIONS = {
    DecisionState.DRAFTED: frozenset({DecisionState.NOTICED, DecisionState.WITHDRAWN}),
    DecisionState.NOTICED: frozenset({DecisionState.CONFIRMED, DecisionState.WITHDRAWN}),
    DecisionState.CONFIRMED: frozenset({DecisionState.WITHDRAWN}),
    DecisionState.WITHDRAWN: frozenset(),
}


class Basis(StrEnum):
    """On what ground a decision stands."""

    VOTE = "vote"
    CONSENT = "consent"
    ORDER = "order"
    LAWFUL_DUTY = "lawful_duty"

    @property
    def label(self):
        return {
            Basis.VOTE: _l("Counted votes"),
            Basis.CONSENT: _l("Talked over, nobody objects"),
            Basis.ORDER: _l("An order from above"),
            Basis.LAWFUL_DUTY: _l("The law says who must do it"),
        }[self]


class Decision(Base):
    """What was decided, on what ground, who carries the burden, until when it is on notice."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_newest", "community_id", "id"),
        Index("ix_decision_by_state", "community_id", "state", "id"),
    )

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"), index=True)
    state: Mapped[DecisionState] = mapped_column(enum_type(DecisionState), default=DecisionState.DRAFTED)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    other_way: Mapped[str] = mapped_column(Text, default="")  # in, without a face or a telephone (I18)
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    basis_note: Mapped[str] = mapped_column(Text, default="")

    # The burden record (I13): who is affected and what is offered, or a signed "nobody".
    affected: Mapped[str] = mapped_column(Text, default="")
    offered: Mapped[str] = mapped_column(Text, default="")
    their_reply: Mapped[str] = mapped_column(Text, default="")
    nobody_affected_signed_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL")
    )
    nobody_affected_signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    notice_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    notice_until: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    notice_days: Mapped[int] = mapped_column(default=7)
    trial_until: Mapped[date | None]
    review_on: Mapped[date | None] = mapped_column(index=True)
    doer_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    doer_due_on: Mapped[date | None]
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    objections_count: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)

    thread = relationship("Thread", lazy="raise_on_sql")
    topic = relationship("Topic", lazy="raise_on_sql")
    vote = relationship("Vote", lazy="raise_on_sql")
    doer = relationship("Body", lazy="raise_on_sql")
    action_items = relationship(
        "ActionItem", order_by="ActionItem.due_on", viewonly=True, lazy="raise_on_sql"
    )

    @property
    def number(self):
        """The public number, as said aloud: decision 4."""
        return self.id

    @property
    def nobody_affected(self):
        """Did the convener sign that nobody carries a burden?"""
        return self.nobody_affected_signed_at is not None

    @property
    def burden_recorded(self):
        """Is it on record who carries the burden and what is offered, or that nobody does?"""
        return self.nobody_affected or bool(self.affected.strip() and self.offered.strip())

    @property
    def ready_for_action(self):
        """May action items be made of it?"""
        return self.state == DecisionState.CONFIRMED

    def notice_over(self, now):
        """Has the notice period run out at `now`?"""
        return self.notice_until is not None and self.notice_until <= now


class DecisionObjection(Base):
    """What somebody holds against a noticed decision, and the answer."""

    __tablename__ = "decision_objection"
    __table_args__ = (Index("ix_decision_objection_in_order", "decision_id", "id"),)

    id: Mapped[Pk]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")

    @property
    def community_id(self):
        """Of its decision: whose staff answer it."""
        return self.decision.community_id

    person = relationship("Person", foreign_keys=[person_id], lazy="raise_on_sql")
