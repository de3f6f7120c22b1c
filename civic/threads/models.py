"""The thread: what a list row, a message and a poster read instead of seven rooms."""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, created_at, enum_type, local_today, utcnow


class Seal(StrEnum):
    """The six stages, in order; `char` is the stamp, `label` its word."""

    INTAKE = "intake"
    DISPATCH = "dispatch"
    DELIBERATE = "deliberate"
    DECIDE = "decide"
    ACT = "act"
    REVIEW = "review"

    @property
    def char(self) -> str:
        return "接派议定办评"[tuple(Seal).index(self)]

    @property
    def label(self):
        return SEAL_LABELS[self]


IN_ORDER = tuple(Seal)  # an Enum is slow to go through, and a list page does so twenty times
SEAL_LABELS = {
    Seal.INTAKE: _l("Received"),
    Seal.DISPATCH: _l("Dispatched"),
    Seal.DELIBERATE: _l("Talked over"),
    Seal.DECIDE: _l("Decided"),
    Seal.ACT: _l("Being done"),
    Seal.REVIEW: _l("Reviewed"),
}


class SealState(StrEnum):
    """Filled, outlined, dotted; LATE is never stored, it follows from the due date."""

    DONE = "done"
    NOW = "now"
    TODO = "todo"
    LATE = "late"


class Status(StrEnum):
    """The seven words residents see."""

    RECEIVED = "received"
    DELIBERATING = "deliberating"
    VOTING = "voting"
    ACTING = "acting"
    AWAITING = "awaiting"
    DONE = "done"
    NOT_NOW = "not_now"

    @property
    def label(self):
        return STATUS_LABELS[self]


STATUS_LABELS = {
    Status.RECEIVED: _l("Received, waiting to be sorted"),
    Status.DELIBERATING: _l("Being talked over"),
    Status.VOTING: _l("Being voted on"),
    Status.ACTING: _l("Being worked on"),
    Status.AWAITING: _l("Waiting for your confirmation"),
    Status.DONE: _l("Done and confirmed"),
    Status.NOT_NOW: _l("Cannot be done for now"),
}


UNSOLVED = _l("Asked how it went: not fully solved")


class Thread(Base):
    """One matter. `seals` maps a Seal to {state, on, holder}; a stage that does not apply is absent.

    `title` is public and stays empty until a summary is released; `area_id` is the place shown in
    public (the community, until finer words are released).
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_community_id_updated_at_id", "community_id", "updated_at", "id"),
        Index("ix_thread_community_id_status_due_on", "community_id", "status", "due_on"),
    )
    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    title: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[Status] = mapped_column(enum_type(Status), default=Status.RECEIVED)
    seals: Mapped[dict] = mapped_column(JSON, default=dict)
    stage: Mapped[Seal] = mapped_column(enum_type(Seal), default=Seal.INTAKE)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    holder_name: Mapped[str] = mapped_column(String(80), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    created_at: Mapped[created_at]
    updated_at: Mapped[Moment] = mapped_column(default=utcnow)

    area = relationship("Place", foreign_keys=[area_id], lazy="raise_on_sql")
    merged_into = relationship("Thread", remote_side="Thread.id", lazy="raise_on_sql")

    @property
    def is_late(self) -> bool:
        """Something is due and the day has passed."""
        return is_late(self.status, self.due_on)

    @property
    def is_unsolved(self) -> bool:
        """Asked how it went, the resident said: not solved."""
        return is_unsolved(self.status, self.seals)

    @property
    def word(self):
        """One of the seven words, or that it is not solved."""
        return UNSOLVED if self.is_unsolved else self.status.label

    def seal_states(self):
        """The stamps to draw: [(Seal, SealState, date or None, holder name)], in order."""
        return seal_states(self.seals, self.stage, self.is_late)


def is_unsolved(status, seals: dict) -> bool:
    """Asked how it went, the resident said: not, or not wholly solved. There is no yes to wait for."""
    review = seals.get(Seal.REVIEW)
    return status is Status.AWAITING and review is not None and review["state"] == SealState.DONE


def is_late(status, due_on) -> bool:
    """Late: still open and the due day is over."""
    return bool(due_on and due_on < local_today() and status not in (Status.DONE, Status.NOT_NOW))


def seal_states(seals: dict, stage, late: bool) -> list:
    """Stamps from the stored columns (lists select columns, not rows of Thread)."""
    drawn = []
    for seal in IN_ORDER:
        stamp = seals.get(seal)
        if stamp is None:
            continue
        told = _told(seal, stamp["state"], stamp.get("on"), stamp.get("holder", ""), late and seal == stage)
        drawn.append(told)
    return drawn


@lru_cache(maxsize=4096)
def _told(seal, state, on, holder, late):
    """One stamp as it is shown. Kept: lists show the same few thousand again and again."""
    shown = SealState.LATE if late and state == SealState.NOW else SealState(state)
    return seal, shown, date.fromisoformat(on) if on else None, holder
