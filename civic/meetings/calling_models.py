"""Around the call: who is invited and what they answered, who asked for a meeting, slips of paper."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type
from civic.meetings.models import GONE
from civic.meetings.states import Answer


class MeetingInvitation(Base):
    """A body that shall come: whether it does, and who (the post, never a name)."""

    __tablename__ = "meeting_invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "body_id", name="uq_meeting_invitation_body"),
        Index("ix_meeting_invitation_body_id", "body_id"),
    )

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    answer: Mapped[Answer] = mapped_column(enum_type(Answer), default=Answer.WAITING)
    who: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))

    meeting = relationship("Meeting", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")


class MeetingRequest(Base):
    """A seat asks that the council meets. `meeting_id`: it does; else the reason why not.

    A resident's own seat has no body; the person who speaks for it stands in `asked_by`.
    """

    __tablename__ = "meeting_request"
    __table_args__ = (
        Index("ix_meeting_request_waiting", "community_id", "answered_at", "id"),
        Index("ix_meeting_request_council_id", "council_id", "id"),
        Index("ix_meeting_request_seat_id", "seat_id"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    created_at: Mapped[created_at]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))

    council = relationship("Council", lazy="raise_on_sql")
    seat = relationship("Seat", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")


class OpinionSlip(Base):
    """A slip of paper that was keyed in; its id is the receipt number.

    Where a round of opinions was open the words became an opinion there and are not kept twice;
    else they stay here as a note of the meeting.
    """

    __tablename__ = "opinion_slip"
    __table_args__ = (UniqueConstraint("meeting_id", "number", name="uq_opinion_slip_number"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]  # printed on the slip
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", **GONE), index=True)
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    keyed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    keyed_at: Mapped[created_at]

    item = relationship("AgendaItem", lazy="raise_on_sql")
    opinion = relationship("Opinion", lazy="raise_on_sql")
