"""星榆花园: the tree, the plan and the 1,032 homes."""

from civic.places import queries
from civic.places.models import PlaceKind, SpotKind
from civic.places.workflow import add_homes, add_place


def load(town) -> int:
    """Lay out the neighbourhood in an empty house; returns how many homes were added."""
    if queries.community() is not None:
        return 0
    city = add_place(PlaceKind.CITY, town.CITY, by=None)
    district = add_place(PlaceKind.DISTRICT, town.DISTRICT, by=None, parent=city)
    street = add_place(PlaceKind.SUBDISTRICT, town.SUBDISTRICT, by=None, parent=district)
    community = add_place(PlaceKind.COMMUNITY, town.COMMUNITY, by=None, parent=street)
    homes = {}
    for building in town.BUILDINGS:
        homes |= _doors_with_homes(town, building, _building(building, community))
    for spot in town.SPOTS:
        add_place(
            PlaceKind.SPOT,
            spot.name,
            by=None,
            parent=community,
            spot=SpotKind(spot.kind),
            x=spot.x,
            y=spot.y,
            width=spot.width,
            height=spot.height,
        )
    return add_homes(homes, by=None)


def _building(building, community):
    return add_place(
        PlaceKind.BUILDING,
        f"{building.number}号楼",
        by=None,
        parent=community,
        number=building.number,
        x=building.x,
        y=building.y,
        width=building.width,
        height=building.height,
        note=building.note,
    )


def _doors_with_homes(town, building, place) -> dict:
    homes = {}
    for number in range(1, building.doors + 1):
        x, y = town.door_position(building, number)
        door = add_place(PlaceKind.DOOR, f"{number}门", by=None, parent=place, number=number, x=x, y=y)
        homes[door] = [(unit, building.area_centi) for unit in town.units_of(building)]
    return homes
