"""The nouns of deliberation: topics, options, supporters, papers, bottom lines.

Typed words live in rows that can be erased. States: states.py. Opinion rounds: opinion_models.py.
"""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type
from civic.topics.call_models import MeetingCall
from civic.topics.opinion_models import Opinion, OpinionReply, OpinionRound
from civic.topics.states import (
    OPTIONS_OPEN,
    OVER,
    AgendaAnswer,
    DocumentKind,
    RefusalCode,
    TopicLevel,
    TopicState,
)
from civic.topics.themes import PRESET

__all__ = [
    "AdmissionReview",
    "BottomLine",
    "Opinion",
    "OpinionReply",
    "OpinionRound",
    "Option",
    "OptionRemovalReview",
    "Topic",
    "TopicDocument",
    "TopicIssue",
    "TopicSupport",
]


class Topic(Base):
    """One matter that neighbours talk through. Its id is its public number."""

    __tablename__ = "topic"
    __table_args__ = (
        Index("ix_topic_newest", "community_id", "id"),
        Index("ix_topic_by_state", "community_id", "state", "id"),
        Index("ix_topic_most_supported", "community_id", "supports", "id"),
        Index("ix_topic_by_level", "community_id", "level", "place_id", "id"),
    )

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    level: Mapped[TopicLevel] = mapped_column(enum_type(TopicLevel), default=TopicLevel.COMMUNITY)
    state: Mapped[TopicState] = mapped_column(enum_type(TopicState), default=TopicState.PROPOSED)
    quick: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    moved_at: Mapped[created_at]
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    joined_count: Mapped[int] = mapped_column(default=0)  # topics that went on in it
    moves_count: Mapped[int] = mapped_column(default=0)  # of its level
    themes: Mapped[list] = mapped_column(JSON, default=lambda: list(PRESET))  # of its arguments

    # Who decides: a regime of votes/regimes.py, kept as its code because votes is a later room.
    regime: Mapped[str | None] = mapped_column(String(32))
    electorate: Mapped[str | None] = mapped_column(String(64))  # digest of the frozen roll
    burdens_others: Mapped[bool] = mapped_column(default=True)  # False: a repair, not held up
    doer_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    doer_due_on: Mapped[date | None]

    # Support and the answer it obliges the secretary to give.
    support_threshold: Mapped[int] = mapped_column(default=20)  # households
    supports: Mapped[int] = mapped_column(default=0)
    threshold_reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    agenda_reply_due: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    agenda_answer: Mapped[AgendaAnswer | None] = mapped_column(enum_type(AgendaAnswer))
    agenda_answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    agenda_reason: Mapped[str | None] = mapped_column(Text)
    agenda_late_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    notice_days: Mapped[int] = mapped_column(default=7)
    notice_from: Mapped[datetime | None] = mapped_column(UTCDateTime)
    notice_until: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    fact_names: Mapped[list] = mapped_column(JSON, default=list)  # the same facts for every option
    letters_seed: Mapped[str | None] = mapped_column(String(64))
    issues_count: Mapped[int] = mapped_column(default=0)
    options_count: Mapped[int] = mapped_column(default=0)
    opinions_count: Mapped[int] = mapped_column(default=0)

    # Why it left the way: not admitted, shelved, withdrawn or reopened.
    exit_code: Mapped[RefusalCode | None] = mapped_column(enum_type(RefusalCode))
    exit_reason: Mapped[str | None] = mapped_column(Text)
    exit_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    look_again_on: Mapped[date | None]

    thread = relationship("Thread", lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=[place_id], lazy="raise_on_sql")
    community = relationship("Place", foreign_keys=[community_id], lazy="raise_on_sql")
    doer = relationship("Body", lazy="raise_on_sql")
    options: Mapped[list["Option"]] = relationship(
        order_by="Option.id", back_populates="topic", lazy="raise_on_sql"
    )
    bottom_lines: Mapped[list["BottomLine"]] = relationship(order_by="BottomLine.id", lazy="raise_on_sql")
    rounds: Mapped[list["OpinionRound"]] = relationship(
        order_by="OpinionRound.number", back_populates="topic", lazy="raise_on_sql"
    )
    documents: Mapped[list["TopicDocument"]] = relationship(
        order_by="TopicDocument.dated, TopicDocument.id", back_populates="topic", lazy="raise_on_sql"
    )
    meeting_call = relationship(MeetingCall, uselist=False, viewonly=True, lazy="raise_on_sql")
    votes = relationship("Vote", order_by="Vote.id", viewonly=True, lazy="raise_on_sql")
    decisions = relationship("Decision", order_by="Decision.id", viewonly=True, lazy="raise_on_sql")

    @property
    def number(self):
        """The public number, as said aloud: topic 12."""
        return self.id

    @property
    def options_open(self):
        """May residents still add options? Until the notice begins."""
        return self.state in OPTIONS_OPEN

    @property
    def is_over(self):
        return self.state in OVER

    def notice_over(self, now):
        """Has the notice period run out at `now`?"""
        return self.notice_until is not None and self.notice_until <= now

    @property
    def owes_agenda_answer(self):
        """Does the secretary owe a public answer to the households behind it?"""
        return self.agenda_reply_due is not None and self.agenda_answer is None


