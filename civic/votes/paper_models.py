"""Paper ballots of a vote: who has which, what became of it, what two people keyed, how it adds up.

Of a secret vote the number stands on the outer envelope only. The ballot inside carries nothing: the
envelopes are opened and mixed after the close, and what is keyed is numbered after the mixing, so
`paper_keying.number` leads to no home. Days only; nothing here holds a time of day.
"""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.councils.models import Body
from civic.database import Base, Pk, enum_type
from civic.votes.models import RollEntry

LIVE = text("fate <> 'spoiled'")
HOLDS = text("ended IS NULL")
VOTE = {"primary_key": True, "autoincrement": False}


class Fate(StrEnum):
    """Where a ballot is: with the home, handed in, or spoiled before it was handed in."""

    OUT = "out"
    RETURNED = "returned"
    SPOILED = "spoiled"

    @property
    def label(self):
        return {
            Fate.OUT: _l("not back yet"),
            Fate.RETURNED: _l("handed in"),
            Fate.SPOILED: _l("spoiled, replaced by another"),
        }[self]


class Flaw(StrEnum):
    """Why a ballot does not count: the reason code of a spoiled one."""

    EXCHANGED = "exchanged"
    DAMAGED = "damaged"
    BLANK = "blank"
    SEVERAL = "several"
    UNCLEAR = "unclear"
    NOT_OURS = "not_ours"

    @property
    def label(self):
        return FLAW_LABELS[self]


FLAW_LABELS = {
    Flaw.EXCHANGED: _l("Filled in wrongly, exchanged for a new one"),
    Flaw.DAMAGED: _l("Torn or soiled"),
    Flaw.BLANK: _l("Nothing is marked"),
    Flaw.SEVERAL: _l("More is marked than allowed"),
    Flaw.UNCLEAR: _l("One cannot tell what is meant"),
    Flaw.NOT_OURS: _l("Not a ballot of this vote"),
}
BEFORE_THE_BOX = (Flaw.EXCHANGED, Flaw.DAMAGED)
IN_THE_BOX = (Flaw.BLANK, Flaw.SEVERAL, Flaw.UNCLEAR, Flaw.DAMAGED, Flaw.NOT_OURS)


class PaperBallot(Base):
    """One printed ballot by its number. At most one that is not spoiled per unit of the roll.

    Which unit it was printed for goes when a secret vote is certified.
    """

    __tablename__ = "paper_ballot"
    __table_args__ = (
        Index(
            "uq_paper_ballot_unit", "vote_id", "roll_entry_id",
            unique=True, sqlite_where=LIVE, postgresql_where=LIVE,
        ),
        Index("ix_paper_ballot_fate", "vote_id", "fate"),
        CheckConstraint("(fate = 'spoiled') = (flaw IS NOT NULL)", name="spoiled_for_a_reason"),
    )  # fmt: skip

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    number: Mapped[int] = mapped_column(**VOTE)
    roll_entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id"))
    issued_on: Mapped[date]
    fate: Mapped[Fate] = mapped_column(enum_type(Fate), default=Fate.OUT)
    fate_on: Mapped[date | None]
    flaw: Mapped[Flaw | None] = mapped_column(enum_type(Flaw))

    entry: Mapped[RollEntry | None] = relationship(lazy="raise_on_sql")


class PaperVisit(Base):
    """Somebody stood at the door in vain on that day; three days are 上门三次未遇."""

    __tablename__ = "paper_visit"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), **VOTE)
    visited_on: Mapped[date] = mapped_column(primary_key=True)


class PaperKeyer(Base):
    """Which two bodies key this vote's ballots; the database refuses the same one twice."""

    __tablename__ = "paper_keyer"
    __table_args__ = (
        UniqueConstraint("vote_id", "body_id", name="uq_paper_keyer_body"),
        CheckConstraint("turn IN (1, 2)", name="two_turns"),
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    turn: Mapped[int] = mapped_column(**VOTE)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))

    body: Mapped[Body] = relationship(lazy="raise_on_sql")


class PaperKeying(Base):
    """What one keyer read on one ballot: its content, or why it does not count. Never changed.

    `number`: of a named vote the ballot's own, of a secret one that stamped after the mixing. Nobody
    keys a ballot twice, and each turn keys it once; both are held by the database.
    """

    __tablename__ = "paper_keying"
    __table_args__ = (
        ForeignKeyConstraint(
            ["vote_id", "turn"], ["paper_keyer.vote_id", "paper_keyer.turn"], name="fk_paper_keying_turn"
        ),
        UniqueConstraint("vote_id", "number", "keyed_by", name="uq_paper_keying_person"),
        CheckConstraint("(content IS NULL) = (flaw IS NOT NULL)", name="content_or_flaw"),
        {"sqlite_with_rowid": False},
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    number: Mapped[int] = mapped_column(**VOTE)
    turn: Mapped[int] = mapped_column(**VOTE)
    keyed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    content: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    flaw: Mapped[Flaw | None] = mapped_column(enum_type(Flaw))
    keyed_on: Mapped[date]


class PaperSettlement(Base):
    """Two keyers read a ballot differently; a third person looked at it, said what it says, and why."""

    __tablename__ = "paper_settlement"
    __table_args__ = (
        CheckConstraint("(content IS NULL) = (flaw IS NOT NULL)", name="content_or_flaw"),
        {"sqlite_with_rowid": False},
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    number: Mapped[int] = mapped_column(**VOTE)
    content: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    flaw: Mapped[Flaw | None] = mapped_column(enum_type(Flaw))
    reason: Mapped[str] = mapped_column(Text)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    settled_on: Mapped[date]


class PaperSheet(Base):
    """The hand count at the close; from here on nothing more is handed in.

    `settled`: how many ballots a third person had to read, written down with the count.
    """

    __tablename__ = "paper_sheet"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    returned: Mapped[int]
    spoiled: Mapped[int]
    unreturned: Mapped[int]
    settled: Mapped[int] = mapped_column(default=0, server_default="0")
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    counted_on: Mapped[date]


class Ended(StrEnum):
    """Why a proxy is over before the close."""

    OWNER_VOTED = "owner_voted"
    TAKEN_BACK = "taken_back"

    @property
    def label(self):
        return {
            Ended.OWNER_VOTED: _l("void: the owner voted"),
            Ended.TAKEN_BACK: _l("taken back by the owner"),
        }[self]


class Proxy(Base):
    """An owner let somebody else hand the ballot in, in writing. One that holds per giver and vote.

    `holder_key`: a keyed fingerprint of the holder's telephone number, to tell three from four;
    `holder_id`: the holder's own line of the roll, where there is one.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        Index(
            "uq_proxy_giver", "vote_id", "giver_id",
            unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS,
        ),
        Index("ix_proxy_holder", "vote_id", "holder_key"),
    )  # fmt: skip

    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id"))
    holder_key: Mapped[str] = mapped_column(String(64))
    written_on: Mapped[date]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    entered_on: Mapped[date]
    ended: Mapped[Ended | None] = mapped_column(enum_type(Ended))
    ended_on: Mapped[date | None]
