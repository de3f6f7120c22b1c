"""The roll: who is entitled to one ballot, frozen when the vote opens, with a public count and root.

A line binds kind, number and area of a unit. The root is the RFC 9162 root over the lines in the
order of their numbers, so that a home can later be shown its own line without the others'.
"""

from sqlalchemy import and_, insert, select

from civic.accounts.models import Representative
from civic.councils.queries import council_or_404
from civic.extensions import db
from civic.ledger import merkle
from civic.places.models import Household, Place
from civic.votes.models import RollEntry
from civic.votes.regimes import Unit


def lines_of(vote) -> list[dict]:
    """The units entitled now, as rows of roll_entry, in the order of their numbers."""
    return _seats(vote) if vote.unit == Unit.SEAT else _homes(vote)


def _homes(vote):
    path = db.session.scalar(select(Place.path).where(Place.id == vote.place_id))
    chosen = and_(Representative.household_id == Household.id, Representative.valid_to.is_(None))
    homes = (
        select(Household.id, Household.area_centi, Representative.person_id)
        .join(Place, Place.id == Household.door_id)
        .outerjoin(Representative, chosen)
        .where(Place.path.between(path, f"{path}~"), Household.community_id == vote.community_id)
        .order_by(Household.id)
    )
    return [
        _line(vote, Unit.HOUSEHOLD, unit_id, area=area, representative=person)
        for unit_id, area, person in db.session.execute(homes)
    ]


def _seats(vote):
    seats = sorted(council_or_404(vote.council_id).seats, key=lambda seat: seat.id)
    return [_line(vote, Unit.SEAT, seat.id, label=seat.body.name) for seat in seats]


def _line(vote, kind, unit_id, area=0, label="", representative=None):
    return {
        "vote_id": vote.id,
        "unit_kind": kind,
        "unit_id": unit_id,
        "area_centi": area,
        "label": label,
        "representative_id": representative,
    }


def root_of(lines) -> str:
    """The root over the lines, as 64 hex characters."""
    return merkle.root([leaf_of(line) for line in lines]).hex()


def leaf_of(line) -> bytes:
    """What one unit's line weighs in the root."""
    said = {"kind": line["unit_kind"].value, "unit": line["unit_id"], "area_centi": line["area_centi"]}
    return merkle.leaf_hash(b"", said)


def write(lines) -> None:
    """Put the lines down; the unique key refuses a unit named twice."""
    db.session.execute(insert(RollEntry), lines)
