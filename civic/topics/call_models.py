"""A demand for a residents' meeting on a topic: one voice a household, counted against the legal line."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, UTCDateTime, created_at

ALONE = {"primary_key": True, "autoincrement": False}


class MeetingCall(Base):
    """How far the demand is. `households` and `needed` are fixed with the first voice."""

    __tablename__ = "meeting_call"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    households: Mapped[int]
    needed: Mapped[int]
    calls: Mapped[int] = mapped_column(default=0)
    reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MeetingCallVoice(Base):
    """A household that demands the meeting. One per household, held by the database."""

    __tablename__ = "meeting_call_voice"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), **ALONE)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
