"""The nouns of meeting: the place, the meeting, its agenda and who came.

What is said and moved in the room: live_models.py. Minutes: minutes_models.py.
"""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, UTCDateTime, created_at, enum_type
from civic.meetings.states import AHEAD, Capacity, CheckInBy, MeetingKind, MeetingState

GONE = {"ondelete": "SET NULL"}


class Venue(Base):
    """A standing place to talk (议事厅): where it is, when it is open, how to get in on wheels."""

    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(120))
    hours: Mapped[str] = mapped_column(String(200), default="")
    access: Mapped[str] = mapped_column(String(200), default="")
    seats: Mapped[int] = mapped_column(default=0)  # chairs; 0: not said
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Meeting(Base):
    """People called together, or met on the spot, about one matter or several. Its id is its number.

    `place_id` is whose meeting it is (community, building or door); `where_held` is free text, because a
    stone table in the garden is on no list. `quorum`: how many must be there — seats where a council
    meets, persons elsewhere; 0 where none is asked for. `version` counts changes anybody in the room
    must see, so that a screen knows whether to draw anew.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_ahead", "community_id", "state", "starts_at", "id"),
        Index("ix_meeting_newest", "community_id", "starts_at", "id"),
        Index("ix_meeting_topic_id", "topic_id"),
        Index("ix_meeting_issue_id", "issue_id"),
        Index("ix_meeting_whistle_id", "whistle_id"),
        Index("ix_meeting_thread_id", "thread_id"),
        Index("ix_meeting_council", "council_id", "starts_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))
    whistle_id: Mapped[int | None] = mapped_column(ForeignKey("whistle.id"))

    kind: Mapped[MeetingKind] = mapped_column(enum_type(MeetingKind))
    state: Mapped[MeetingState] = mapped_column(enum_type(MeetingState), default=MeetingState.DRAFTED)
    title: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text, default="")
    where_held: Mapped[str] = mapped_column(String(120))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    starts_at: Mapped[Moment]
    minutes_planned: Mapped[int] = mapped_column(default=60)
    quorum: Mapped[int] = mapped_column(default=0)
    notice_days: Mapped[int] = mapped_column(default=0)  # whole days between the call and the meeting

    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    called_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    called_off_reason: Mapped[str] = mapped_column(String(300), default="")
    had_quorum: Mapped[bool | None]  # as it stood when the meeting ended
    present: Mapped[int] = mapped_column(default=0)  # persons in the room, counted at check-in
    seats_present: Mapped[int] = mapped_column(default=0, server_default="0")  # each once, whoever speaks
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")  # changes since the call (iCal)
    urgent_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[created_at]

    thread = relationship("Thread", lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=[place_id], lazy="raise_on_sql")
    community = relationship("Place", foreign_keys=[community_id], lazy="raise_on_sql")
    council = relationship("Council", lazy="raise_on_sql")
    topic = relationship("Topic", lazy="raise_on_sql")
    venue: Mapped[Venue | None] = relationship(lazy="raise_on_sql")
    items: Mapped[list["AgendaItem"]] = relationship(
        order_by="AgendaItem.position", back_populates="meeting", lazy="raise_on_sql"
    )

    @property
    def number(self) -> int:
        """The public number, as said aloud: meeting 3."""
        return self.id

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def ends_at(self) -> datetime:
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes_planned)


class AgendaItem(Base):
    """One point of the agenda, with the minutes meant for it. One at a time is spoken about."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "position", name="uq_agenda_item_position"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    minutes: Mapped[int] = mapped_column(default=10)
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="items", lazy="raise_on_sql")
    topic = relationship("Topic", lazy="raise_on_sql")


class Attendance(Base):
    """Somebody came: in the room once a person, and one at a time for a seat — two posts are one voice.

    A seat passes on when its delegate is replaced in the middle: the earlier row has a `left_at` then,
    and stays as it was when that person goes on as a neighbour, in a row of its own.

    `person_id` is empty for somebody written down from the door list without an account; `name` is
    then what the list says. Both are never shown in public, only capacity, body and door are.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_person",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_attendance_seat",
            "meeting_id",
            "seat_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        CheckConstraint("(capacity = 'seat') = (seat_id IS NOT NULL)", name="seat_named"),
        Index("ix_attendance_in_order", "meeting_id", "id"),
        Index("ix_attendance_person_id", "person_id"),
    )

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", **GONE))
    name: Mapped[str] = mapped_column(String(40), default="")
    capacity: Mapped[Capacity] = mapped_column(enum_type(Capacity))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    door_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    checked_by: Mapped[CheckInBy] = mapped_column(enum_type(CheckInBy))
    came_at: Mapped[created_at]
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    person = relationship("Person", lazy="raise_on_sql")
    seat = relationship("Seat", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")
    door = relationship("Place", lazy="raise_on_sql")
