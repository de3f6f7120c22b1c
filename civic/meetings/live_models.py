"""What happens in the room: who asked for the word and spoke, what was moved, which hands were up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, UTCDateTime, created_at, enum_type
from civic.meetings.live_states import BEFORE_THE_ROOM, Choice, MotionState, Side, SpeechState, Way, Weight
from civic.meetings.models import GONE

SPEAKING = text("state = 'speaking'")


class Speech(Base):
    """A request for the word, and the speech it became. Names nobody: a body, a door, or as what.

    `attendance_id` is the row of whoever is in the room; without one the chair called a body or
    somebody of a door. `allowed` are the seconds given when the word was given.
    """

    __tablename__ = "speech"
    __table_args__ = (
        Index("ix_speech_on_item", "item_id", "state", "id"),
        Index("ix_speech_attendance_id", "attendance_id"),
        Index("ix_speech_asked_by", "asked_by"),
        # One word at a time in a room.
        Index("uq_speech_speaking", "meeting_id", unique=True, sqlite_where=SPEAKING,
              postgresql_where=SPEAKING),
    )  # fmt: skip

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id", **GONE))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    state: Mapped[SpeechState] = mapped_column(enum_type(SpeechState), default=SpeechState.WAITING)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    asked_at: Mapped[created_at]
    allowed: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seconds: Mapped[int] = mapped_column(default=0)

    meeting = relationship("Meeting", lazy="raise_on_sql")
    item = relationship("AgendaItem", lazy="raise_on_sql")
    attendance = relationship("Attendance", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")
    door = relationship("Place", lazy="raise_on_sql")

    def seconds_at(self, now) -> int:
        """Whole seconds spoken so far, or in all."""
        if self.began_at is None:
            return 0
        return self.seconds if self.ended_at else max(0, int((now - self.began_at).total_seconds()))


class Motion(Base):
    """A text put before the room. Fixed when it is frozen: a changed text is a new motion.

    `breaks_id` is the bottom line it would break (I11): readable, never votable. Counts are of
    seats or persons, by `way`; `base` is what a count of persons is measured against.
    """

    __tablename__ = "motion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number", name="uq_motion_number"),
        Index("ix_motion_item_id", "item_id"),
        CheckConstraint("for_count >= 0 AND against_count >= 0 AND abstain_count >= 0", name="hands_up"),
    )

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[MotionState] = mapped_column(enum_type(MotionState), default=MotionState.DRAFTED)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    created_at: Mapped[created_at]
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    breaks_id: Mapped[int | None] = mapped_column(ForeignKey("bottom_line.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"), unique=True)

    weight: Mapped[Weight | None] = mapped_column(enum_type(Weight))
    way: Mapped[Way | None] = mapped_column(enum_type(Way))
    hands_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    base: Mapped[int] = mapped_column(default=0)
    for_count: Mapped[int] = mapped_column(default=0)
    against_count: Mapped[int] = mapped_column(default=0)
    abstain_count: Mapped[int] = mapped_column(default=0)

    meeting = relationship("Meeting", lazy="raise_on_sql")
    item = relationship("AgendaItem", lazy="raise_on_sql")
    breaks = relationship("BottomLine", lazy="raise_on_sql")
    hands: Mapped[list["Hand"]] = relationship(order_by="Hand.id", lazy="raise_on_sql")

    @property
    def is_before_the_room(self) -> bool:
        return self.state in BEFORE_THE_ROOM

    @property
    def short_hash(self) -> str:
        """What is read out and compared: the first twelve signs."""
        return self.text_hash[:12]


class Hand(Base):
    """One raised hand: of a seat, or of somebody present. Open: everybody in the room sees it."""

    __tablename__ = "hand"
    __table_args__ = (
        UniqueConstraint("motion_id", "seat_id", name="uq_hand_seat"),
        UniqueConstraint("motion_id", "attendance_id", name="uq_hand_attendance"),
        CheckConstraint("(seat_id IS NULL) != (attendance_id IS NULL)", name="one_owner"),
        Index("ix_hand_attendance_id", "attendance_id"),
    )

    id: Mapped[Pk]
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id", ondelete="CASCADE"))
    choice: Mapped[Choice] = mapped_column(enum_type(Choice))
    at: Mapped[Moment]

    seat = relationship("Seat", lazy="raise_on_sql")
