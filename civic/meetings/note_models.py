"""A line of notes, written down while the meeting goes on."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Pk, UTCDateTime, created_at
from civic.meetings.models import GONE


class MeetingNote(Base):
    """One line under a point of the agenda. `version` is what a save was typed against.

    `beside_id`: two people changed that line at the same time; this one keeps the other text beside it.
    A struck line stays, and is left out of the minutes.
    """

    __tablename__ = "meeting_note"
    __table_args__ = (Index("ix_meeting_note_in_order", "meeting_id", "id"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_note.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)
    created_at: Mapped[created_at]
    struck_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
