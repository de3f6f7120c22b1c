"""小事不出社区,大事不出街道: the lowest level that can settle a matter. Pure.

Door → building → community → street → district. Where it is says how low it can begin, whom it
touches beyond that says how high it has to.
"""

from civic.places.models import PlaceKind
from civic.topics.states import TopicLevel

AT = {PlaceKind.DOOR: TopicLevel.DOOR, PlaceKind.BUILDING: TopicLevel.BUILDING}
SEATS = {TopicLevel.DOOR: PlaceKind.DOOR, TopicLevel.BUILDING: PlaceKind.BUILDING}


def lowest(kind: PlaceKind, reach: TopicLevel | None = None) -> TopicLevel:
    """The level a topic begins at: that of its place, or of whom else it touches."""
    here = AT.get(kind, TopicLevel.COMMUNITY)
    return here if reach is None or reach.height <= here.height else reach


def higher(level: TopicLevel) -> list[TopicLevel]:
    """The levels it may still be moved up to."""
    return [one for one in TopicLevel if one.height > level.height]


def seat(place, level: TopicLevel) -> int:
    """The id of the place a topic of `level` belongs to: the door, its building, or the community."""
    kind = SEATS.get(level)
    if place.kind == kind:
        return place.id
    if kind == PlaceKind.BUILDING and place.kind == PlaceKind.DOOR:
        return place.parent_id
    return place.community_id or place.id
