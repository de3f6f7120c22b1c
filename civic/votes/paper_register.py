"""The paper of a vote, door by door: for the office, for printing, for the sheet that hangs at the door."""

from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy import case, func, select

from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Household, Place, PlaceKind
from civic.printing import full_address
from civic.votes import entered, queries
from civic.votes.models import RollEntry
from civic.votes.paper_models import Fate, PaperBallot, PaperVisit
from civic.votes.paper_returns import IN_VAIN
from civic.votes.paper_serials import serial_of
from civic.votes.regimes import OF_HOMES


@dataclass(frozen=True)
class DoorPaper:
    """A door of a vote, for whoever may print there."""

    vote: object
    door: Place


@dataclass(frozen=True)
class Printed(DoorPaper):
    """What is to be printed there: ballots, slips or sheet."""

    what: str


@dataclass
class Line:
    """A home of the roll with its ballot."""

    entry: RollEntry
    home: Household
    paper: PaperBallot | None = None
    visits: int = 0
    entered: list = field(default_factory=list)

    @property
    def serial(self) -> str:
        return serial_of(self.paper.vote_id, self.paper.number)

    @property
    def address(self) -> str:
        """Behind the QR code: says whether this ballot came back."""
        return full_address(url_for("votes.paper", no=self.paper.vote_id, serial=self.serial))

    @property
    def slip_address(self) -> str:
        """Behind the QR code of the slip: what was entered for this home, and 这不是我投的."""
        code = entered.code_for(self.entry.vote_id, self.entry.id)
        there = {"no": self.entry.vote_id, "line": self.entry.id, "code": code}
        return full_address(url_for("votes.entered_by_slip", **there))

    @property
    def in_vain(self) -> bool:
        """上门三次未遇."""
        return self.visits >= IN_VAIN and (self.paper is None or self.paper.fate == Fate.OUT)


def door_or_404(no, door_id) -> DoorPaper:
    """The vote and one of its doors; raises NotFound."""
    vote, door = queries.vote_or_404(no), db.session.get(Place, door_id)
    if door is None or door.kind != PlaceKind.DOOR or door.community_id != vote.community_id:
        raise NotFound(None)
    return DoorPaper(vote, door)


def address_of(entry: RollEntry | None) -> str:
    """Door and number of a home, of an owner's first one, for the office; empty for any other unit."""
    if entry is None or entry.unit_kind not in OF_HOMES:
        return ""
    where = select(Place.label, Household.unit_label).join(Household, Household.door_id == Place.id)
    found = db.session.execute(where.where(Household.id == entry.unit_id)).one_or_none()
    return " ".join(found) if found else ""


def lines_at(at: DoorPaper) -> list[Line]:
    """The homes behind one door that are on the roll, in the order of the stairs; four statements."""
    of_vote = RollEntry.vote_id == at.vote.id
    rows = db.session.execute(
        select(RollEntry, Household)
        .join(Household, Household.id == RollEntry.unit_id)
        .where(of_vote, RollEntry.unit_kind.in_(OF_HOMES), Household.door_id == at.door.id)
        .order_by(Household.position)
    )
    lines = {entry.id: Line(entry, home) for entry, home in rows}
    live = select(PaperBallot).where(PaperBallot.vote_id == at.vote.id, PaperBallot.fate != Fate.SPOILED)
    for paper in db.session.scalars(live.where(PaperBallot.roll_entry_id.in_(lines))):
        lines[paper.roll_entry_id].paper = paper
    visits = select(PaperVisit.roll_entry_id, func.count()).where(PaperVisit.vote_id == at.vote.id)
    counted = visits.where(PaperVisit.roll_entry_id.in_(lines)).group_by(PaperVisit.roll_entry_id)
    for entry_id, number in db.session.execute(counted):
        lines[entry_id].visits = number
    for one in entered.entered_for(at.vote, lines):
        lines[one.roll_entry_id].entered.append(one)
    return list(lines.values())


def doors_with_counts(vote) -> list[tuple[Place, int, int]]:
    """Each door of the roll with (ballots issued, handed in), in the order of the buildings."""
    back = func.sum(case((PaperBallot.fate == Fate.RETURNED, 1), else_=0))
    rows = (
        select(Place, func.count(PaperBallot.number), back)
        .join(Household, Household.door_id == Place.id)
        .join(RollEntry, (RollEntry.unit_id == Household.id) & RollEntry.unit_kind.in_(OF_HOMES))
        .outerjoin(
            PaperBallot, (PaperBallot.roll_entry_id == RollEntry.id) & (PaperBallot.fate != Fate.SPOILED)
        )
        .where(RollEntry.vote_id == vote.id)
        .group_by(Place.id)
        .order_by(Place.parent_id, Place.number)
    )
    return [(door, issued, back or 0) for door, issued, back in db.session.execute(rows)]
