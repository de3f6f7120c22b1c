"""The register of owners with several homes: each is one head (heads.py). It holds no names."""

import re

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from civic.database import local_today, locked
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household, Place, PlaceKind
from civic.votes.roll_models import Basis, OwnedHome, Owner

JOINED = act("owners.joined", public={"homes", "basis"}, sealed={"households"})
PARTED = act("owners.parted", public={"homes"}, sealed={"households"})
AS_WRITTEN = re.compile(r"^\s*(\d{1,4})\D+(\d{1,3})\D+(\w{1,20})\s*$")  # 3号楼2门301, 3-2-301


def join(homes: list[Household], *, basis: Basis, by) -> Owner:
    """Write down that these homes of one community belong to the same owner.

    Raises Refused for fewer than two, Conflict for one that has an owner in the register already.
    """
    if len({home.id for home in homes}) < 2 or len({home.community_id for home in homes}) != 1:
        raise Refused(
            _("An owner of one home needs no entry: every home counts once."),
            _("Name at least two homes of this community."),
        )
    numbers = sorted(home.id for home in homes)
    taken = select(Household).join(OwnedHome, OwnedHome.household_id == Household.id)
    taken = taken.options(joinedload(Household.door)).where(OwnedHome.household_id.in_(numbers))
    if found := db.session.scalar(taken.order_by(Household.id).limit(1)):
        raise Conflict(
            _("%(home)s stands with another owner already.", home=found.address),
            _("Take that entry out first if it is wrong."),
        )
    owner = Owner(community_id=homes[0].community_id, basis=basis, entered_by=by and by.id)
    owner.entered_on = local_today()
    owner.homes = [OwnedHome(household_id=number) for number in numbers]
    db.session.add(owner)
    said = {"homes": len(numbers), "basis": basis.value}
    record(JOINED, subject=owner, by=by, public=said, sealed={"households": numbers})
    return owner


def part(owner: Owner, *, by) -> None:
    """Take an entry out: its homes count one by one again. Votes that are open keep their roll."""
    owner = locked(Owner, owner.id)
    mine = OwnedHome.owner_id == owner.id
    numbers = list(db.session.scalars(select(OwnedHome.household_id).where(mine)))
    record(PARTED, subject=owner, by=by, public={"homes": len(numbers)}, sealed={"households": numbers})
    db.session.execute(delete(OwnedHome).where(mine))
    db.session.expire(owner)
    db.session.execute(delete(Owner).where(Owner.id == owner.id))


def owner_or_404(number) -> Owner:
    """One entry of the register with its homes; raises NotFound."""
    owner = db.session.scalar(_with_homes().where(Owner.id == number))
    if owner is None:
        raise NotFound(None)
    return owner


def owners_of(community_id):
    """The entries of a community; page them by Owner.id."""
    return _with_homes().where(Owner.community_id == community_id)


def _with_homes():
    homes = selectinload(Owner.homes).joinedload(OwnedHome.household).joinedload(Household.door)
    return select(Owner).options(homes)


def register_figures(community_id) -> tuple[int, int]:
    """(owners with several homes, homes of theirs)."""
    rows = select(func.count(OwnedHome.owner_id.distinct()), func.count()).select_from(OwnedHome)
    rows = rows.join(Owner, Owner.id == OwnedHome.owner_id).where(Owner.community_id == community_id)
    return tuple(db.session.execute(rows).one())


def homes_written(community_id, lines: list[str]) -> list[Household]:
    """The homes meant by lines like 3号楼2门301 or 3-2-301. Raises Refused with the first that is none."""
    wanted = [AS_WRITTEN.match(line) for line in lines]
    if None in wanted:
        raise _no_home(lines[wanted.index(None)])
    asked = [(int(one[1]), int(one[2]), one[3]) for one in wanted]
    building = aliased(Place)
    there = (
        select(building.number, Place.number, Household)
        .join(Place, Place.id == Household.door_id)
        .join(building, building.id == Place.parent_id)
        .options(joinedload(Household.door))
        .where(
            Household.community_id == community_id,
            building.kind == PlaceKind.BUILDING,
            building.number.in_({one[0] for one in asked}),
            Household.unit_label.in_({one[2] for one in asked}),
        )
    )
    found = {(house, door, home.unit_label): home for house, door, home in db.session.execute(there)}
    if missing := [line for line, one in zip(lines, asked, strict=True) if one not in found]:
        raise _no_home(missing[0])
    return [found[one] for one in asked]


def _no_home(line):
    return Refused(
        _("“%(line)s” is no home of this community.", line=line[:40]),
        _("Write building, door and number, for example 3-2-301."),
    )
