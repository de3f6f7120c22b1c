"""Reads of votes, each with its loader options; a constant number of statements a page."""

from dataclasses import dataclass, field

from sqlalchemy import Date, and_, bindparam, false, func, or_, select, true, union_all
from sqlalchemy.orm import joinedload, selectinload

from civic.councils.models import Mandate, Seat
from civic.database import local_today
from civic.errors import NotFound
from civic.extensions import db
from civic.prepared import PreparedRead, among, every_column
from civic.votes import keystore, roll, sealing
from civic.votes.models import Envelope, ReceiptLine, RollEntry, Vote, VoteOption
from civic.votes.regimes import Unit
from civic.votes.states import Standing, VoteState
from civic.votes.tally import VOICE_BYTES, read_voice

NUMBERS = 2**53


def vote_or_404(no) -> Vote:
    """The vote with topic, thread, options, result and turnout; raises NotFound."""
    statement = (
        select(Vote)
        .options(
            joinedload(Vote.topic),
            joinedload(Vote.thread),
            joinedload(Vote.result),
            selectinload(Vote.options),
            selectinload(Vote.turnout),
        )
        .where(Vote.id == no)
    )
    vote = db.session.scalar(statement) if 0 < no < NUMBERS else None
    if vote is None:
        raise NotFound(None)
    return vote


def votes_listed(state=None):
    """Votes the public may see with their results; page them by Vote.id."""
    statement = select(Vote).options(
        joinedload(Vote.thread), joinedload(Vote.result), selectinload(Vote.turnout)
    )
    if state is not None:
        return statement.where(Vote.state == state)
    return statement.where(Vote.state != VoteState.DRAFT)


def votes_of_topic(topic_id) -> list[Vote]:
    """The topic's votes, oldest first, with their results."""
    statement = select(Vote).options(joinedload(Vote.result)).where(Vote.topic_id == topic_id)
    return list(db.session.scalars(statement.order_by(Vote.id)))


@dataclass
class Paper:
    """A ballot paper in somebody's hands: the vote, its options, and the units they may fill it for.

    `entry` is the unit chosen, None as long as there are none or several.
    """

    vote: Vote
    options: list
    entries: list = field(default_factory=list)
    entry: RollEntry | None = None

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters on the ballot, in order."""
        return tuple(option.letter for option in self.options)


def ballot_paper(no, user, unit=None) -> Paper:
    """The paper of vote `no` for `user`, in one statement; raises NotFound.

    Args: unit — number of the household or seat chosen, for whoever has several.
    """
    values, statement = {"no": no}, STRANGERS_PAPER
    if user.is_authenticated:
        homes = user.household_ids | user.claimed_household_ids
        values |= {"homes": list(homes), "bodies": list(user.body_ids)}
        values |= {"person": user.id, "today": local_today()}
        statement = THEIR_PAPER
    rows = statement.rows(db.session.connection(), **values) if 0 < no < NUMBERS else ()
    if not rows:
        raise NotFound(None)
    options = dict.fromkeys(option for _vote, option, _entry in rows if option is not None)
    entries = dict.fromkeys(entry for _vote, _option, entry in rows if entry is not None)
    paper = Paper(rows[0][0], list(options), list(entries))
    wanted = [one for one in paper.entries if unit is None or one.unit_id == unit]
    paper.entry = wanted[0] if len(wanted) == 1 else None
    return paper


def _on_paper():
    return (
        every_column(*ON_PAPER)
        .select_from(Vote)
        .outerjoin(VoteOption, VoteOption.vote_id == Vote.id)
        .where(Vote.id == bindparam("no"), Vote.state != VoteState.DRAFT)
        .order_by(VoteOption.position, RollEntry.unit_id)
    )


def _strangers_paper(engine):
    return _on_paper().outerjoin(RollEntry, false())


def _their_paper(engine):
    """With the lines of the roll that are theirs, each kind looked up in the unique index by itself.

    Joined by OR the two conditions read the whole roll for every ballot.
    """
    today = bindparam("today", type_=Date)
    seats = (
        select(Mandate.seat_id)
        .join(Seat, Seat.id == Mandate.seat_id)
        .where(
            Mandate.person_id == bindparam("person"),
            Mandate.valid_from <= today,
            or_(Mandate.valid_to.is_(None), Mandate.valid_to > today),
            or_(Seat.body_id.is_(None), Seat.body_id.in_(among(engine, "bodies"))),
        )
    )
    lines = [
        select(RollEntry.id).where(
            RollEntry.vote_id == bindparam("no"), RollEntry.unit_kind == kind, RollEntry.unit_id.in_(units)
        )
        for kind, units in ((Unit.HOUSEHOLD, among(engine, "homes")), (Unit.SEAT, seats))
    ]
    theirs = union_all(*lines).subquery()
    return _on_paper().outerjoin(theirs, true()).outerjoin(RollEntry, RollEntry.id == theirs.c.id)


ON_PAPER = (Vote, VoteOption, RollEntry)
STRANGERS_PAPER = PreparedRead(ON_PAPER, _strangers_paper, repeating=(Vote, VoteOption))
THEIR_PAPER = PreparedRead(ON_PAPER, _their_paper, repeating=(Vote, VoteOption))


def lines_of_homes(no, user) -> list[RollEntry]:
    """The lines of the roll in which homes of theirs stand, an owner's with several homes among them.

    Homes where nobody has checked yet that they live there are left out.
    """
    by_home = roll.lines_by_home(no)
    lines = select(RollEntry).join(by_home, by_home.c.line == RollEntry.id)
    mine = lines.where(by_home.c.home.in_(user.household_ids))
    return list(db.session.scalars(mine.order_by(RollEntry.id).distinct()))


def claimant(user, entry) -> int | None:
    """The person's number when their living there is not checked yet, else None."""
    checked = entry.unit_kind == Unit.SEAT or entry.unit_id in user.household_ids
    return None if checked else user.id


