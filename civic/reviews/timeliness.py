"""How long a reply took: median, ninetieth percentile, share within fifteen days. Pure.

Durations are whole seconds. The percentile is the nearest rank: the smallest duration that at least
90 % of all do not exceed. The median of an even number lies half way between the middle two.
"""

from dataclasses import dataclass
from fractions import Fraction

DAY = 86_400
ALLOWED = 15 * DAY


@dataclass(frozen=True)
class Timeliness:
    """Of `n` replies; durations in seconds."""

    n: int
    median: Fraction
    p90: int
    within: int

    @property
    def share_within(self) -> Fraction:
        """How many of all came within fifteen days."""
        return Fraction(self.within, self.n)


def timeliness(seconds) -> Timeliness | None:
    """The figures of some durations; None where there are none."""
    ordered = sorted(seconds)
    n = len(ordered)
    if not n:
        return None
    median = Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)
    rank = -(-9 * n // 10)
    return Timeliness(n, median, ordered[rank - 1], sum(each <= ALLOWED for each in ordered))


def days(seconds) -> str:
    """A duration in days with one digit, half rounded up."""
    tenths = (Fraction(seconds) * 10 / DAY + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
