"""What became of an envelope, asked by code or words of its receipt; never whose it is or what is in it."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from civic.extensions import db
from civic.ledger import words
from civic.votes import sealing
from civic.votes.models import Envelope, ReceiptLine
from civic.votes.states import ReceiptStanding, VoteState

CODE_DIGITS, DIGITS = sealing.CODE_BITS // 4, 64


@dataclass(frozen=True)
class Receipt:
    """An envelope's fingerprint and its standing: counted, pending, replaced or unverified."""

    fingerprint: str
    standing: str


def start_of(typed: str) -> str | None:
    """How the fingerprint begins that a receipt code or its eight words stand for; None when neither."""
    bounds = sealing.bounds_of(typed)
    return bounds[0][:CODE_DIGITS] if bounds else words.start_of(typed)


def receipt_of(vote, typed: str) -> Receipt | None:
    """The envelope with that receipt code or these eight words, None when it is unknown.

    While the vote is open the box itself is asked; afterwards the published list.
    """
    start = start_of(typed)
    if start is None:
        return None
    bounds = start.ljust(DIGITS, "0"), start.ljust(DIGITS, "f")
    if vote.state in (VoteState.SEALED, VoteState.CLOSED):
        found = _first(ReceiptLine, vote, ReceiptLine.fingerprint.between(*bounds))
        return found and Receipt(found.fingerprint, found.standing)
    found = _first(Envelope, vote, Envelope.fingerprint.between(*bounds))
    if found is not None:
        return Receipt(found.fingerprint, found.standing)
    return _replaced(vote, start)


def _replaced(vote, start):
    """An envelope that its home put another one in the place of, looked for among those changed."""
    changed = Envelope.replaced != ""
    earlier = or_(Envelope.replaced.startswith(start), Envelope.replaced.contains(" " + start))
    found = _first(Envelope, vote, changed & earlier)
    if found is None:
        return None
    print_ = next(one for one in found.replaced.split() if one.startswith(start))
    return Receipt(print_, ReceiptStanding.REPLACED)


def _first(table, vote, condition):
    return db.session.scalar(select(table).where(table.vote_id == vote.id, condition).limit(1))
