"""The photo table: where a picture belongs, what became of it, and the key of its files."""

import secrets
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type
from civic.issues.picture_kinds import Refusal


class PhotoState(StrEnum):
    """From private quarantine to the public page; the original is never served."""

    QUARANTINED = "quarantined"
    READY = "ready"
    PRIVATE = "private"  # somebody looked at it and decided: for those who handle the matter only
    REFUSED = "refused"
    RELEASED = "released"

    @property
    def label(self):
        return PHOTO_LABELS[self]


PHOTO_LABELS = {
    PhotoState.QUARANTINED: _l("Being prepared"),
    PhotoState.READY: _l("Ready, not public"),
    PhotoState.PRIVATE: _l("Stays private"),
    PhotoState.REFUSED: _l("Not usable"),
    PhotoState.RELEASED: _l("Public"),
}

PHOTO_TRANSITIONS = {
    PhotoState.QUARANTINED: {PhotoState.READY, PhotoState.REFUSED},
    PhotoState.READY: {PhotoState.RELEASED, PhotoState.PRIVATE, PhotoState.REFUSED},
    PhotoState.PRIVATE: {PhotoState.RELEASED},
    PhotoState.RELEASED: {PhotoState.READY},
    PhotoState.REFUSED: set(),
}


class PhotoPurpose(StrEnum):
    """Why it was taken."""

    REPORT = "report"
    BEFORE = "before"
    AFTER = "after"
    ANSWER = "answer"
    SHEET = "sheet"  # a count as it was signed on the spot

    @property
    def when(self):
        """Beside the picture: taken before or after the work; nothing for the others."""
        return WHEN.get(self, "")


WHEN = {PhotoPurpose.BEFORE: _l("Before"), PhotoPurpose.AFTER: _l("Afterwards")}


class Photo(Base):
    """One picture. Belongs to a draft, then to its issue; or to any subject by type and id."""

    __tablename__ = "photo"
    __table_args__ = (
        Index("ix_photo_issue", "issue_id", "id"),
        Index("ix_photo_draft", "draft_id", "id"),
        Index("ix_photo_subject", "subject_type", "subject_id"),
        Index("ix_photo_state", "state", "id"),
    )

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: secrets.token_urlsafe(16))
    issue_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("issue.id"))
    draft_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("draft.id", ondelete="SET NULL"))
    subject_type: Mapped[str | None] = mapped_column(String(32))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    purpose: Mapped[PhotoPurpose] = mapped_column(enum_type(PhotoPurpose), default=PhotoPurpose.REPORT)
    state: Mapped[PhotoState] = mapped_column(enum_type(PhotoState), default=PhotoState.QUARANTINED)
    refused_reason: Mapped[str | None] = mapped_column(String(32))
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    taken_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    # Cells of the fine grid (cover.py) that staff blotted out; public files never show them.
    covered_cells: Mapped[list] = mapped_column(JSON, default=list)
    caption: Mapped[str] = mapped_column(String(120), default="")
    # The address of the public copy: a new one at every release, none while it is private.
    public_token: Mapped[str | None] = mapped_column(String(32), unique=True)
    created_at: Mapped[created_at]
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def home(self):
        """(table, number) of what it belongs to; the number is None when that is gone."""
        if self.issue_id is not None:
            return "issue", self.issue_id
        if self.draft_id is not None:
            return "draft", self.draft_id
        return self.subject_type, self.subject_id

    @property
    def refusal(self):
        """Why it could not be used, with the sentence for its sender; None otherwise."""
        return Refusal(self.refused_reason) if self.refused_reason else None

    @property
    def is_releasable(self):
        """Whether a copy of it can be made public: nobody decided yet, or decided against it."""
        return PhotoState.RELEASED in PHOTO_TRANSITIONS[self.state]

    @property
    def is_released(self):
        """Whether anybody may see its public copy."""
        return self.state is PhotoState.RELEASED
