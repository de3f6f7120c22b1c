"""What groups share and where they part: representativeness and consensus of Polis. Pure, no numpy.

Source: polismath repness.clj and stats.clj, systems.md §5.3 no. 5–7. A group's tally of a statement is
(agreed, disagreed, answered); who passed answered too.
"""

from dataclasses import dataclass
from math import prod, sqrt

Z90 = 1.2816  # one-sided, nine in ten
LEAST_MEMBERS = 5  # a smaller group is not shown
MOST_OWN, MOST_SHARED = 5, 5


@dataclass(frozen=True)
class Own:
    """A statement that speaks for a group."""

    statement: int
    agrees: bool
    weight: float


def share(said: int, answered: int) -> float:
    """The part that said so, drawn towards a half when few answered."""
    return (1 + said) / (2 + answered)


def one_share_z(said: int, answered: int) -> float:
    """How surely more than half said so."""
    return 2 * sqrt(answered + 1) * ((said + 1) / (answered + 1) - 0.5)


def two_shares_z(said, answered, rest_said, rest_answered) -> float:
    """How surely a larger part of these said so than of the rest; one is added to all four counts."""
    said, answered, rest_said, rest_answered = said + 1, answered + 1, rest_said + 1, rest_answered + 1
    pooled = (said + rest_said) / (answered + rest_answered)
    if pooled == 1:
        return 0.0
    spread = sqrt(pooled * (1 - pooled) * (1 / answered + 1 / rest_answered))
    return (said / answered - rest_said / rest_answered) / spread


def own_statements(counts, group) -> list[Own]:
    """What speaks for a group, at most five, the best it agrees with first; one at least.

    Args: counts — [group][statement] = (agreed, disagreed, answered).
    """
    judged = [_judged(counts, group, number) for number in range(len(counts[group]))]
    judged = [one for one in judged if one is not None]
    sure = sorted((own for own, _apart, is_sure in judged if is_sure), key=_strongest)
    if not sure:
        return [own for own, *_tests in sorted(judged, key=lambda one: (-one[1], one[0].statement))[:1]]
    first = next((own for own in sure if own.agrees), None)
    others = [own for own in sure if own is not first]
    return ([first] if first else []) + others[: MOST_OWN - bool(first)]


def _strongest(own):
    return -own.weight, own.statement


def _judged(counts, group, number):
    """(Own, z of the difference, whether it is sure) for the side that tells the group apart most."""
    mine = counts[group][number]
    if not mine[2]:
        return None
    rest = [sum(column) for column in zip(*(one[number] for place, one in enumerate(counts)
                                            if place != group), strict=True)] or [0, 0, 0]  # fmt: skip
    sides = [
        (
            two_shares_z(mine[side], mine[2], rest[side], rest[2]),
            one_share_z(mine[side], mine[2]),
            share(mine[side], mine[2]),
            share(rest[side], rest[2]),
            side,
        )
        for side in (0, 1)
    ]
    apart, sure, part, elsewhere, side = max(sides, key=lambda one: (one[0], -one[4]))
    weight = part / elsewhere * apart * part * sure
    return Own(number, side == 0, weight), apart, apart > Z90 and sure > Z90


def uniting(counts) -> list[Own]:
    """What every group says alike, the surest first: Π over groups of the share; at most five.

    In each group more than half say so, and of all who answered so many that it is no chance.
    """
    found = []
    for number in range(len(counts[0]) if counts else 0):
        tallies = [one[number] for one in counts]
        for side in (0, 1):
            shares = [share(tally[side], tally[2]) for tally in tallies]
            said, answered = sum(t[side] for t in tallies), sum(t[2] for t in tallies)
            if min(shares) > 0.5 and one_share_z(said, answered) > Z90:
                found.append(Own(number, side == 0, prod(shares)))
    return sorted(found, key=_strongest)[:MOST_SHARED]


def dividing(counts) -> list[int]:
    """Statements on which two groups part most, the widest first; at most five.

    The widest difference between two groups' shares of agreement, where it is no chance.
    """
    found = []
    for number in range(len(counts[0]) if counts else 0):
        told = sorted(
            (share(one[number][0], one[number][2]), one[number]) for one in counts if one[number][2]
        )
        if len(told) < 2:
            continue
        (low, few), (high, many) = told[0], told[-1]
        if two_shares_z(many[0], many[2], few[0], few[2]) > Z90:
            found.append((low - high, number))
    return [number for _width, number in sorted(found)[:MOST_SHARED]]
