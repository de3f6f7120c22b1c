"""The three rates and what stands beside them, from the lines of a run's open CSV. Pure and exact.

response = leading bodies that spoke with the resident in time ÷ leading bodies assessed;
resolution = callbacks saying "solved" ÷ valid callbacks; satisfaction = callbacks saying "satisfied"
(and half of "basically" where the scheme says so) ÷ callbacks with that answer (条例 Art. 32).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from civic.reviews import wilson

COLUMNS = (
    "case", "street", "community", "category", "body", "role", "contacted_in_time", "replied_in_time",
    "first_receiver", "proactive", "excluded", "solved", "satisfied", "by_telephone",
)  # fmt: skip
FEWEST = 20  # callbacks; below, no rank and no interval of ranks (domain.md §2.5)
DIGITS = Decimal("0.01")


@dataclass
class Counts:
    """What is counted of one body, place or category. `own_*`: without answers written down for somebody."""

    orders: int = 0
    excluded: int = 0
    legs: int = 0
    contacted: int = 0
    callbacks: int = 0
    solved: int = 0
    rated: int = 0
    satisfied: int = 0
    basically: int = 0
    own_callbacks: int = 0
    own_solved: int = 0
    own_rated: int = 0
    own_satisfied: int = 0
    own_basically: int = 0
    first: int = 0
    first_kept: int = 0
    proactive: int = 0

    def add_case(self, many, proactive, excluded, solved, satisfied, by_telephone):
        """`many` cases of which the open lines say the same."""
        self.orders += many
        if excluded == "1":
            self.excluded += many
            return
        self.proactive += many * (proactive == "1")
        self._add_answer("", many, solved, satisfied)
        if by_telephone != "1":
            self._add_answer("own_", many, solved, satisfied)

    def _add_answer(self, prefix, many, solved, satisfied):
        mine = self.__dict__
        if solved:
            mine[f"{prefix}callbacks"] += many
            mine[f"{prefix}solved"] += many * (solved == "yes")
        if satisfied:
            mine[f"{prefix}rated"] += many
            mine[f"{prefix}satisfied"] += many * (satisfied == "yes")
            mine[f"{prefix}basically"] += many * (satisfied == "basically")

    def add_leg(self, many, role, contacted, replied, first, excluded):
        """`many` bodies' parts of which the open lines say the same."""
        if excluded == "1" or role != "lead":
            return
        self.legs += many
        self.contacted += many * (contacted == "1")
        if first == "1":
            self.first += many
            self.first_kept += many * (replied == "1")


COUNTED = tuple(each.name for each in fields(Counts))


PLACE, CASE, LEG = (1, 2, 3), (9, 10, 11, 12, 13), (5, 6, 7, 8, 10)  # columns by number


def tally(lines) -> dict[tuple[str, str], Counts]:
    """{(scope, key): Counts} of the CSV's lines; the lines of one case stand together.

    Scopes: all, street, community, category (top and leaf), body. A body's callbacks are those of
    the cases it led; what it only assisted with counts as volume. Lines that say the same are
    counted first, so that a hundred thousand of them cost a few thousand steps.
    """
    found = defaultdict(Counts)
    firsts = [next(each) for _case, each in groupby(lines, itemgetter(0))]
    legs = [line for line in lines if line[4]]
    for (*place, proactive, excluded, solved, satisfied, phone), many in _alike(firsts, PLACE + CASE):
        for scope in _scopes(*place):
            found[scope].add_case(many, proactive, excluded, solved, satisfied, phone)
    for (*place, role, contacted, replied, first, excluded), many in _alike(legs, PLACE + LEG):
        for scope in _scopes(*place):
            found[scope].add_leg(many, role, contacted, replied, first, excluded)
    for said, many in _alike(legs, (4, 5, 6, 7, 8, *CASE)):
        _add_body(found["body", said[0]], many, *said[1:])
    return dict(found)


