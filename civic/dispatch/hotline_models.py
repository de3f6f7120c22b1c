"""What is kept beside an order that came in the hotline's file, and the files themselves."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, enum_type, protects, utcnow


class HotlineLayout(Base):
    """The columns of a source's file, in its own order and words, so that the same can be written back.

    A source whose columns change has several; the one used last is written.
    """

    __tablename__ = "hotline_layout"
    __table_args__ = (UniqueConstraint("source", "digest", name="uq_hotline_layout_digest"),)

    id: Mapped[Pk]
    source: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    names: Mapped[list] = mapped_column(JSON)
    codes: Mapped[list] = mapped_column(JSON)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class HotlineRow(Base):
    """What the file said of one order and we do not keep elsewhere; `others` by column of its layout.

    `title_length`: so many characters at the beginning of the issue's words are the title.
    `lead_id`, `assist_ids`: bodies the file names, as a suggestion to the dispatcher.
    """

    __tablename__ = "hotline_row"

    order_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("work_order.id"), primary_key=True, autoincrement=False
    )
    layout_id: Mapped[int] = mapped_column(BigId, ForeignKey("hotline_layout.id"))
    title_length: Mapped[int] = mapped_column(Integer)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    kind_words: Mapped[str] = mapped_column(String(64))
    category_words: Mapped[str] = mapped_column(String(200))
    place_words: Mapped[str] = mapped_column(String(500))
    lead_words: Mapped[str] = mapped_column(String(100))
    assist_words: Mapped[list] = mapped_column(JSON)
    lead_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    assist_ids: Mapped[list] = mapped_column(JSON)
    others: Mapped[dict] = mapped_column(JSON)

    layout = relationship("HotlineLayout", lazy="raise_on_sql")


class OrderWords(Base):
    """The words and the place of an order as one key: orders with equal keys may be one matter."""

    __tablename__ = "order_words"
    __table_args__ = (Index("ix_order_words_key", "key", "order_id"),)

    order_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("work_order.id"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(32))


class PersonalAuthorisation(Base):
    """Somebody allowed that names and numbers of a hotline file are kept, for what and until when."""

    __tablename__ = "personal_authorisation"

    id: Mapped[Pk]
    source: Mapped[str] = mapped_column(String(32))
    allowed_by: Mapped[str] = mapped_column(String(100))  # an office, not a person: who answers for it
    reference: Mapped[str] = mapped_column(String(100))
    retain_until: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Complainant(Base):
    """Name and number of whoever called the hotline: sealed, under an authorisation, until a day."""

    __tablename__ = "complainant"
    __table_args__ = (
        Index("ix_complainant_retain", "retain_until", "order_id"),
        Index("ix_complainant_phone", "phone_lookup"),
    )

    order_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("work_order.id"), primary_key=True, autoincrement=False
    )
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_lookup: Mapped[str | None] = mapped_column(String(64))  # finds it again when it sends a text
    confidential: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    authorisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("personal_authorisation.id"))
    retain_until: Mapped[date] = mapped_column(Date)


class ComplainantView(Base):
    """Who looked at them, when and why."""

    __tablename__ = "complainant_view"
    __table_args__ = (Index("ix_complainant_view_order", "order_id", "id"),)

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("work_order.id"))
    viewer_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200))
    viewed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


protects("complainant_view")


class CityCallback(Base):
    """What the city's hotline heard when it called back; the newest row of an order counts. Never ours."""

    __tablename__ = "city_callback"
    __table_args__ = (Index("ix_city_callback_order", "order_id", "id"),)

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("work_order.id"))
    source: Mapped[str] = mapped_column(String(32))
    contacted: Mapped[bool | None]
    solved: Mapped[str] = mapped_column(String(32))  # yes, partly, no or ""
    satisfied: Mapped[str] = mapped_column(String(32))  # yes, basically, no or ""
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class HotlineExport(Base):
    """One writing back (回填): orders of a source changed after `since`, up to `until` when it was asked."""

    __tablename__ = "hotline_export"
    __table_args__ = (Index("ix_hotline_export_source", "source", "id"),)

    id: Mapped[Pk]
    source: Mapped[str] = mapped_column(String(32))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    since_order: Mapped[int] = mapped_column(BigId, default=0)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    until_order: Mapped[int] = mapped_column(BigId)
    orders: Mapped[int] = mapped_column(Integer)
    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class FileState(StrEnum):
    """How far an uploaded file has come. Only dispatch/hotline_workflow.py moves it."""

    WAITING = "waiting"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"

    @property
    def label(self):
        return FILE_LABELS[self]


F = FileState
FILE_LABELS = {
    F.WAITING: _l("Being looked through"),
    F.CHECKED: _l("Looked through, nothing written yet"),
    F.ACCEPTED: _l("Being taken in"),
    F.DONE: _l("Taken in"),
    F.REFUSED: _l("Cannot be taken"),
    F.DROPPED: _l("Not taken in"),
}
FILE_TRANSITIONS = {
    F.WAITING: {F.CHECKED, F.REFUSED, F.DROPPED},
    F.CHECKED: {F.ACCEPTED, F.DROPPED},
    F.ACCEPTED: {F.DONE, F.REFUSED},
    F.DONE: set(),
    F.REFUSED: set(),
    F.DROPPED: set(),
}


class HotlineUpload(Base):
    """A file handed in on the street's page. Its bytes lie in the quarantine folder under `token`."""

    __tablename__ = "hotline_upload"
    __table_args__ = (
        Index("ix_hotline_upload_street", "street_id", "id"),
        Index("ix_hotline_upload_state", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(32))
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    authorisation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("personal_authorisation.id"))
    state: Mapped[FileState] = mapped_column(enum_type(FileState), default=FileState.WAITING)
    handed_in_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    handed_in_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    why: Mapped[str] = mapped_column(String(500), default="", server_default="")
    good: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    bad: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    new: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    known: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    callbacks: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    personal: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    # A worker at it says so until then; after that another may go on.
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))

    community = relationship("Place", foreign_keys=community_id, lazy="raise_on_sql")

    def can_become(self, state) -> bool:
        """Whether the transition table allows the move."""
        return state in FILE_TRANSITIONS[self.state]
