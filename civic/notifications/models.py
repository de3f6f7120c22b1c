"""A message in somebody's 我的: what happened, to which matter, in codes; words come from templates."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at


class Message(Base):
    """One line for one person about one act. `params` are numbers and codes, never typed words."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_newest", "person_id", "id"),
        Index("ix_message_unread", "person_id", "read_at"),
    )

    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"))
    thread_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("thread.id"))
    entry_id: Mapped[int | None] = mapped_column(BigId)
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict] = mapped_column(JSON, default=dict)
    created_at: Mapped[created_at]
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    thread = relationship("Thread", lazy="raise_on_sql")
