"""Owners demand an owners' meeting on a topic: one voice a head, counted against the legal line."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, UTCDateTime

ALONE = {"primary_key": True, "autoincrement": False}


class OwnersCall(Base):
    """How far it is. `owners` and `needed` are fixed with the first voice."""

    __tablename__ = "owners_call"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    owners: Mapped[int]
    needed: Mapped[int]
    calls: Mapped[int] = mapped_column(default=0)
    reached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class OwnersCallVoice(Base):
    """One owner demands it, by the first of the homes that belong together; the key refuses a second."""

    __tablename__ = "owners_call_voice"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), **ALONE)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), **ALONE)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
