"""Who may decide: units, quorum and threshold of each regime, as exact fractions with their source.

Pure arithmetic, no Flask and no database. 「以上」 includes the number, 「过半数」 is strictly more
(Civil Code art. 1259); nothing here is ever rounded. Source of the table: domain.md §3.1.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Regime(StrEnum):
    """By whose right something is decided."""

    OWNERS_ORDINARY = "owners_ordinary"
    OWNERS_SPECIAL = "owners_special"
    RESIDENTS_MEETING = "residents_meeting"
    OWNERS_COMMITTEE = "owners_committee"
    MANAGEMENT_COMMITTEE = "management_committee"
    CONSULTATION = "consultation"
    COUNCIL = "council"
    ADVISORY = "advisory"


class Unit(StrEnum):
    """What counts once."""

    PERSON = "person"
    HOUSEHOLD = "household"
    OWNER = "owner"
    MEMBER = "member"
    SEAT = "seat"


OF_HOMES = (Unit.HOUSEHOLD, Unit.OWNER)  # their number is a home's; an owner of several goes by the first


class Measure(StrEnum):
    """What is added up: heads, areas in units of 0.01 m², or heads of members who own a home."""

    HEADS = "heads"
    AREA = "area"
    OWNING_HEADS = "owning_heads"


class Outcome(StrEnum):
    """What a closed vote came to. Only lawful regimes can pass; advice reaches a line or does not."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    ADOPTED = "adopted"
    REFERRED = "referred"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    RECORDED = "recorded"
    VOID = "void"


@dataclass(frozen=True)
class Line:
    """A share of a whole that must be reached; `strict` is 过半数 (more than), else 以上 (at least)."""

    share: Fraction
    strict: bool

    def reached(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough. Nothing of nothing never is."""
        if not 0 <= part <= whole:
            raise ValueError(f"{part} is no part of {whole}")
        have, need = part * self.share.denominator, whole * self.share.numerator
        return whole > 0 and (have > need if self.strict else have >= need)

    def least(self, whole: int) -> int:
        """The smallest whole number that is enough: what people ask for (差几票)."""
        need = self.share * whole
        rounded_up = -(-need.numerator // need.denominator)
        return max(1, rounded_up + 1 if self.strict and need.denominator == 1 else rounded_up)


def at_least(part: int, whole: int) -> Line:
    """「以上」: the number itself is enough."""
    return Line(Fraction(part, whole), strict=False)


def more_than(part: int, whole: int) -> Line:
    """「过半数」: the number itself is not enough."""
    return Line(Fraction(part, whole), strict=True)


HALF = more_than(1, 2)


@dataclass(frozen=True)
class Rule:
    """One regime: its units, its measures, its lines and where they come from.

    `quorum` is a share of the whole roll. `threshold` is a share of those taking part, or of the
    whole roll where the law counts signatures of all members (`of_roll`). A line must be reached
    on each of its measures. `None` means that the regime sets no such line. `on_paper`: this site may
    print, key and add up for the body whose right it is.
    """

    units: tuple[Unit, ...]
    measures: tuple[Measure, ...]
    quorum: Line | None
    threshold: Line | None
    source: str
    of_roll: bool = False
    also_present: tuple[Measure, ...] = ()
    binding: bool = True
    opens_here: bool = False
    on_paper: bool = False
    proxy: bool = True

    @property
    def unit(self) -> Unit:
        """What counts once in a vote of ours: a home where the law lets us choose."""
        return Unit.HOUSEHOLD if Unit.HOUSEHOLD in self.units else self.units[0]


RULES = {
    Regime.OWNERS_ORDINARY: Rule(
        (Unit.OWNER,), (Measure.HEADS, Measure.AREA), at_least(2, 3), HALF, "民法典第278条",
        on_paper=True,
    ),
    Regime.OWNERS_SPECIAL: Rule(
        (Unit.OWNER,), (Measure.HEADS, Measure.AREA), at_least(2, 3), at_least(3, 4), "民法典第278条",
        on_paper=True,
    ),
    Regime.RESIDENTS_MEETING: Rule(
        (Unit.PERSON, Unit.HOUSEHOLD, Unit.MEMBER), (Measure.HEADS,), HALF, HALF,
        "城市居民委员会组织法第9、10条", opens_here=True, on_paper=True,
    ),
    Regime.OWNERS_COMMITTEE: Rule(
        (Unit.MEMBER,), (Measure.HEADS,), HALF, HALF,
        "北京市物业管理条例第44、45条", of_roll=True, proxy=False,
    ),
    Regime.MANAGEMENT_COMMITTEE: Rule(
        (Unit.MEMBER,), (Measure.HEADS,), HALF, HALF,
        "北京市物业管理条例第52–58条", of_roll=True, also_present=(Measure.OWNING_HEADS,), proxy=False,
    ),
    Regime.CONSULTATION: Rule(
        (Unit.PERSON, Unit.HOUSEHOLD), (Measure.HEADS,), None, None,
        "关于加强城乡社区协商的意见(2015)", binding=False,
    ),
    Regime.COUNCIL: Rule(
        (Unit.SEAT,), (Measure.HEADS,), at_least(2, 3), None,
        "社区合伙人议事规则", opens_here=True, proxy=False,
    ),
    Regime.ADVISORY: Rule(
        (Unit.HOUSEHOLD,), (Measure.HEADS,), at_least(1, 2), HALF,
        "社区公布的意向征询办法", binding=False, opens_here=True,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Figures of one measure: the whole roll, those taking part, those in favour."""

    whole: int
    part: int
    favour: int


def settle(rule: Rule, sums: dict[Measure, Sums]) -> Outcome:
    """What a yes/no question under a lawful regime comes to: quorum first, then threshold.

    `sums` must hold every measure of the rule. A missed quorum is void, not rejected.
    """
    present = [sums[measure] for measure in rule.measures + rule.also_present]
    if rule.quorum and not all(rule.quorum.reached(one.part, one.whole) for one in present):
        return Outcome.VOID
    if rule.threshold is None:
        return Outcome.RECORDED
    passed = all(
        rule.threshold.reached(one.favour, one.whole if rule.of_roll else one.part)
        for one in (sums[measure] for measure in rule.measures)
    )
    return Outcome.PASSED if passed else Outcome.NOT_PASSED


def settle_advice(roll: int, returned: int, most: int, quorum: Line, threshold: Line) -> Outcome:
    """Advice by household: did the option named most often reach the reference lines?"""
    enough = quorum.reached(returned, roll) and threshold.reached(most, returned)
    return Outcome.REACHED if enough else Outcome.NOT_REACHED


def settle_council(seats: int, spoke: int, objections: int, quorum: Line) -> Outcome:
    """A council by seat and consent: adopted when enough seats spoke and none objects, else referred."""
    if not quorum.reached(spoke, seats):
        return Outcome.VOID
    return Outcome.REFERRED if objections else Outcome.ADOPTED
