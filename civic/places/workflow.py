"""Laying out a neighbourhood: adding places to the tree and homes to the doors."""

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import ON_PLAN, PARENTS, Household, Place, PlaceKind

ADDED = act("place.added", public={"kind"})
HOMES_ADDED = act("household.added", public={"doors", "homes", "area_centi"})
MEASURED = act("household.measured", public={"homes"}, sealed={"areas"})


def add_place(kind, name, *, by, parent=None, **where) -> Place:
    """Put a place under `parent`; the rest are columns of Place: number, spot, x, y, width, …

    Raises Refused where it cannot stand there or lacks coordinates, Conflict when the name is
    taken among its siblings.
    """
    if (parent.kind if parent else None) not in PARENTS[kind]:
        raise Refused(_("A place of this kind cannot stand there."), _("Choose the place above it first."))
    if kind in ON_PLAN and (where.get("x") is None or where.get("y") is None):
        raise Refused(
            _("It needs its position on the plan."), _("Measure it in metres from the south-west gate.")
        )
    if _taken(kind, name, parent):
        raise Conflict(
            _("There is already a place of that name here."), _("Use the one that is there, or another name.")
        )
    place = Place(kind=kind, name=name, label=_label(kind, name, parent), **where)
    place.parent_id = parent.id if parent else None
    db.session.add(place)
    db.session.flush()
    place.path = f"{parent.path if parent else '/'}{place.id}/"
    place.community_id = place.id if kind == PlaceKind.COMMUNITY else parent and parent.community_id
    record(ADDED, subject=place, by=by, public={"kind": kind.value})
    return place


def _taken(kind, name, parent) -> bool:
    same = select(Place.id).where(
        Place.kind == kind, Place.name == name, Place.parent_id == (parent.id if parent else None)
    )
    return db.session.scalar(same) is not None


def _label(kind, name, parent) -> str:
    """What people say: a door with its building, everything else by its own name."""
    return f"{parent.name}{name}" if kind == PlaceKind.DOOR else name


def add_homes(doors, *, by) -> int:
    """Put homes behind doors of one community, in bulk; returns how many.

    Args: doors — {door: [(unit_label, area in 0.01 m²), …]} in the order of the stairs. Raises
    Refused for something that is not a door or an area that is none, Conflict for a taken label.
    """
    rows = [
        {
            "door_id": door.id,
            "community_id": door.community_id,
            "unit_label": unit,
            "position": position,
            "area_centi": area,
        }
        for door, units in doors.items()
        for position, (unit, area) in enumerate(units, start=door.homes + 1)
    ]
    _refuse_impossible_homes(doors, rows)
    db.session.execute(insert(Household), rows)
    _count_homes(doors)
    record(
        HOMES_ADDED,
        subject=next(iter(doors)),
        by=by,
        public={
            "doors": len(doors),
            "homes": len(rows),
            "area_centi": sum(row["area_centi"] for row in rows),
        },
    )
    return len(rows)


def _refuse_impossible_homes(doors, rows):
    if not rows or any(door.kind != PlaceKind.DOOR for door in doors):
        raise Refused(_("Homes belong behind a door."), _("Choose the door first."))
    if any(row["area_centi"] <= 0 for row in rows):
        raise Refused(_("A home needs an area."), _("Give its exclusive area in square metres."))
    there = select(Household.door_id, Household.unit_label).where(
        Household.door_id.in_([door.id for door in doors])
    )
    taken = {tuple(pair) for pair in db.session.execute(there)}
    wanted = [(row["door_id"], row["unit_label"]) for row in rows]
    if taken.intersection(wanted) or len(set(wanted)) < len(wanted):
        raise Conflict(
            _("One of these homes is there already."), _("Take it off the list and send it again.")
        )


def _count_homes(doors):
    """Keep the stored counters of the doors and of everything above them."""
    more = {}
    for door, units in doors.items():
        for place_id in [*door.ancestor_ids, door.id]:
            more[place_id] = more.get(place_id, 0) + len(units)
    for place in db.session.scalars(select(Place).where(Place.id.in_(more)).order_by(Place.id)):
        place.homes += more[place.id]
    db.session.flush()


def correct_areas(community, areas: dict[int, int], *, by) -> None:
    """Put the areas of homes right, in bulk. Args: areas — 0.01 m² by number of the home. Raises Refused."""
    if any(area <= 0 for area in areas.values()):
        raise Refused(_("A home needs an area."), _("Give its exclusive area in square metres."))
    rows = [{"id": home, "area_centi": area} for home, area in sorted(areas.items())]
    db.session.execute(update(Household), rows)
    said = [[row["id"], row["area_centi"]] for row in rows]
    record(
        MEASURED,
        subject=community,
        by=by,
        community_id=community.id,
        public={"homes": len(rows)},
        sealed={"areas": said},
    )
