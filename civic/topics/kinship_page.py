"""What the page of kinship shows, from the kept result: circles to draw, and the words of statements."""

from dataclasses import dataclass, field
from math import sqrt

from civic.topics.common_ground import LEAST_MEMBERS

WIDTH, HEIGHT, EDGE = 320, 200, 8  # of the drawing; it grows with the page
SMALLEST, TOGETHER = 22, 84  # radius of a circle whose number can be read; of one with all people


@dataclass(frozen=True)
class Circle:
    """A group as drawn: its middle, its size, how many are in it."""

    number: int
    members: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Line:
    """What one group says to a statement, as whole percents; None where too few of it answered."""

    number: int
    agree: int | None
    disagree: int | None
    rest: int | None


@dataclass(frozen=True)
class Shown:
    """A statement with what each group says; `agrees` is the side it was chosen for."""

    body: str
    agrees: bool | None
    lines: list[Line]


@dataclass(frozen=True)
class Drawn:
    """Everything on the page."""

    circles: list[Circle] = field(default_factory=list)
    unites: list[Shown] = field(default_factory=list)
    divides: list[Shown] = field(default_factory=list)
    own: list[tuple[int, list[Shown]]] = field(default_factory=list)


def statements_in(kinship) -> list[int]:
    """Ids of the statements the result speaks of."""
    return [int(key) for key in kinship.result.get("tallies", {})]


def draw(kinship, bodies: dict[int, str]) -> Drawn:
    """The page's content. Args: bodies — words by statement id; what has none meanwhile is left out."""
    result = kinship.result if kinship else {}
    groups = result.get("groups", [])
    if not groups:
        return Drawn()

    def shown(pairs):
        tallies = result["tallies"]
        return [Shown(bodies[key], side, lines(tallies[str(key)])) for key, side in pairs if key in bodies]

    return Drawn(
        circles=circles([one["members"] for one in groups], [one["centre"] for one in groups]),
        unites=shown(result["unites"]),
        divides=shown((key, None) for key in result["divides"]),
        own=[(number, shown(one["own"])) for number, one in enumerate(groups, 1)],
    )


def lines(tallies) -> list[Line]:
    """One line a group from (agreed, disagreed, answered); fewer than five answers are not told."""
    return [_line(number, *tally) for number, tally in enumerate(tallies, 1)]


def _line(number, agreed, disagreed, answered):
    if answered < LEAST_MEMBERS:
        return Line(number, None, None, None)
    agree, disagree = (
        (100 * agreed + answered // 2) // answered,
        (100 * disagreed + answered // 2) // answered,
    )
    return Line(number, agree, min(disagree, 100 - agree), max(100 - agree - disagree, 0))


def circles(members, centres) -> list[Circle]:
    """Circles whose areas are as the numbers of people, placed as their answers lie, none over another."""
    radii = [max(SMALLEST, TOGETHER * sqrt(size / sum(members))) for size in members]
    spread = max(max(abs(value) for centre in centres for value in centre), 1e-9)
    places = [
        [WIDTH / 2 + centre[0] / spread * WIDTH / 4, HEIGHT / 2 - centre[1] / spread * HEIGHT / 4]
        for centre in centres
    ]
    _push_apart(places, radii)
    return [
        Circle(number, size, round(x, 1), round(y, 1), round(radius, 1))
        for number, (size, (x, y), radius) in enumerate(zip(members, places, radii, strict=True), 1)
    ]


def _push_apart(places, radii):
    """Move overlapping circles away from each other and back into the drawing, a little at a time."""
    for _round in range(200):
        for one in range(len(places)):
            for other in range(one):
                _push(places[one], places[other], radii[one] + radii[other] + EDGE)
        for place, radius in zip(places, radii, strict=True):
            place[0] = min(max(place[0], radius + EDGE), WIDTH - radius - EDGE)
            place[1] = min(max(place[1], radius + EDGE), HEIGHT - radius - EDGE)


def _push(here, there, wanted):
    across, up = here[0] - there[0], here[1] - there[1]
    apart = sqrt(across * across + up * up)
    if apart >= wanted:
        return
    if apart < 1e-6:
        across, up, apart = 1.0, 0.3, 1.0
    step = (wanted - apart) / 2 / apart
    here[0], here[1] = here[0] + across * step, here[1] + up * step
    there[0], there[1] = there[0] - across * step, there[1] - up * step
