"""Places and homes of the small cast: two buildings, three doors, a gate, seven homes."""

from civic.database import writing
from civic.places import queries
from civic.places.models import PlaceKind, SpotKind
from civic.places.workflow import add_homes, add_place
from tests.factories import number
from tests.harness.scenes import followed

AREA = 6200  # 62 m², as in the walk-ups of the demo town


@followed
def make_community(name=None):
    """A community of its own, with everything above it."""
    n, above = number(), None
    with writing():
        for kind, said in (
            (PlaceKind.CITY, "市"),
            (PlaceKind.DISTRICT, "区"),
            (PlaceKind.SUBDISTRICT, "街道"),
        ):
            above = add_place(kind, f"示范{said}{n}", by=None, parent=above)
        return add_place(PlaceKind.COMMUNITY, name or f"星榆{n}社区", by=None, parent=above)


@followed
def make_building(community, no=None, x=None, y=40, **more):
    no = no or number()
    where = {"number": no, "x": 65 * no if x is None else x, "y": y, "width": 40, "height": 14}
    with writing():
        return add_place(PlaceKind.BUILDING, f"{no}号楼", by=None, parent=community, **(where | more))


@followed
def make_door(building, no=1, homes=()):
    """A door with homes of these unit labels."""
    where = {"number": no, "x": building.x + 10 * no, "y": building.y + 7}
    with writing():
        door = add_place(PlaceKind.DOOR, f"{no}门", by=None, parent=building, **where)
        if homes:
            add_homes({door: [(unit, AREA) for unit in homes]}, by=None)
    return door


@followed
def make_spot(community, name="南门", spot=SpotKind.GATE, x=120, y=0, **size):
    with writing():
        return add_place(PlaceKind.SPOT, name, by=None, parent=community, spot=spot, x=x, y=y, **size)


@followed
def make_household(door, unit=None, area_centi=AREA):
    unit = unit or f"{number()}01"
    with writing():
        add_homes({door: [(unit, area_centi)]}, by=None)
    return queries.household_at(door.id, unit)


def furnish(town):
    town.community = make_community("星榆花园社区")
    town.building = make_building(town.community, 3, x=160)
    town.door = make_door(town.building, 1, homes=("101", "102", "301"))
    make_door(town.building, 2, homes=("101",))
    town.other_building = make_building(town.community, 10, x=95, y=180)
    town.other_door = make_door(town.other_building, 2, homes=("601", "602", "701"))
    town.spot = make_spot(town.community)
    town.household = queries.household_at(town.door.id, "301")
    town.neighbour_household = queries.household_at(town.door.id, "101")
    town.other_household = queries.household_at(town.other_door.id, "602")