def envelope_of(vote, entry, claimed_by=None) -> Envelope | None:
    """The unit's envelope while the vote is open; None when there is none, or nobody can tell any more."""
    if vote.state != VoteState.OPEN:
        return None
    unit_ref = f"{entry.unit_kind.value}:{entry.unit_id}"
    if vote.is_secret:
        try:
            key = keystore.load(vote.id)
        except keystore.KeyLost:
            return None
        unit_ref = sealing.reference(key, entry.unit_kind.value, entry.unit_id, claimed_by)
    return db.session.scalar(
        select(Envelope).where(Envelope.vote_id == vote.id, Envelope.unit_ref == unit_ref)
    )


def roll_call_of(vote) -> list:
    """Of a named vote: every seat with what it said and why, in the order of the table."""
    ref = RollEntry.unit_kind + ":" + func.cast(RollEntry.unit_id, Envelope.unit_ref.type)
    rows = db.session.execute(
        select(RollEntry, Envelope.payload)
        .outerjoin(Envelope, and_(Envelope.vote_id == RollEntry.vote_id, Envelope.unit_ref == ref))
        .where(RollEntry.vote_id == vote.id)
        .order_by(RollEntry.id)
    )
    return [(entry.label, *_heard(payload)) for entry, payload in rows]


def _heard(payload):
    return read_voice(payload[-VOICE_BYTES:]) if payload is not None else (None, "")


def pending_count(vote) -> int:
    """How many envelopes wait for their home to be checked; for staff."""
    waiting = select(func.count()).select_from(Envelope)
    return db.session.scalar(
        waiting.where(Envelope.vote_id == vote.id, Envelope.standing == Standing.PENDING)
    )


def receipt_lines(vote, start="", size=500) -> list[ReceiptLine]:
    """The published fingerprints from `start` on, in their order."""
    lines = select(ReceiptLine).where(ReceiptLine.vote_id == vote.id, ReceiptLine.fingerprint >= start)
    return list(db.session.scalars(lines.order_by(ReceiptLine.fingerprint).limit(size)))
