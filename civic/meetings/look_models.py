"""A look at the names of those who came to a meeting."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, created_at, enum_type
from civic.meetings.models import GONE


class ListRead(StrEnum):
    """Which of the two lists with names."""

    DOOR = "door"
    ROLL = "roll"

    @property
    def label(self):
        return LABELS[self]


LABELS = {ListRead.DOOR: _l("List at the door"), ListRead.ROLL: _l("Ask everybody who is there")}


class MeetingLook(Base):
    """Somebody who holds the meeting had the names shown to them, for ten minutes."""

    __tablename__ = "meeting_look"
    __table_args__ = (Index("ix_meeting_look_newest", "meeting_id", "id"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE), index=True)
    list_read: Mapped[ListRead] = mapped_column(enum_type(ListRead))
    looked_at: Mapped[created_at]

    viewer = relationship("Person", lazy="raise_on_sql")