def _alike(lines, at):
    """How many lines say the same in these columns."""
    return Counter(map(itemgetter(*at), lines)).items()


def _scopes(street, community, category):
    """The rows a place counts for: a leaf category for its top, too; no category for none."""
    yield "all", ""
    yield "street", street
    yield "community", community
    for part in {category.partition(".")[0], category} - {""}:
        yield "category", part


def _add_body(counts, many, role, contacted, replied, first, proactive, excluded, solved, satisfied, phone):
    led = role == "lead"
    counts.add_case(many, proactive, excluded, solved if led else "", satisfied if led else "", phone)
    counts.add_leg(many, role, contacted, replied, first, excluded)


@dataclass(frozen=True)
class Weights:
    """One version of the scheme, in percent."""

    response: int = 30
    resolution: int = 35
    satisfaction: int = 35
    first_receiver: int = 0
    proactive: int = 0
    basically_is_half: bool = False

    def parts(self, counts):
        """(weight, share or None, n) of every dimension that weighs anything."""
        every = (
            (self.response, response(counts), counts.legs),
            (self.resolution, resolution(counts), counts.callbacks),
            (self.satisfaction, satisfaction(counts, self.basically_is_half), counts.rated),
            (self.first_receiver, _share(counts.first_kept, counts.first), counts.first),
            (self.proactive, proactive(counts), counts.orders - counts.excluded),
        )
        return [part for part in every if part[0]]


def response(counts):
    """响应率, or None where nothing was assessed."""
    return _share(counts.contacted, counts.legs)


def resolution(counts, own=False):
    """解决率. Args: own — without answers written down by telephone."""
    return _share(counts.own_solved, counts.own_callbacks) if own else _share(counts.solved, counts.callbacks)


def satisfaction(counts, basically_is_half, own=False):
    """满意率, "basically" counting half where the scheme says so."""
    yes, some, n = (
        (counts.own_satisfied, counts.own_basically, counts.own_rated)
        if own
        else (counts.satisfied, counts.basically, counts.rated)
    )
    return _share(yes + Fraction(some, 2) * basically_is_half, n)


def proactive(counts):
    """主动治理: what staff found on their own way, of everything assessed."""
    return _share(counts.proactive, counts.orders - counts.excluded)


def _share(part, whole):
    return Fraction(part) / whole if whole else None


def percent(share) -> str | None:
    """A share in percent with two digits, half rounded up; None stays None."""
    if share is None:
        return None
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return str(exact.quantize(DIGITS, ROUND_HALF_UP))


def score(counts, weights) -> str | None:
    """The weighted sum, to two digits; None where a part that weighs has nothing to go on."""
    parts = weights.parts(counts)
    if not parts or any(share is None for _weight, share, _n in parts):
        return None
    return percent(sum(weight * share for weight, share, _n in parts) / 100)


def score_bounds(counts, weights) -> tuple[Decimal, Decimal]:
    """The weighted sums of the lower and of the upper ends of the parts' Wilson intervals."""
    ends = [(weight, wilson.interval(share, n)) for weight, share, n in weights.parts(counts)]
    low, high = (sum(weight * end[side] for weight, end in ends) / 100 for side in (0, 1))
    return low, high


def ranks(counted: dict, weights) -> dict:
    """{key: (from, to)} of those with 20 callbacks and a score, where there are two; volume plays no part.

    Surely before are those whose interval lies wholly above; surely after, wholly below.
    """
    able = {
        key: score_bounds(counts, weights)
        for key, counts in counted.items()
        if counts.callbacks >= FEWEST and score(counts, weights) is not None
    }
    if len(able) < 2:
        return {}  # nobody to stand before or after
    lows, highs = (sorted(bounds[side] for bounds in able.values()) for side in (0, 1))
    return {
        key: (1 + len(lows) - bisect_right(lows, high), len(highs) - bisect_left(highs, low))
        for key, (low, high) in able.items()
    }
