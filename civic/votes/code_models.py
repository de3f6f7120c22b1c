"""Ballots by code: how many were printed and handed out, which keyed marks are good, which homes drew one.

Nothing joins a home to a code: envelopes are drawn unseen. Both lists go with the count.
"""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base

VOTE = {"primary_key": True, "autoincrement": False}


class CodeSheet(Base):
    """Figures of a vote by code: public, and all that stays."""

    __tablename__ = "code_sheet"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    printed: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[int] = mapped_column(default=0)


class BallotCode(Base):
    """The keyed fingerprint of a printed code; the code itself is nowhere but in its envelope."""

    __tablename__ = "ballot_code"
    __table_args__ = ({"sqlite_with_rowid": False},)

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)


class CodeDrawn(Base):
    """This home drew an envelope; never which one, and not when."""

    __tablename__ = "code_drawn"
    __table_args__ = ({"sqlite_with_rowid": False},)

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), **VOTE)
