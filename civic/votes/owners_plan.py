"""What a register from a file would change, held against homes and entries as they are. Writes nothing."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from civic.extensions import db
from civic.places.models import Household, Place, PlaceKind
from civic.votes.owners_file import Fault, Register
from civic.votes.roll_models import OwnedHome, Owner


@dataclass
class Plan:
    """What a file would change. `several`: the homes of each owner of several that is not entered yet."""

    homes: int = 0
    owners: int = 0
    there: int = 0
    missing: int = 0
    several: list[list[int]] = field(default_factory=list)
    areas: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything is left to write."""
        return bool(self.several or self.areas)

    @property
    def joined(self) -> int:
        """Homes of the owners that would be entered."""
        return sum(len(homes) for homes in self.several)


def plan(community_id: int, register: Register) -> Plan:
    """Hold the file against homes and register as they are; two statements, however long it is."""
    there = {(house, door, unit): (no, area) for house, door, unit, no, area in _homes(community_id)}
    found, groups = Plan(faults=list(register.faults)), {}
    for line in register.lines:
        if line.home not in there:
            reason = _("“%(line)s” is no home of this community.", line=line)
            found.faults.append(Fault(line.number, reason))
            continue
        number, area = there[line.home]
        groups.setdefault(line.owner, []).append((number, line))
        found.homes += 1
        if area != line.area_centi:
            found.areas[number] = line.area_centi
    found.owners, found.missing = len(groups), len(there) - found.homes
    _against_register(community_id, groups, found)
    found.faults.sort(key=lambda fault: fault.number)
    return found


def _homes(community_id):
    building = aliased(Place)
    rows = select(building.number, Place.number, Household.unit_label, Household.id, Household.area_centi)
    rows = rows.select_from(Household).join(Place, Place.id == Household.door_id)
    rows = rows.join(building, building.id == Place.parent_id)
    mine = Household.community_id == community_id, building.kind == PlaceKind.BUILDING
    return db.session.execute(rows.where(*mine))


def _against_register(community_id, groups, found):
    """Owners of several homes: already entered so, new, or at odds with an entry."""
    rows = select(OwnedHome.household_id, OwnedHome.owner_id)
    rows = rows.join(Owner, Owner.id == OwnedHome.owner_id).where(Owner.community_id == community_id)
    owner_of, homes_of = {}, {}
    for home, owner in db.session.execute(rows):
        owner_of[home] = owner
        homes_of.setdefault(owner, set()).add(home)
    for lines in groups.values():
        homes = {number for number, _line in lines}
        entered = {owner_of[number] for number in homes if number in owner_of}
        if not entered:
            found.several += [sorted(homes)] if len(homes) > 1 else []
        elif len(entered) == 1 and homes_of[entered.pop()] == homes:
            found.there += 1
        else:
            _at_odds(lines, owner_of, found)


def _at_odds(lines, owner_of, found):
    for number, line in lines:
        if number in owner_of:
            reason = _(
                "%(home)s stands in the register with other homes. Take that entry out first.", home=line
            )
            found.faults.append(Fault(line.number, reason))
