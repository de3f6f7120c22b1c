"""Reports, rulings (append-only), appeals, and what waits for a first look."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, protects


class SubjectType(StrEnum):
    """What can be reported: words a person wrote that others read."""

    COMMENT = "comment"
    OPINION = "opinion"
    OPTION = "topic_option"
    STATEMENT = "statement"
    ARGUMENT = "argument"
    SUGGESTION = "suggestion"
    REPLY = "right_of_reply"

    @property
    def label(self):
        return SUBJECT_LABELS[self]


SUBJECT_LABELS = {
    SubjectType.COMMENT: _l("A comment"),
    SubjectType.OPINION: _l("An opinion"),
    SubjectType.OPTION: _l("An option"),
    SubjectType.STATEMENT: _l("A short sentence"),
    SubjectType.ARGUMENT: _l("A reason for or against"),
    SubjectType.SUGGESTION: _l("A suggestion"),
    SubjectType.REPLY: _l("An answer of those it is about"),
}


class ReasonCode(StrEnum):
    """Why words may be hidden. Criticism of anybody's work is not on this list, on purpose."""

    PRIVACY = "privacy"
    ABUSE = "abuse"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"
    OFF_TOPIC = "off_topic"
    REPEATED = "repeated"
    RUMOUR = "rumour"

    @property
    def label(self):
        return REASON_LABELS[self]


REASON_LABELS = {
    ReasonCode.PRIVACY: _l("Tells somebody's name, home or telephone"),
    ReasonCode.ABUSE: _l("Insults or threatens somebody"),
    ReasonCode.ADVERTISING: _l("Advertising"),
    ReasonCode.UNLAWFUL: _l("The law forbids it"),
    ReasonCode.OFF_TOPIC: _l("Has nothing to do with the matter"),
    ReasonCode.REPEATED: _l("The same words again and again"),
    ReasonCode.RUMOUR: _l("Claims facts that were checked and are wrong"),
}


class RulingKind(StrEnum):
    """What a ruling does to the words."""

    HIDE = "hide"
    KEEP = "keep"
    RESTORE = "restore"
    UPHOLD = "uphold"
    PUBLISH = "publish"

    @property
    def label(self):
        return RULING_LABELS[self]


RULING_LABELS = {
    RulingKind.HIDE: _l("Hidden"),
    RulingKind.KEEP: _l("Stays"),
    RulingKind.RESTORE: _l("Shown again after an appeal"),
    RulingKind.UPHOLD: _l("Stays hidden after an appeal"),
    RulingKind.PUBLISH: _l("Published after a first look"),
}


class Report(Base):
    """Somebody says these words should be looked at. One report a person and subject."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("reporter_id", "subject_type", "subject_id", name="uq_report_once"),
        Index("ix_report_waiting", "community_id", "settled_at", "id"),
        Index("ix_report_subject", "subject_type", "subject_id"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    subject_type: Mapped[SubjectType] = mapped_column(enum_type(SubjectType))
    subject_id: Mapped[int] = mapped_column(BigId)
    reporter_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    reason: Mapped[ReasonCode] = mapped_column(enum_type(ReasonCode))
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[created_at]
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Ruling(Base):
    """One decision about somebody's words, in the public log for ever. Holds no words itself."""

    __tablename__ = "ruling"
    __table_args__ = (
        Index("ix_ruling_newest", "community_id", "id"),
        Index("ix_ruling_subject", "subject_type", "subject_id", "id"),
        Index("ix_ruling_author", "author_id", "id"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    subject_type: Mapped[SubjectType] = mapped_column(enum_type(SubjectType))
    subject_id: Mapped[int] = mapped_column(BigId)
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    kind: Mapped[RulingKind] = mapped_column(enum_type(RulingKind))
    reason: Mapped[ReasonCode | None] = mapped_column(enum_type(ReasonCode))
    ruled_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ruler_role: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[created_at]

    thread = relationship("Thread", lazy="raise_on_sql")
    appeal = relationship(
        "Appeal",
        foreign_keys="Appeal.ruling_id",
        uselist=False,
        lazy="raise_on_sql",
        back_populates="ruling",
    )


class Appeal(Base):
    """The author asks somebody else to look again; answered by a further Ruling within 72 hours."""

    __tablename__ = "appeal"
    __table_args__ = (Index("ix_appeal_waiting", "settled_at", "id"),)

    id: Mapped[Pk]
    ruling_id: Mapped[int] = mapped_column(BigId, ForeignKey("ruling.id"), unique=True)
    appellant_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("ruling.id"))

    ruling = relationship("Ruling", foreign_keys=[ruling_id], lazy="raise_on_sql", back_populates="appeal")


class Hold(Base):
    """Words that wait for a first look (先审后发); after 24 hours they appear by themselves."""

    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", name="uq_hold_subject"),
        Index("ix_hold_waiting", "ended_at", "due_at"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    subject_type: Mapped[SubjectType] = mapped_column(enum_type(SubjectType))
    subject_id: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[created_at]
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FirstLook(Base):
    """The switch 先审后发 of a community: visible to everybody, with who turned it and why."""

    __tablename__ = "first_look"

    community_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("place.id"), primary_key=True, autoincrement=False
    )
    is_on: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")
    changed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    changed_at: Mapped[created_at]

    @property
    def id(self) -> int:
        """The ledger names it by its community."""
        return self.community_id


protects("ruling")
