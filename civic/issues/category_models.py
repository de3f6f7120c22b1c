"""Rows that add to the built-in category tree, relabel it or hide parts of it; and its version."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, utcnow


class Category(Base):
    """One category that is not, or not only, as built in. `code` is the whole path: "water.pipes.c1f".

    What is empty (label) or NULL (questions, divert_text) stays as built in; an empty list or text
    takes it away.
    """

    __tablename__ = "category"
    __table_args__ = (Index("ix_category_parent", "parent", "position", "id"),)

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    parent: Mapped[str] = mapped_column(String(64), default="", server_default="")
    label: Mapped[str] = mapped_column(String(40), default="", server_default="")
    position: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    is_active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    questions: Mapped[list | None] = mapped_column(JSON(none_as_null=True))
    divert_text: Mapped[str | None] = mapped_column(String(120))
    # Whom to call instead: the name of one of the numbers in CIVIC_EMERGENCY_….
    divert_phone: Mapped[str | None] = mapped_column(String(40))
    # Brought over from another list and not looked through yet.
    is_provisional: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    set_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    set_at: Mapped[created_at]
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))


class CategoryVersion(Base):
    """One row whose token changes with every edit: a process reads the tree anew when it differs."""

    __tablename__ = "category_version"

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
