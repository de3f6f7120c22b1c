"""Codes in sealed envelopes: printed once, drawn unseen, one ballot each (trust.md §3; issue 3 §4).

A code is 55 random bits and a check sign (accounts/household_codes.py). The site keeps its keyed
fingerprint only, so whoever reads the database cannot vote with it, and nobody knows who drew which.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from civic.accounts.household_codes import is_well_formed, new_code, normalised
from civic.accounts.limits import HOUR, MANY_MISSES, Limit
from civic.accounts.sealing import lookup, lookups
from civic.database import locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.votes.code_models import BallotCode, CodeDrawn, CodeSheet
from civic.votes.models import Vote
from civic.votes.papers import thread_of
from civic.votes.states import BallotKind, VoteState

PURPOSE = "ballot code"
PRINTED = act("codes.printed", public={"codes", "together"})
MISSES = (Limit("ballot_code_miss", 5, HOUR, MANY_MISSES),)  # of one browser
MISSES_FROM_RANGE = (Limit("ballot_code_miss_from_range", 30, HOUR, MANY_MISSES),)
SPARE = 20  # envelopes beyond the roll, for torn ones


class ByCode(StrEnum):
    """What stands before a code where a home or seat would stand."""

    CODE = "code"


@dataclass(frozen=True)
class CodeUnit:
    """Whoever holds a code, as the unit an envelope is closed for."""

    unit_id: str
    unit_kind: ByCode = ByCode.CODE


def sheet_of(vote) -> CodeSheet:
    """The figures, held for the transaction; made when they are first needed."""
    found = locked(CodeSheet, vote.id)
    if found is None:
        found = CodeSheet(vote_id=vote.id, printed=0, drawn=0)
        db.session.add(found)
        db.session.flush()
    return found


def print_codes(vote, number: int, *, by) -> list[str]:
    """So many new codes, returned this once for printing. A bulk verb.

    Raises Conflict while the vote is not open, Refused for more than the roll and a few spare ones.
    """
    vote = locked(Vote, vote.id)
    if vote.ballot_kind != BallotKind.CODE or vote.state != VoteState.OPEN:
        raise Conflict(_("Codes are printed while a vote by code is open."), _("Open the vote first."))
    sheet = sheet_of(vote)
    most = vote.roll_size + SPARE - sheet.printed
    if not 1 <= number <= most:
        raise Refused(
            _("So many envelopes are not needed: %(most)s more at most.", most=max(0, most)),
            _("Print one for every home, and a few for torn ones."),
        )
    codes = [new_code() for _one in range(number)]
    marks = lookups(PURPOSE, [f"{vote.id}:{code}" for code in codes])
    rows = [{"vote_id": vote.id, "mark": mark} for mark in sorted(marks)]
    db.session.execute(insert(BallotCode), rows)
    sheet.printed += number
    record(PRINTED, subject=vote, thread=thread_of(vote), by=by, public={
        "codes": number, "together": sheet.printed,
    })  # fmt: skip
    return codes


def hand_out(vote, entry) -> None:
    """This home drew an envelope. Nothing else is written: neither which, nor when, nor in the record.

    Raises Conflict for a second one, or when more would be drawn than were printed.
    """
    vote = locked(Vote, vote.id)
    if vote.ballot_kind != BallotKind.CODE or vote.state != VoteState.OPEN:
        raise Conflict(_("No envelopes are drawn now."), _("Load the page again."))
    if db.session.get(CodeDrawn, (vote.id, entry.id)) is not None:
        raise Conflict(_("This home has drawn an envelope already."), _("Each home draws once."))
    sheet = sheet_of(vote)
    if sheet.drawn >= sheet.printed:
        raise Conflict(_("All printed envelopes are drawn."), _("Print more first."))
    db.session.add(CodeDrawn(vote_id=vote.id, roll_entry_id=entry.id))
    sheet.drawn += 1


def drawn_lines(vote) -> set[int]:
    """Lines of the roll whose home drew an envelope."""
    return set(db.session.scalars(select(CodeDrawn.roll_entry_id).where(CodeDrawn.vote_id == vote.id)))


def unit_of(vote, typed: str) -> CodeUnit | None:
    """The holder of the code typed; None for one that was never printed for this vote."""
    code = normalised(typed)
    mark = lookup(PURPOSE, f"{vote.id}:{code}")
    if not is_well_formed(code) or db.session.get(BallotCode, (vote.id, mark)) is None:
        return None
    return CodeUnit(mark)


def let_go(vote) -> None:
    """The box is counted or void: codes and who drew are forgotten, the figures stay."""
    for table in (BallotCode, CodeDrawn):
        gone = delete(table).where(table.vote_id == vote.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
