"""The nouns of a vote: question, options, roll, envelopes, counted ballots, turnout, result.

Of a secret vote nothing joins a home to what it chose: an envelope knows its home only through an
HMAC under a key kept outside the database (keystore.py), and what comes out of the envelopes at
the close refers to nothing (DESIGN.md §3). No column here holds a time finer than the day.
"""

from datetime import date
from fractions import Fraction

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Moment, Pk, created_at, enum_type
from civic.threads.models import Thread
from civic.topics.models import Topic
from civic.votes.regimes import Line, Outcome, Regime, Unit
from civic.votes.states import BallotKind, Channel, Method, ReceiptStanding, Standing, VoidReason, VoteState
from civic.votes.terms import BudgetRule, Conduct, TieRule

CHANGED = text("replaced <> ''")


class Vote(Base):
    """One question put to a frozen roll. Its id is its public number; never edited after opening."""

    __tablename__ = "vote"
    __table_args__ = (
        Index("ix_vote_newest", "community_id", "id"),
        Index("ix_vote_by_state", "state", "id"),
        Index("ix_vote_due", "state", "closes_at"),
        CheckConstraint("closes_at > opens_at", name="times_in_order"),
    )

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))  # whose homes are asked
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    regime: Mapped[Regime] = mapped_column(enum_type(Regime))
    unit: Mapped[Unit] = mapped_column(enum_type(Unit))
    method: Mapped[Method] = mapped_column(enum_type(Method))
    ballot_kind: Mapped[BallotKind] = mapped_column(enum_type(BallotKind))
    state: Mapped[VoteState] = mapped_column(enum_type(VoteState), default=VoteState.DRAFT)
    question: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    fact_names: Mapped[list] = mapped_column(JSON, default=list)
    quorum_num: Mapped[int]
    quorum_den: Mapped[int]
    quorum_strict: Mapped[bool]
    threshold_num: Mapped[int | None]
    threshold_den: Mapped[int | None]
    threshold_strict: Mapped[bool] = mapped_column(default=True)
    conduct: Mapped[Conduct] = mapped_column(enum_type(Conduct), default=Conduct.HERE)
    convened_by: Mapped[str] = mapped_column(String(120), default="")  # the body that called a paper vote
    matter: Mapped[str | None] = mapped_column(String(40))  # what is decided: a code of regimes.py
    cannot_accept: Mapped[bool] = mapped_column(default=True)  # the mark is offered beside each option
    tie_rule: Mapped[TieRule] = mapped_column(enum_type(TieRule), default=TieRule.NOT_CARRIED)
    draw_source: Mapped[str] = mapped_column(String(200), default="")  # the public draw, named beforehand
    draw_value: Mapped[str | None] = mapped_column(String(200))  # what it gave, entered after the close
    silence_follows: Mapped[bool] = mapped_column(default=False)
    points_most: Mapped[int | None]  # highest score of SCORE, points of a ballot of POINTS
    budget_fen: Mapped[int | None] = mapped_column(BigId)
    budget_rule: Mapped[BudgetRule | None] = mapped_column(enum_type(BudgetRule))
    proxies: Mapped[bool] = mapped_column(default=False)
    holders_needed: Mapped[int] = mapped_column(default=0)  # shares that open the box; 0: our own key
    holders_total: Mapped[int] = mapped_column(default=0)
    box_key: Mapped[str | None] = mapped_column(String(64))  # the public key envelopes are sealed to
    opening_at: Mapped[Moment | None]  # when and where the box is opened in public
    opening_place: Mapped[str] = mapped_column(String(120), default="")
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    extended_from: Mapped[Moment | None]  # the close that was announced first, where it was put off
    extension_reason: Mapped[str | None] = mapped_column(Text)
    roll_drawn_on: Mapped[date | None]
    roll_size: Mapped[int] = mapped_column(default=0)
    roll_area: Mapped[int] = mapped_column(BigId, default=0)  # in 0.01 m², of all lines together
    roll_root: Mapped[str | None] = mapped_column(String(64))
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    void_reason: Mapped[VoidReason | None] = mapped_column(enum_type(VoidReason))
    void_note: Mapped[str | None] = mapped_column(Text)

    thread: Mapped[Thread] = relationship(lazy="raise_on_sql")
    topic: Mapped[Topic] = relationship(lazy="raise_on_sql")
    options: Mapped[list["VoteOption"]] = relationship(
        order_by="VoteOption.position", back_populates="vote", lazy="raise_on_sql"
    )
    result: Mapped["VoteResult | None"] = relationship(
        back_populates="vote", uselist=False, lazy="raise_on_sql"
    )
    turnout: Mapped[list["Turnout"]] = relationship(lazy="raise_on_sql")

    @property
    def number(self) -> int:
        """The public number, as said aloud: vote 3."""
        return self.id

    @property
    def is_secret(self) -> bool:
        """Sealed envelopes: nobody may learn what a unit chose."""
        return self.ballot_kind != BallotKind.NAMED

    @property
    def is_from_file(self) -> bool:
        """Held elsewhere, with every ballot brought in from its file (elections.py)."""
        return self.conduct == Conduct.EXTERNAL and self.method in (Method.PROJECTS, Method.POINTS)

    @property
    def quorum(self) -> Line:
        """The share of the roll that has to take part."""
        return Line(Fraction(self.quorum_num, self.quorum_den), self.quorum_strict)

    @quorum.setter
    def quorum(self, line: Line):
        self.quorum_num, self.quorum_den = line.share.numerator, line.share.denominator
        self.quorum_strict = line.strict

    @property
    def threshold(self) -> Line | None:
        """The share of those taking part that an option needs; None under consent."""
        if self.threshold_den is None:
            return None
        return Line(Fraction(self.threshold_num, self.threshold_den), self.threshold_strict)

    @threshold.setter
    def threshold(self, line: Line | None):
        if line is not None:
            self.threshold_num, self.threshold_den = line.share.numerator, line.share.denominator
            self.threshold_strict = line.strict

    def takes_ballots(self, now) -> bool:
        """Open for phone and desk, and `now` is before the close."""
        return (
            self.conduct == Conduct.HERE
            and self.state == VoteState.OPEN
            and self.opens_at <= now < self.closes_at
        )

    def is_due(self, now) -> bool:
        """Waiting to be counted, or left half counted by a crash."""
        return self.state == VoteState.COUNTING or (self.state == VoteState.OPEN and self.closes_at <= now)


