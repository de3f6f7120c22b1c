"""Reads of the tree: each a fixed number of statements, labels included."""

from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import ON_PLAN, Household, Place, PlaceKind, SpotKind

# How spots follow one another in a list: what people name most often first.
SPOT_ORDER = (SpotKind.GATE, SpotKind.GREEN, SpotKind.SQUARE, SpotKind.SHED, SpotKind.LANE, SpotKind.WALL)


@dataclass
class Node:
    """A place with what stands directly under it."""

    place: Place
    children: list["Node"] = field(default_factory=list)

    def of(self, *kinds) -> list["Node"]:
        """The children of these kinds, in their order."""
        return [child for child in self.children if child.place.kind in kinds]

    @property
    def buildings(self):
        return self.of(PlaceKind.BUILDING)

    @property
    def doors(self):
        return self.of(PlaceKind.DOOR)

    @property
    def spots(self):
        return self.of(PlaceKind.SPOT)


def community(community_id=None) -> Place | None:
    """The community asked for, else the first of this site; None on an empty site."""
    statement = select(Place).where(Place.kind == PlaceKind.COMMUNITY).order_by(Place.id).limit(1)
    if community_id is not None:
        statement = statement.where(Place.id == community_id)
    return db.session.scalar(statement)


def place_or_404(place_id) -> Place:
    """The place with that number; raises NotFound."""
    place = db.session.get(Place, place_id)
    if place is None:
        raise NotFound(None)
    return place


def places_by_id(ids) -> dict[int, Place]:
    """Many places at once: what a list needs to print labels without a query a row."""
    found = db.session.scalars(select(Place).where(Place.id.in_(set(ids) - {None})))
    return {place.id: place for place in found}


def within(place):
    """A condition on Place: `place` itself or anything below it.

    A range instead of LIKE: it uses the unique index of `path` on both engines ("0" follows "/").
    """
    return and_(Place.path >= place.path, Place.path < f"{place.path[:-1]}0")


def ids_within(place):
    """A subselect of the ids `within(place)`, for filters of other rooms."""
    return select(Place.id).where(within(place))


def above(place) -> list[Place]:
    """From the city down to the parent."""
    found = places_by_id(place.ancestor_ids)
    return [found[each] for each in place.ancestor_ids]


def on_plan(community_id) -> list[Place]:
    """Everything with a position in the community: buildings, doors, spots."""
    statement = select(Place).where(Place.community_id == community_id, Place.kind.in_(ON_PLAN))
    return list(db.session.scalars(statement.order_by(Place.kind, Place.number, Place.id)))


def tree(community_id) -> Node | None:
    """The community with buildings (by number, doors inside) and spots, in one statement."""
    statement = select(Place).where(Place.community_id == community_id)
    places = list(db.session.scalars(statement.order_by(Place.number, Place.id)))
    nodes = {place.id: Node(place) for place in places}
    for place in places:
        if place.parent_id in nodes:
            nodes[place.parent_id].children.append(nodes[place.id])
    root = nodes.get(community_id)
    if root:
        root.children.sort(key=_order)
    return root


def _order(node):
    spot = node.place.spot
    return (spot is not None, SPOT_ORDER.index(spot) if spot else 0, node.place.number, node.place.id)


def place_options(community_id) -> dict:
    """Choices of a grouped SelectField: whole community, each building with its doors, spots."""
    root = tree(community_id)
    if root is None:
        return {}
    options = {root.place.label: [(root.place.id, root.place.label)]}
    for building in root.buildings:
        options[building.place.label] = [
            (node.place.id, node.place.label) for node in [building, *building.doors]
        ]
    options[_l("In the grounds")] = [(node.place.id, node.place.label) for node in root.spots]
    return options


def doors_of(place) -> list[Place]:
    """All doors at or below `place`, in the order of buildings and doors."""
    doors = db.session.scalars(select(Place).where(within(place), Place.kind == PlaceKind.DOOR))
    return sorted(doors, key=lambda door: (door.parent_id, door.number))


def households_of(door) -> list[Household]:
    """The homes behind one door in the order of the stairs. For staff pages only."""
    statement = select(Household).where(Household.door_id == door.id).order_by(Household.position)
    return list(db.session.scalars(statement))


def households_within(place):
    """A select of the homes at or below `place`, door by door, doors loaded. For rolls and slips."""
    return (
        select(Household)
        .join(Household.door)
        .where(within(place))
        .order_by(Place.parent_id, Place.number, Household.position)
        .options(joinedload(Household.door))
    )


def household_at(door_id, unit_label) -> Household | None:
    """The home with that label behind that door, door loaded."""
    return db.session.scalar(
        select(Household)
        .where(Household.door_id == door_id, Household.unit_label == unit_label)
        .options(joinedload(Household.door))
    )
