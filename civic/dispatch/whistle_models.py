"""The whistle and the bodies it calls; what they find and how they are rated is in whistle_found_models.py.

Typed words live in these rows and nowhere else: they can be emptied, entries of the ledger cannot.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type
from civic.dispatch.whistle_days import minutes_late
from civic.dispatch.whistle_states import (
    MAY_STILL_COME,
    RUNNING,
    CallState,
    DeclineGround,
    Gathering,
    Method,
    WhistleKind,
    WhistleState,
)

Moment = Mapped[datetime | None]


def place_id(**more):
    return mapped_column(BigId, ForeignKey("place.id"), **more)


def person_id():
    return mapped_column(BigId, ForeignKey("person.id"))


class Whistle(Base):
    """街乡吹哨: who must come, by when, to what. `id` is the public number.

    `title`, `summary`, `asked`, `gather_place` are public from the moment it is blown; `background`
    (what was tried already) is for the called bodies. `asked_by_body_id`: the department that asked, empty
    where the community's office or the street did. `next_look_at`: when the sweep has something to do.
    """

    __tablename__ = "whistle"
    __table_args__ = (
        Index("ix_whistle_blown", "blown_at", "id"),
        Index("ix_whistle_street", "street_id", "id"),
        Index("ix_whistle_second_street", "second_street_id", "id"),
        Index("ix_whistle_issue_id", "issue_id"),
        Index("ix_whistle_thread_id", "thread_id"),
        Index("ix_whistle_asked_by_body", "asked_by_body_id", "id"),
        Index("ix_whistle_next_look", "next_look_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = place_id()
    street_id: Mapped[int] = place_id()
    district_id: Mapped[int] = place_id()
    second_street_id: Mapped[int | None] = place_id()
    second_district_id: Mapped[int | None] = place_id()
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"))
    issue_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("issue.id"))
    kind: Mapped[WhistleKind] = mapped_column(enum_type(WhistleKind))
    alias: Mapped[str] = mapped_column(String(20), default="")
    gathering: Mapped[Gathering] = mapped_column(enum_type(Gathering), default=Gathering.ON_SITE)
    state: Mapped[WhistleState] = mapped_column(enum_type(WhistleState), default=WhistleState.DRAFTED)
    crosses_border: Mapped[bool] = mapped_column(default=False)
    needs_decider: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)
    background: Mapped[str] = mapped_column(Text, default="")
    gather_place: Mapped[str] = mapped_column(String(80))
    gather_at: Moment = mapped_column(UTCDateTime)
    report_by: Moment = mapped_column(UTCDateTime)
    requested_by: Mapped[int | None] = person_id()
    asked_by_body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    created_at: Mapped[created_at]
    approved_at: Moment = mapped_column(UTCDateTime)
    approved_by: Mapped[int | None] = person_id()
    joined_at: Moment = mapped_column(UTCDateTime)  # the second street agreed to lead it too
    joined_by: Mapped[int | None] = person_id()
    blown_at: Moment = mapped_column(UTCDateTime)
    blown_by: Mapped[int | None] = person_id()
    diagnosed_at: Moment = mapped_column(UTCDateTime)
    acted_at: Moment = mapped_column(UTCDateTime)
    resolved_at: Moment = mapped_column(UTCDateTime)
    evaluated_at: Moment = mapped_column(UTCDateTime)
    ended_at: Moment = mapped_column(UTCDateTime)
    result_words: Mapped[str] = mapped_column(Text, default="")
    after_use_words: Mapped[str] = mapped_column(Text, default="")
    called_off_words: Mapped[str] = mapped_column(Text, default="")
    next_look_at: Moment = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    community = relationship("Place", foreign_keys=[community_id], lazy="raise_on_sql")
    street = relationship("Place", foreign_keys=[street_id], lazy="raise_on_sql")
    second_street = relationship("Place", foreign_keys=[second_street_id], lazy="raise_on_sql")
    asking_body = relationship("Body", lazy="raise_on_sql")
    issue = relationship("Issue", lazy="raise_on_sql")
    thread = relationship("Thread", lazy="raise_on_sql")
    calls: Mapped[list["WhistleCall"]] = relationship(
        back_populates="whistle", order_by="WhistleCall.id", lazy="raise_on_sql"
    )

    @property
    def name(self):
        """What it is called here: the local name if there is one, else the statutory kind."""
        return self.alias or self.kind.label

    @property
    def is_public(self) -> bool:
        """Everybody reads it from the moment it is blown."""
        return self.blown_at is not None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def has_both_leads(self) -> bool:
        """Two lead streets, both of which agreed."""
        return self.second_street_id is not None and self.joined_at is not None


class WhistleCall(Base):
    """One called body: when it answered, when it came, what it found, what it will do."""

    __tablename__ = "whistle_call"
    __table_args__ = (
        UniqueConstraint("whistle_id", "body_id", name="uq_whistle_call_body"),
        Index("ix_whistle_call_body", "body_id", "state", "report_by"),
        Index("ix_whistle_call_next_look", "next_look_at", "id"),
    )

    id: Mapped[Pk]
    whistle_id: Mapped[int] = mapped_column(BigId, ForeignKey("whistle.id"))
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    state: Mapped[CallState] = mapped_column(enum_type(CallState), default=CallState.CALLED)
    report_by: Moment = mapped_column(UTCDateTime)
    acknowledged_at: Moment = mapped_column(UTCDateTime)
    came_at: Moment = mapped_column(UTCDateTime)
    method: Mapped[Method | None] = mapped_column(enum_type(Method))
    has_decider: Mapped[bool | None]
    late_since: Moment = mapped_column(UTCDateTime)
    escalated_at: Moment = mapped_column(UTCDateTime)
    ground: Mapped[DeclineGround | None] = mapped_column(enum_type(DeclineGround))
    ground_words: Mapped[str] = mapped_column(Text, default="")
    ruling_words: Mapped[str] = mapped_column(Text, default="")
    finding: Mapped[str] = mapped_column(Text, default="")
    will_do: Mapped[str] = mapped_column(Text, default="")
    found_at: Moment = mapped_column(UTCDateTime)
    finding_released_at: Moment = mapped_column(UTCDateTime)
    answered_by: Mapped[int | None] = person_id()
    next_look_at: Moment = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    whistle: Mapped[Whistle] = relationship(back_populates="calls", lazy="raise_on_sql")
    body = relationship("Body", lazy="raise_on_sql")

    @property
    def may_still_come(self) -> bool:
        return self.state in MAY_STILL_COME

    @property
    def has_come(self) -> bool:
        return self.state is CallState.CHECKED_IN

    @property
    def minutes_late(self) -> int:
        """How late it came; 0 in time, or not there yet."""
        return minutes_late(self.report_by, self.came_at) if self.came_at and self.report_by else 0

    @property
    def is_found(self) -> bool:
        """Everybody may read what it found."""
        return self.finding_released_at is not None
