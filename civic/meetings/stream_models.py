"""The live stream of a meeting: a link elsewhere, who agreed to be filmed, and the day it goes."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, UTCDateTime, created_at, enum_type
from civic.meetings.states import CheckInBy


class StreamState(StrEnum):
    """Whether the link is shown. Only stream_workflow.py moves it."""

    PREPARED = "prepared"
    SHOWN = "shown"
    CUT = "cut"
    GONE = "gone"

    @property
    def label(self):
        return STREAM_LABELS[self]


STREAM_LABELS = {
    StreamState.PREPARED: _l("Not shown yet: first everybody present is asked"),
    StreamState.SHOWN: _l("Open to watch"),
    StreamState.CUT: _l("Cut off"),
    StreamState.GONE: _l("Its time is over, the link was removed"),
}

TRANSITIONS = {
    StreamState.PREPARED: frozenset({StreamState.SHOWN, StreamState.GONE}),
    StreamState.SHOWN: frozenset({StreamState.CUT, StreamState.GONE}),
    StreamState.CUT: frozenset({StreamState.SHOWN, StreamState.GONE}),
    StreamState.GONE: frozenset(),
}
LEAST_DAYS = 60  # 互联网直播服务管理规定 16: the platform keeps content and logs that long
USUAL_DAYS = 90


class MeetingStream(Base):
    """Where a meeting can be watched. The film is the platform's; here stands only the link."""

    __tablename__ = "meeting_stream"
    __table_args__ = (Index("ix_meeting_stream_due", "state", "keep_until"),)

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[StreamState] = mapped_column(enum_type(StreamState), default=StreamState.PREPARED)
    url: Mapped[str] = mapped_column(String(300))
    captions_url: Mapped[str] = mapped_column(String(300), default="")
    keep_until: Mapped[date]
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the roll-call was held
    shown_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cut_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cut_reason: Mapped[str] = mapped_column(String(200), default="")
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[created_at]

    meeting = relationship("Meeting", lazy="raise_on_sql")


class StreamConsent(Base):
    """Whether somebody who is there may be in the picture; said on their own phone or at the list."""

    __tablename__ = "stream_consent"

    id: Mapped[Pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), unique=True)
    filmed: Mapped[bool]
    said_by: Mapped[CheckInBy] = mapped_column(enum_type(CheckInBy))
    said_at: Mapped[created_at]
