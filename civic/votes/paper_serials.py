"""The serial printed on a ballot, such as 0012-7KQ2MX: its number, and a mark nobody can guess."""

from civic.accounts.sealing import lookup, same
from civic.errors import NotFound
from civic.extensions import db
from civic.votes.paper_models import PaperBallot
from civic.votes.sealing import code_of

MARK = 6
PURPOSE = "paper ballot"


def serial_of(vote_id: int, number: int) -> str:
    """What is printed beside the QR code."""
    return f"{number:04}-{code_of(lookup(PURPOSE, f'{vote_id}:{number}'))[:MARK]}"


def number_of(typed: str) -> int | None:
    """The number in what somebody typed or scanned; the mark may be left out."""
    digits = (typed or "").strip().rpartition("/")[2].partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else None


def ballot_by_serial(vote_id: int, serial: str) -> PaperBallot:
    """The ballot with that serial; raises NotFound for a wrong mark."""
    number = number_of(serial)
    paper = db.session.get(PaperBallot, (vote_id, number)) if number else None
    if paper is None or not same(serial_of(vote_id, number), serial.strip().upper()):
        raise NotFound(None)
    return paper
