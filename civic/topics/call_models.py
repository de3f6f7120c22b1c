"""A demand for a residents' meeting on a topic: homes and adult residents, each against its legal line."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Pk, UTCDateTime, created_at

ALONE = {"primary_key": True, "autoincrement": False}


class MeetingCall(Base):
    """How far the demand is. `households` and `needed` are fixed with the first voice; `adults` and
    `needed_persons` with the first that finds them known.
    """

    __tablename__ = "meeting_call"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    households: Mapped[int]
    needed: Mapped[int]
    calls: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0, server_default="0")
    adults: Mapped[int | None]
    needed_persons: Mapped[int | None]
    reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_enough(self) -> bool:
        """Whether one of the two lines of the law is reached."""
        return self.calls >= self.needed or (
            self.needed_persons is not None and self.persons >= self.needed_persons
        )


class MeetingCallVoice(Base):
    """A household that demands the meeting. One per household, held by the database."""

    __tablename__ = "meeting_call_voice"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), **ALONE)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]


class MeetingCallPerson(Base):
    """An adult resident who demands the meeting. One each, held by the database."""

    __tablename__ = "meeting_call_person"
    __table_args__ = (UniqueConstraint("topic_id", "person_id"),)

    id: Mapped[Pk]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]


class AdultCount(Base):
    """How many adults live in a community, by which register and of which day; the latest counts."""

    __tablename__ = "adult_count"
    __table_args__ = (Index("ix_adult_count_community_id_id", "community_id", "id"),)

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    adults: Mapped[int]
    counted_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
