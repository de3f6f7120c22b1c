"""Reports that somebody asked a resident to withdraw a call or to change a rating."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type


class AskedFor(StrEnum):
    """What they were asked for."""

    WITHDRAWAL = "withdrawal"
    RATING = "rating"
    SILENCE = "silence"

    @property
    def label(self):
        return ASKED_LABELS[self]


ASKED_LABELS = {
    AskedFor.WITHDRAWAL: _l("To withdraw my call or my issue"),
    AskedFor.RATING: _l("To change how I rated it, or how I will"),
    AskedFor.SILENCE: _l("Not to speak of it any more"),
}


class PressureReport(Base):
    """Who reported it is not kept: not here, not on the ledger. The receipt alone finds it again.

    `words` are read by street, district and auditor; erasable.
    """

    __tablename__ = "pressure_report"
    __table_args__ = (
        UniqueConstraint("receipt_lookup", name="uq_pressure_report_receipt_lookup"),
        Index("ix_pressure_report_street", "street_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    callback_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("callback.id"))
    thread_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("thread.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    district_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("place.id"))
    asked_for: Mapped[AskedFor] = mapped_column(enum_type(AskedFor))
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    receipt_lookup: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[created_at]
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ruled_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    was_so: Mapped[bool | None]
    ruling_words: Mapped[str] = mapped_column(Text, default="", server_default="")

    thread = relationship("Thread", lazy="raise_on_sql")
