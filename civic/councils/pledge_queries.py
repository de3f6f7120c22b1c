"""Pledges and the contribution record: per seat, how many promised and what became of them."""

from dataclasses import dataclass

from sqlalchemy import Date, and_, case, func, literal, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Council, Seat
from civic.councils.pledge_models import Pledge, PledgeState
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset


@dataclass(frozen=True)
class Contribution:
    """What one seat has promised so far; `open` includes `overdue`, `kept` does not include `late`."""

    seat_id: int
    promised: int
    kept: int
    late: int
    not_kept: int
    let_go: int
    open: int
    overdue: int


def page_of_pledges(council_id, after=None, size=20):
    """The pledges of a council, newest first, each with its seat."""
    statement = select(Pledge).where(Pledge.council_id == council_id)
    statement = statement.options(joinedload(Pledge.seat).joinedload(Seat.body))
    return keyset(statement, [Pledge.id], after, size)


def contributions(council_id, on) -> dict[int, Contribution]:
    """{seat id: its record} as of the day `on`, seats without a pledge left out (1 statement)."""
    kept, late = Pledge.state == PledgeState.KEPT, Pledge.settled_on > Pledge.due_on
    still_open = Pledge.state == PledgeState.OPEN
    past = Pledge.due_on < literal(on, Date)
    tests = (
        and_(kept, ~late), and_(kept, late), Pledge.state == PledgeState.NOT_KEPT,
        Pledge.state == PledgeState.LET_GO, still_open, and_(still_open, past),
    )  # fmt: skip
    counts = [func.sum(case((test, 1), else_=0)) for test in tests]
    rows = db.session.execute(
        select(Pledge.seat_id, func.count(), *counts)
        .where(Pledge.council_id == council_id)
        .group_by(Pledge.seat_id)
    )
    return {row[0]: Contribution(*row) for row in rows}


def pledge_or_404(council_id, pledge_id) -> Pledge:
    """A pledge with its seat and the council's seats, for those who settle it; raises NotFound."""
    council = joinedload(Pledge.seat).joinedload(Seat.council)
    statement = select(Pledge).options(
        joinedload(Pledge.seat).joinedload(Seat.body),
        council.selectinload(Council.seats).selectinload(Seat.mandates),
    )
    pledge = db.session.scalar(statement.where(Pledge.id == pledge_id, Pledge.council_id == council_id))
    if pledge is None:
        raise NotFound(None)
    return pledge