class VoteOption(Base):
    """An option as it stood at opening: the same facts in the same order as every other."""

    __tablename__ = "vote_option"
    __table_args__ = (UniqueConstraint("vote_id", "letter", name="uq_vote_option_letter"),)

    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    letter: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[list] = mapped_column(JSON, default=list)
    marks: Mapped[list] = mapped_column(JSON, default=list)
    position: Mapped[int]
    cost_fen: Mapped[int | None] = mapped_column(BigId)

    vote: Mapped[Vote] = relationship(back_populates="options", lazy="raise_on_sql")


class RollEntry(Base):
    """One unit entitled to one ballot; written when the vote opens and never after.

    `label` names a seat's body and stays empty for homes; areas in 0.01 m².
    """

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("vote_id", "unit_kind", "unit_id", name="uq_roll_entry_unit"),)

    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    unit_kind: Mapped[Unit] = mapped_column(enum_type(Unit))
    unit_id: Mapped[int] = mapped_column(BigId)
    area_centi: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80), default="")
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Envelope(Base):
    """What a unit put in the box. One per vote and unit reference, held by the unique index.

    For a secret vote the reference is an HMAC and the payload sealed; both go at the close. The
    random key keeps the row's number from telling the order of casting.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        Index("uq_envelope_unit", "vote_id", "unit_ref", unique=True),
        # the few that were changed: where a receipt of an earlier envelope is looked for
        Index("ix_envelope_changed", "vote_id", sqlite_where=CHANGED, postgresql_where=CHANGED),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    unit_ref: Mapped[str] = mapped_column(String(64))
    kind: Mapped[BallotKind] = mapped_column(enum_type(BallotKind))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    standing: Mapped[Standing] = mapped_column(enum_type(Standing))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))
    replaced: Mapped[str] = mapped_column(Text, default="")  # fingerprints it took the place of
    cast_on: Mapped[date]


class CountedBallot(Base):
    """A ballot out of its envelope: a random key and what it says, with no way back to anybody."""

    __tablename__ = "counted_ballot"
    __table_args__ = (Index("ix_counted_ballot_vote_id", "vote_id"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    content: Mapped[dict] = mapped_column(JSON)


class ReceiptLine(Base):
    """The fingerprint of an envelope that was in the box at the close; tells no unit and no choice."""

    __tablename__ = "receipt_line"
    __table_args__ = ({"sqlite_with_rowid": False},)

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    standing: Mapped[ReceiptStanding] = mapped_column(enum_type(ReceiptStanding))


class Turnout(Base):
    """Ballots in the box by channel, apart from `vote` so that casting does not queue there.

    `returned` is exact and shown to nobody before the close; `published` is what the site says,
    renewed on the hour in steps of five.
    """

    __tablename__ = "turnout"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), primary_key=True)
    returned: Mapped[int] = mapped_column(default=0)
    published: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[Moment]


class VoteResult(Base):
    """The count, written once at the close. `counts` has the shape of the vote's method (tally.py)."""

    __tablename__ = "vote_result"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome))
    roll_size: Mapped[int]
    returned: Mapped[int]
    roll_area: Mapped[int] = mapped_column(BigId, default=0)  # areas in 0.01 m²; 0 where area is no measure
    returned_area: Mapped[int] = mapped_column(BigId, default=0)
    unverified: Mapped[int] = mapped_column(default=0)
    spoiled: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict] = mapped_column(JSON)
    by_channel: Mapped[dict] = mapped_column(JSON)
    envelopes_root: Mapped[str] = mapped_column(String(64))
    ballots_root: Mapped[str] = mapped_column(String(64))
    counted_on: Mapped[date]

    vote: Mapped[Vote] = relationship(back_populates="result", lazy="raise_on_sql")
