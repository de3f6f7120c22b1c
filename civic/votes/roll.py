"""The roll: who is entitled to one ballot, frozen when the vote opens, with a public count and root.

A line binds kind, number and area of a unit. The root is the RFC 9162 root over the lines in the
order of their numbers, so that a home can later be shown its own line without the others'.
"""

from sqlalchemy import and_, insert, select, union_all

from civic.accounts.models import Representative
from civic.councils.queries import council_or_404
from civic.extensions import db
from civic.ledger import merkle
from civic.places.models import Household, Place
from civic.votes.heads import Head, heads
from civic.votes.models import RollEntry
from civic.votes.regimes import OF_HOMES, Unit
from civic.votes.roll_models import OwnedHome, RollHome


def lines_of(vote) -> list[dict]:
    """The units entitled now, as rows of roll_entry, in the order of their numbers."""
    if vote.unit == Unit.SEAT:
        return _seats(vote)
    if vote.unit == Unit.OWNER:
        return [_line(vote, Unit.OWNER, one.lead, area=one.area_centi) for one in heads_of(vote)]
    return [
        _line(vote, Unit.HOUSEHOLD, unit_id, area=area, representative=person)
        for unit_id, area, person in db.session.execute(_homes(vote.community_id, vote.place_id))
    ]


def _homes(community_id, place_id):
    path = db.session.scalar(select(Place.path).where(Place.id == place_id))
    chosen = and_(Representative.household_id == Household.id, Representative.valid_to.is_(None))
    return (
        select(Household.id, Household.area_centi, Representative.person_id)
        .join(Place, Place.id == Household.door_id)
        .outerjoin(Representative, chosen)
        .where(Place.path.between(path, f"{path}~"), Household.community_id == community_id)
        .order_by(Household.id)
    )


def heads_of(vote) -> list[Head]:
    """The owners of the homes asked."""
    return heads_in(vote.community_id, vote.place_id)


def heads_in(community_id, place_id) -> list[Head]:
    """The owners of the homes at a place, each once; three statements."""
    homes = db.session.execute(_homes(community_id, place_id))
    areas = {home: area for home, area, _person in homes}
    together = select(OwnedHome.household_id, OwnedHome.owner_id)
    together = together.join(Household, Household.id == OwnedHome.household_id)
    together = together.where(Household.community_id == community_id)
    return heads(areas, {home: owner for home, owner in db.session.execute(together)})


def _seats(vote):
    seats = sorted(council_or_404(vote.council_id).seats, key=lambda seat: seat.id)
    return [_line(vote, Unit.SEAT, seat.id, label=seat.name) for seat in seats]


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


def write(vote, lines) -> None:
    """Put the lines down, and the further homes of owners; the unique keys refuse a unit named twice."""
    db.session.execute(insert(RollEntry), lines)
    further = [one for one in heads_of(vote) if len(one.homes) > 1] if vote.unit == Unit.OWNER else []
    if not further:
        return
    numbers = dict(
        db.session.execute(
            select(RollEntry.unit_id, RollEntry.id).where(
                RollEntry.vote_id == vote.id, RollEntry.unit_id.in_([one.lead for one in further])
            )
        ).all()
    )
    rows = [
        {"vote_id": vote.id, "household_id": home, "roll_entry_id": numbers[one.lead]}
        for one in further
        for home in one.homes[1:]
    ]
    db.session.execute(insert(RollHome), rows)


def lines_by_home(vote_id):
    """(line, home) for every home of a vote's roll, as a subquery: leading homes and the further ones."""
    leading = select(RollEntry.id.label("line"), RollEntry.unit_id.label("home"))
    leading = leading.where(RollEntry.vote_id == vote_id, RollEntry.unit_kind.in_(OF_HOMES))
    further = select(RollHome.roll_entry_id, RollHome.household_id).where(RollHome.vote_id == vote_id)
    return union_all(leading, further).subquery()
