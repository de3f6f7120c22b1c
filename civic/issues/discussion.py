"""Comments under a released issue: who speaks in which voice, hidden or held by moderation."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type


class Voice(StrEnum):
    """As whom a comment is written: a nickname in front for residents, the role for everybody else."""

    RESIDENT = "resident"
    REPORTER = "reporter"
    STEWARD = "steward"
    STAFF = "staff"
    BODY = "body"

    @property
    def label(self):
        return VOICE_LABELS[self]


VOICE_LABELS = {
    Voice.RESIDENT: _l("Resident"),
    Voice.REPORTER: _l("The resident who raised it"),
    Voice.STEWARD: _l("Door steward"),
    Voice.STAFF: _l("Community office"),
    Voice.BODY: _l("Handling body"),
}


class Comment(Base):
    """One remark. Moderation sets `held_at` (先审后发) and `hidden_at` with its reason code."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_issue", "issue_id", "id"),
        Index("ix_comment_author", "author_id", "id"),
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    voice: Mapped[Voice] = mapped_column(enum_type(Voice), default=Voice.RESIDENT)
    # Where the author was a verified resident when writing: the building, never finer.
    place_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("place.id"))
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_code: Mapped[str | None] = mapped_column(String(32))

    issue = relationship("Issue", lazy="raise_on_sql")
    author = relationship("Person", foreign_keys=author_id, lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")
    speaking_body = relationship("Body", foreign_keys=body_id, lazy="raise_on_sql")

    @property
    def is_shown(self):
        """Whether its words may be read; otherwise a tombstone stands in its place."""
        return self.hidden_at is None and self.held_at is None
