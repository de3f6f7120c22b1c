"""The nouns of minutes: their three parts, who confirmed, comments, errata; what was agreed, who did not."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type
from civic.meetings.minutes_states import (
    WRITTEN,
    AgreementState,
    Became,
    CommentOutcome,
    MinutesState,
)
from civic.meetings.models import GONE
from civic.meetings.states import Capacity


class Minutes(Base):
    """What a meeting came to, in three parts. `document` is the text that was published, word for word.

    `round` counts how often it was laid out or changed since: who confirmed an earlier text did not
    confirm this one. `version` goes up with every change, so that nobody confirms what they did not read.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        Index("ix_minutes_newest", "community_id", "state", "published_at", "id"),
        Index("ix_minutes_due", "state", "confirm_by"),
    )

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[MinutesState] = mapped_column(enum_type(MinutesState), default=MinutesState.DRAFTED)
    version: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    telling: Mapped[str] = mapped_column(Text, default="")
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    drafted_at: Mapped[created_at]
    comments_until: Mapped[date | None]
    confirm_by: Mapped[date]
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    document: Mapped[dict | None] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")

    was_there = False  # of whoever is looking; set by the loader of the page

    meeting = relationship("Meeting", lazy="raise_on_sql")
    confirmations: Mapped[list["MinutesConfirmation"]] = relationship(
        order_by="MinutesConfirmation.id", lazy="raise_on_sql"
    )
    comments: Mapped[list["MinutesComment"]] = relationship(order_by="MinutesComment.id", lazy="raise_on_sql")
    errata: Mapped[list["Erratum"]] = relationship(order_by="Erratum.number", lazy="raise_on_sql")

    @property
    def is_written(self) -> bool:
        return self.state in WRITTEN

    @property
    def latest_fingerprint(self) -> str:
        """The end of the chain: of the last erratum, else of the text. Needs `errata` loaded."""
        return self.errata[-1].fingerprint if self.errata else self.fingerprint


class MinutesConfirmation(Base):
    """Somebody who was there says: so it was; or: so it was not, because. Once a person and round."""

    __tablename__ = "minutes_confirmation"
    __table_args__ = (UniqueConstraint("minutes_id", "round", "person_id", name="uq_minutes_confirmation"),)

    id: Mapped[Pk]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    round: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)
    capacity: Mapped[Capacity] = mapped_column(enum_type(Capacity))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    agrees: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[created_at]

    body = relationship("Body", lazy="raise_on_sql")
    door = relationship("Place", lazy="raise_on_sql")


class MinutesComment(Base):
    """Somebody who was there says what is missing or wrong; each is taken in or answered."""

    __tablename__ = "minutes_comment"
    __table_args__ = (Index("ix_minutes_comment_in_order", "minutes_id", "id"),)

    id: Mapped[Pk]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)
    capacity: Mapped[Capacity] = mapped_column(enum_type(Capacity))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    words: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[created_at]
    outcome: Mapped[CommentOutcome | None] = mapped_column(enum_type(CommentOutcome))
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    body = relationship("Body", lazy="raise_on_sql")
    door = relationship("Place", lazy="raise_on_sql")


class Erratum(Base):
    """A dated correction of published minutes; the original stays. Its fingerprint binds the one before."""

    __tablename__ = "erratum"
    __table_args__ = (UniqueConstraint("minutes_id", "number", name="uq_erratum_number"),)

    id: Mapped[Pk]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    dated: Mapped[date]
    was: Mapped[str] = mapped_column(String(500))
    now: Mapped[str] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(String(300))
    fingerprint: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)


class Agreement(Base):
    """One thing the meeting agreed on. Whole with who, by when and what done looks like (I20).

    `rule_text`: what waits to become a house rule, where that is what it `became`.
    """

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("meeting_id", "position", name="uq_agreement_position"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(120))
    standard: Mapped[str] = mapped_column(String(300), default="")
    owner_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    due_on: Mapped[date | None]
    state: Mapped[AgreementState] = mapped_column(enum_type(AgreementState), default=AgreementState.NOTED)
    became: Mapped[Became | None] = mapped_column(enum_type(Became))
    rule_text: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[created_at]

    meeting = relationship("Meeting", lazy="raise_on_sql")
    owner = relationship("Body", lazy="raise_on_sql")

    @property
    def is_whole(self) -> bool:
        """Has an owner, a day and what done looks like."""
        return bool(self.owner_body_id and self.due_on and self.standard)


class Dissent(Base):
    """保留意见: who does not go along (by role or door), with what, and when it is heard again.

    `person_id`, never shown: who is told that the day is there (`told_on`); empty where nobody was named.
    """

    __tablename__ = "dissent"
    __table_args__ = (
        Index("ix_dissent_in_order", "meeting_id", "id"),
        Index("ix_dissent_due", "heard_again_at", "again_on"),
    )

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    who: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(300))
    again_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)
    told_on: Mapped[date | None]
    heard_again_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[created_at]
