"""Action items, what was noted on the way, and the 待办 list of what is accepted but not scheduled."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type, local_today


class ItemState(StrEnum):
    """Only action_items/workflow.py moves it."""

    OPEN = "open"
    DONE = "done"
    CONFIRMED = "confirmed"
    RELEASED = "released"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    ItemState.OPEN: _l("Being worked on"),
    ItemState.DONE: _l("Said to be done, waiting for a yes"),
    ItemState.CONFIRMED: _l("Done and confirmed"),
    ItemState.RELEASED: _l("Let go, with a reason"),
}

TRANSITIONS = {
    ItemState.OPEN: frozenset({ItemState.DONE, ItemState.RELEASED}),
    ItemState.DONE: frozenset({ItemState.CONFIRMED, ItemState.OPEN}),
    ItemState.CONFIRMED: frozenset({ItemState.OPEN, ItemState.DONE}),
    ItemState.RELEASED: frozenset(),
}


class ActionItem(Base):
    """Who does what by which day, and how one sees that it is done. `id` is the public number."""

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_newest", "community_id", "id"),
        Index("ix_action_item_due", "community_id", "state", "due_on", "id"),
        Index("ix_action_item_owner", "owner_body_id", "state", "due_on", "id"),
        Index("ix_action_item_thread_id", "thread_id"),
        Index("ix_action_item_issue_id", "issue_id"),
        Index("ix_action_item_decision_id", "decision_id"),
        Index("ix_action_item_whistle_id", "whistle_id"),
        Index("ix_action_item_agreement_id", "agreement_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    issue_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("issue.id"))
    decision_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("decision.id"))
    whistle_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("whistle.id"))
    agreement_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("agreement.id"))
    owner_body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    assigned_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(120))
    standard: Mapped[str] = mapped_column(String(300))
    state: Mapped[ItemState] = mapped_column(enum_type(ItemState), default=ItemState.OPEN)
    due_on: Mapped[date] = mapped_column(Date)
    first_due_on: Mapped[date] = mapped_column(Date)
    done_words: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    times_reopened: Mapped[int] = mapped_column(default=0)
    late_since: Mapped[date | None] = mapped_column(Date)  # set by the sweep once per lateness
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[created_at]

    thread = relationship("Thread", lazy="raise_on_sql")
    owner = relationship("Body", lazy="raise_on_sql")
    issue = relationship("Issue", lazy="raise_on_sql")
    decision = relationship("Decision", lazy="raise_on_sql")
    whistle = relationship("Whistle", lazy="raise_on_sql")
    agreement = relationship("Agreement", lazy="raise_on_sql")

    @property
    def number(self) -> int:
        """The public number, as said aloud: action item 12."""
        return self.id

    @property
    def is_told(self) -> bool:
        """May everybody read what it is? That of an issue follows with the issue's public summary."""
        return self.issue_id is None or bool(self.thread.title)

    @property
    def is_open(self) -> bool:
        return self.state == ItemState.OPEN

    @property
    def is_late(self) -> bool:
        """Turns red by itself: still open and its day is over."""
        return self.is_open and self.due_on < local_today()

    @property
    def days_late(self) -> int:
        return max(0, (local_today() - self.due_on).days) if self.is_open else 0


class NoteKind(StrEnum):
    """What a note on an action item tells."""

    PROGRESS = "progress"
    NEW_DATE = "new_date"
    DONE = "done"
    NOT_DONE = "not_done"
    RELEASED = "released"


class ActionNote(Base):
    """A public line on the way: progress, a new date with its reason, why it was opened again."""

    __tablename__ = "action_note"
    __table_args__ = (Index("ix_action_note_item", "item_id", "id"),)

    id: Mapped[Pk]
    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("action_item.id"))
    kind: Mapped[NoteKind] = mapped_column(enum_type(NoteKind), default=NoteKind.PROGRESS)
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))  # None: a resident
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[created_at]

    body = relationship("Body", lazy="raise_on_sql")


class BacklogEntry(Base):
    """An accepted issue nobody can take yet: why, and when it is looked at again. In public."""

    __tablename__ = "backlog_entry"
    __table_args__ = (
        Index("ix_backlog_entry_open", "community_id", "taken_off_at", "next_look_on", "id"),
        Index(
            "uq_backlog_entry_issue",
            "issue_id",
            unique=True,
            sqlite_where=text("taken_off_at IS NULL"),
            postgresql_where=text("taken_off_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    reason: Mapped[str] = mapped_column(String(300))
    next_look_on: Mapped[date] = mapped_column(Date)
    looks: Mapped[int] = mapped_column(default=0)  # how often the date was moved
    put_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]
    taken_off_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    thread = relationship("Thread", lazy="raise_on_sql")
    issue = relationship("Issue", lazy="raise_on_sql")
