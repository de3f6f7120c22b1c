"""What was voted elsewhere: the evidence a result came with, and the body's own announcement."""

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, created_at
from civic.votes.models import Vote


class OutsideResult(Base):
    """One row for each imported vote (Conduct.EXTERNAL); it cannot be recounted here."""

    __tablename__ = "outside_result"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    held_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text)  # where the papers lie and the notice hangs
    announcement: Mapped[str] = mapped_column(Text, default="")  # the convening body's own words
    announced_on: Mapped[date | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    entered_at: Mapped[created_at]

    vote: Mapped[Vote] = relationship(lazy="raise_on_sql")
