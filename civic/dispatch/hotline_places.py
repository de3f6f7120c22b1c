"""Whose order it is by the words of its place: a community of the street, and a building in it."""

import re
from functools import lru_cache

from sqlalchemy import select

from civic.extensions import db
from civic.places.models import Place, PlaceKind

SUFFIX = "社区"


class KnownPlaces:
    """The communities of a street and their buildings, by name; what matches nothing is `default`."""

    def __init__(self, default_id: int):
        self.default_id = default_id
        street_id = db.session.get(Place, default_id).parent_id
        mine = Place.parent_id == street_id, Place.kind == PlaceKind.COMMUNITY
        communities = db.session.execute(select(Place.id, Place.name).where(*mine)).all()
        self.communities = {name.removesuffix(SUFFIX): number for number, name in communities}
        inside = Place.community_id.in_(self.communities.values()), Place.kind == PlaceKind.BUILDING
        found = db.session.execute(select(Place.community_id, Place.name, Place.id).where(*inside))
        self.buildings = {(community, name): number for community, name, number in found}
        self.community = _any_of(self.communities)
        self.building = _any_of({name for _community, name in self.buildings})
        self.at = lru_cache(10_000)(self.at)

    def at(self, words: str) -> tuple[int, int]:
        """(community, place): the building when the words name one that stands there, else the community."""
        found = self.community.search(words)
        community = self.communities[found[0]] if found else self.default_id
        building = self.building.search(words)
        place = self.buildings.get((community, building[0])) if building else None
        return community, place or community


def _any_of(names):
    """The longest name first, and 3号楼 not in 13号楼."""
    ordered = sorted(filter(None, names), key=len, reverse=True)
    return re.compile("(?<![0-9])(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)")
