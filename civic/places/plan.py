"""The neighbourhood plan as geometry: metres in, SVG units out. Pure: no Flask, no database.

One SVG unit is one metre. The plan's y grows to the north, SVG's to the south, so y is flipped.
"""

from dataclasses import dataclass
from itertools import combinations

MARGIN = 7.0
# The least side of what a finger must hit: 37 m are 48 px where 260 m fill a 360 px screen.
FINGER = 37.0
# The side of a written character in the fine names, in metres.
LETTER = 6.0
DOOR_WIDTH, DOOR_HEIGHT = 3.6, 2.6
PICKABLE = frozenset({"building", "gate", "green", "square", "shed"})


@dataclass(frozen=True)
class Rect:
    """A rectangle in SVG units: top left corner and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def cx(self) -> float:
        return tidy(self.x + self.width / 2)

    @property
    def cy(self) -> float:
        return tidy(self.y + self.height / 2)

    def holds(self, x, y) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def overlaps(self, other) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def grown_to(self, least) -> "Rect":
        """Around the same centre, no side shorter than `least`."""
        wider = max(least - self.width, 0) / 2
        taller = max(least - self.height, 0) / 2
        return _between(self.x - wider, self.y - taller, self.right + wider, self.bottom + taller)

    @property
    def right(self) -> float:
        return tidy(self.x + self.width)

    @property
    def bottom(self) -> float:
        return tidy(self.y + self.height)


def _between(left, top, right, bottom) -> Rect:
    left, top = tidy(left), tidy(top)
    return Rect(left, top, tidy(tidy(right) - left), tidy(tidy(bottom) - top))


@dataclass(frozen=True)
class Mark:
    """Something to show on the plan at a place or a point: a count, a site, "here".

    `text` is at most three characters and is drawn; `label` is the whole sentence for the list
    beside the plan. Shapes: "disc" and "square"; tones: "pine", "red", "amber", "sky".
    """

    text: str
    label: str
    place_id: int | None = None
    x: float | None = None
    y: float | None = None
    shape: str = "disc"
    tone: str = "pine"


@dataclass(frozen=True)
class Caption:
    """Where a figure's name is written: lines of (words, x, y) and how they are anchored there."""

    lines: tuple[tuple[str, float, float], ...]
    anchor: str = "middle"


@dataclass(frozen=True)
class Figure:
    """A place as drawn. `touch` is what a finger hits, None for lanes and walls, which are too thin
    and are chosen from the list instead; `doors` are notches in a building's edge.
    """

    id: int
    sort: str
    label: str
    number: int
    body: Rect
    touch: Rect | None
    caption: Caption
    doors: tuple[Rect, ...] = ()
    chosen: bool = False