class TopicIssue(Base):
    """An issue that a topic grew out of."""

    __tablename__ = "topic_issue"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), primary_key=True, index=True)
    linked_at: Mapped[created_at]


class TopicSupport(Base):
    """A household that wants the topic talked over. One per household, held by the database."""

    __tablename__ = "topic_support"
    __table_args__ = (UniqueConstraint("topic_id", "household_id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]


class BottomLine(Base):
    """Something nobody may vote away: a fire lane, a blind path, what a law asks for."""

    __tablename__ = "bottom_line"

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(120), default="")


class Option(Base):
    """One way to settle the topic, told by the same facts in the same order as every other."""

    __tablename__ = "topic_option"
    __table_args__ = (UniqueConstraint("topic_id", "letter"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    letter: Mapped[str | None] = mapped_column(String(1))  # drawn by lot when the notice begins
    title: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[list] = mapped_column(JSON, default=list)  # one text per topic.fact_names
    other_way: Mapped[str] = mapped_column(Text, default="")  # in, without a face or a telephone (I18)
    marks: Mapped[list] = mapped_column(JSON, default=list)  # [{"x": m, "y": m, "label": "S1"}]
    cost_fen: Mapped[int | None] = mapped_column(BigInteger)  # where money is given out among options
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    breaks_id: Mapped[int | None] = mapped_column(ForeignKey("bottom_line.id"))  # then not votable
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    removed_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    removal_reason: Mapped[str | None] = mapped_column(Text)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # by moderation

    topic: Mapped[Topic] = relationship(back_populates="options", lazy="raise_on_sql")
    breaks: Mapped[BottomLine | None] = relationship(lazy="raise_on_sql")
    review: Mapped["OptionRemovalReview | None"] = relationship(
        back_populates="option", lazy="raise_on_sql", uselist=False
    )

    @property
    def stands(self):
        """Neither removed nor hidden."""
        return self.removed_at is None and self.hidden_at is None

    @property
    def is_votable(self):
        """Stands, and breaks no bottom line."""
        return self.stands and self.breaks_id is None


class OptionRemovalReview(Base):
    """A removal looked at again by a delegate of another body. One per option."""

    __tablename__ = "option_removal_review"

    id: Mapped[Pk]
    option_id: Mapped[int] = mapped_column(ForeignKey("topic_option.id"), unique=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[created_at]
    grounds: Mapped[str] = mapped_column(Text)
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    restored: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(Text)

    option: Mapped[Option] = relationship(back_populates="review", lazy="raise_on_sql")


class AdmissionReview(Base):
    """A refused topic looked at again by another member of staff. One per topic."""

    __tablename__ = "admission_review"

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), unique=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[created_at]
    grounds: Mapped[str] = mapped_column(Text)
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    admitted: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(Text)


class TopicDocument(Base):
    """A dated paper on a topic: minutes, a fact sheet, what was agreed, how it went.

    `meeting_id`: whose minutes they are, where a meeting on this site made them.
    """

    __tablename__ = "topic_document"
    __table_args__ = (Index("ix_topic_document_in_order", "topic_id", "dated", "id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(enum_type(DocumentKind))
    dated: Mapped[date]
    title: Mapped[str] = mapped_column(String(80))
    where_when: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(Text)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]

    topic: Mapped[Topic] = relationship(back_populates="documents", lazy="raise_on_sql")
