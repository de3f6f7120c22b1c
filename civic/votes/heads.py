"""Owners as heads: whoever owns several homes counts once, with all their areas together. Pure.

建筑物区分所有权司法解释 art. 9: one buyer of several units is one owner; what the developer has not
sold or handed over counts as one owner together.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """One owner: the homes by number, the first of which stands for all, and their areas in 0.01 m²."""

    homes: tuple[int, ...]
    area_centi: int

    @property
    def lead(self) -> int:
        """The home whose number the line of the roll carries, and where its ballot is printed."""
        return self.homes[0]


def heads(areas: dict[int, int], owner_of: dict[int, int]) -> list[Head]:
    """One head for each owner, in the order of their leading homes.

    Args: areas — 0.01 m² by number of the home; owner_of — the owner of homes that are known to
    belong together; a home that is not named there has an owner of its own. Raises ValueError for an
    area that is none.
    """
    if wrong := [home for home, area in areas.items() if area <= 0]:
        raise ValueError(f"home {wrong[0]} has no area")
    together: dict[tuple, list[int]] = {}
    for home in sorted(areas):
        owner = owner_of.get(home)
        together.setdefault(("home", home) if owner is None else ("owner", owner), []).append(home)
    found = [Head(tuple(homes), sum(areas[home] for home in homes)) for homes in together.values()]
    return sorted(found, key=lambda head: head.lead)