@dataclass(frozen=True)
class Pin:
    """A mark with its place on the drawing."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True)
class Plan:
    """Everything the template draws, from the ground up."""

    width: float
    height: float
    figures: tuple[Figure, ...]
    pins: tuple[Pin, ...]

    def of(self, *sorts) -> list[Figure]:
        """Figures of these sorts ("building", "gate", "green", …), in drawing order."""
        return [figure for figure in self.figures if figure.sort in sorts]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


@dataclass(frozen=True)
class Frame:
    """The metres shown: turns plan coordinates into SVG units."""

    west: float
    north: float
    width: float
    height: float

    def point(self, x, y) -> tuple[float, float]:
        """(x east, y north) in metres -> (x right, y down) in SVG units."""
        return tidy(x - self.west), tidy(self.north - y)

    def rect(self, x, y, width, height) -> Rect:
        """The rectangle of that size centred at (x, y) metres."""
        left, top = self.point(x - width / 2, y + height / 2)
        return Rect(left, top, tidy(width), tidy(height))


def tidy(value: float) -> float:
    """Tenths are enough for a plan, and keep the page small."""
    return round(value, 1)


def frame(places, margin=MARGIN) -> Frame:
    """The smallest frame that shows all `places` (anything with x, y, width, height)."""
    if not places:
        return Frame(0.0, 100.0, 100.0, 100.0)
    west = min(place.x - place.width / 2 for place in places) - margin
    east = max(place.x + place.width / 2 for place in places) + margin
    south = min(place.y - place.height / 2 for place in places) - margin
    north = max(place.y + place.height / 2 for place in places) + margin
    return Frame(west, north, tidy(east - west), tidy(north - south))


def draw(places, marks=(), chosen=None) -> Plan:
    """The plan of `places` (buildings, doors and spots of one community) with `marks` on it.

    `chosen` is the id of the place to bring out. Marks at a place that is not on the plan are
    left off the drawing; the list beside it has them all.
    """
    shown = frame(places)
    solid = [place for place in places if place.kind != "door"]
    bodies = {place.id: shown.rect(place.x, place.y, place.width, place.height) for place in solid}
    touches = touchable({place.id: bodies[place.id] for place in solid if _sort(place) in PICKABLE})
    notches = {}
    for place in places:
        if place.kind == "door":
            notch = shown.rect(place.x, place.y, DOOR_WIDTH, DOOR_HEIGHT)
            notches.setdefault(place.parent_id, []).append(notch)
    figures = tuple(
        Figure(
            id=place.id,
            sort=_sort(place),
            label=place.label,
            number=place.number,
            body=bodies[place.id],
            touch=touches.get(place.id),
            caption=caption(_sort(place), place.label, bodies[place.id], shown.width),
            doors=tuple(notches.get(place.id, ())),
            chosen=place.id == chosen,
        )
        for place in solid
    )
    pins = (_pin(mark, shown, places) for mark in marks)
    return Plan(shown.width, shown.height, figures, tuple(pin for pin in pins if pin))


def _sort(place) -> str:
    return str(place.spot or place.kind)


def caption(sort, label, body, width) -> Caption:
    """Where the name goes: in the middle of an area, down a lane, else beside what it names.

    A name beside something goes to its right, or to its left where the plan (`width`) would end.
    """
    long = len(label) * LETTER
    if body.height > 3 * body.width and sort == "lane":
        top = body.y + body.height * 0.28
        return Caption(tuple((c, body.cx, tidy(top + i * LETTER * 1.1)) for i, c in enumerate(label)))
    if sort == "lane":
        return Caption(((label, tidy(body.x + body.width * 0.62), body.cy),))
    if sort in ("green", "square"):
        return _inside(label, body, long)
    beside = max(body.width / 2, 5.5) + 3
    if body.cx + beside + long > width:
        return Caption(((label, tidy(body.cx - beside), body.cy),), "end")
    return Caption(((label, tidy(body.cx + beside), body.cy),), "start")


def _inside(label, body, long) -> Caption:
    """In one line, or in two where one is too long."""
    if long <= body.width:
        return Caption(((label, body.cx, body.cy),))
    half = (len(label) + 1) // 2
    return Caption(
        (
            (label[:half], body.cx, tidy(body.cy - LETTER * 0.6)),
            (label[half:], body.cx, tidy(body.cy + LETTER * 0.6)),
        )
    )


def touchable(bodies: dict[int, Rect]) -> dict[int, Rect]:
    """What a finger may hit: each body grown to FINGER, but never into a neighbour's share.

    Where two would overlap, the gap between the bodies is halved along its longer axis; bodies
    that overlap themselves are left alone.
    """
    grown = {each: body.grown_to(FINGER) for each, body in bodies.items()}
    for one, other in combinations(bodies, 2):
        if grown[one].overlaps(grown[other]):
            across, down = _gaps(bodies[one], bodies[other])
            if max(across, down) >= 0:
                cut = _cut_across if across >= down else _cut_down
                grown[one], grown[other] = cut(grown[one], grown[other], bodies[one], bodies[other])
    return grown


def _gaps(one, other) -> tuple[float, float]:
    """Clear metres between two bodies from west to east and from north to south; < 0: they meet."""
    across = max(one.x, other.x) - min(one.right, other.right)
    down = max(one.y, other.y) - min(one.bottom, other.bottom)
    return across, down


def _cut_across(grown, other_grown, body, other):
    if body.x > other.x:
        return _cut_across(other_grown, grown, other, body)[::-1]
    middle = (body.right + other.x) / 2
    return (
        _between(grown.x, grown.y, min(grown.right, middle), grown.bottom),
        _between(max(other_grown.x, middle), other_grown.y, other_grown.right, other_grown.bottom),
    )


def _cut_down(grown, other_grown, body, other):
    if body.y > other.y:
        return _cut_down(other_grown, grown, other, body)[::-1]
    middle = (body.bottom + other.y) / 2
    return (
        _between(grown.x, grown.y, grown.right, min(grown.bottom, middle)),
        _between(other_grown.x, max(other_grown.y, middle), other_grown.right, other_grown.bottom),
    )


def _pin(mark, shown, places) -> Pin | None:
    if mark.x is not None and mark.y is not None:
        return Pin(mark, *shown.point(mark.x, mark.y))
    for place in places:
        if place.id == mark.place_id:
            # At the upper right corner, so that the building's number stays legible.
            return Pin(mark, *shown.point(place.x + place.width / 2, place.y + place.height / 2))
    return None
