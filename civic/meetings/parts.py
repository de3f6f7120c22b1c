"""What stands on a meeting's page besides its notice: the room itself, its minutes. They register here.

A part is a template and a function that gives its names, or None where it has nothing to say. The
page includes it; there they are `part.values.x`. A part never reads the names of the page itself.
"""

from dataclasses import dataclass, field

TOP, BOTTOM = "top", "bottom"  # above the agenda (what goes on right now), below it (what came of it)
_PARTS = []


@dataclass(frozen=True)
class Part:
    """A section to include: `template` with `values` as `part`."""

    template: str
    values: dict = field(default_factory=dict)


def part(template, where=BOTTOM, order=50):
    """Register `function(meeting, user) -> dict | None`; a low `order` stands first."""

    def register(function):
        _PARTS.append((order, where, template, function))
        _PARTS.sort(key=lambda each: each[0])
        return function

    return register


def parts_of(meeting, user) -> dict[str, list[Part]]:
    """What every part says of this meeting to this person, by where it stands."""
    said = {TOP: [], BOTTOM: []}
    for _order, where, template, function in _PARTS:
        values = function(meeting, user)
        if values is not None:
            said[where].append(Part(template, values))
    return said
