"""Counting rankings: the instant run-off and Condorcet's comparison of pairs. Pure.

Ballots come grouped: {ranking: how many cast it}, a ranking a tuple of options, the best first,
which may stop early. `order` is the order on the ballot, drawn by lot in public before the opening.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunOff:
    """What happened round by round.

    rounds — votes of every option still in, a dict a round; out — who left after each round but the
    last, one each; winner — None when two are left with the same votes (`tied`) or nobody voted.
    """

    rounds: tuple
    out: tuple
    winner: object
    tied: tuple = ()


def run_off(ballots: dict, order) -> RunOff:
    """Instant run-off: while nobody has more than half of the ballots still naming somebody, the last leaves.

    When several are last, the one leaves who had fewer votes in the round before, then in the one
    before that; who stands later on the ballot when they were alike in all rounds. The last two
    alike are a tie and nobody is put out: the rule fixed before the opening says what follows.
    """
    remaining, rounds, out = list(order), [], []
    piles = _piles(ballots, remaining)
    while remaining:
        votes = {one: sum(piles[one].values()) for one in remaining}
        rounds.append(votes)
        continuing = sum(votes.values())
        leader = max(remaining, key=lambda one: votes[one])
        if 2 * votes[leader] > continuing:
            return RunOff(tuple(rounds), tuple(out), leader)
        if len(remaining) == 2 or not continuing:
            best = tuple(one for one in remaining if votes[one] == votes[leader])
            return RunOff(tuple(rounds), tuple(out), None, best if continuing else ())
        last = _last(remaining, rounds)
        remaining.remove(last)
        out.append(last)
        _pass_on(piles, last, remaining)
    return RunOff(tuple(rounds), tuple(out), None)


def _piles(ballots, remaining):
    """Ballots by whom they count for now."""
    piles, still = {one: {} for one in remaining}, set(remaining)
    for ranking, times in ballots.items():
        if (top := next((one for one in ranking if one in still), None)) is not None:
            piles[top][ranking] = piles[top].get(ranking, 0) + times
    return piles


def _pass_on(piles, last, remaining):
    still = set(remaining)
    for ranking, times in piles.pop(last).items():
        if (top := next((one for one in ranking if one in still), None)) is not None:
            piles[top][ranking] = piles[top].get(ranking, 0) + times


def _last(remaining, rounds):
    candidates = list(remaining)
    for votes in reversed(rounds):
        fewest = min(votes[one] for one in candidates)
        candidates = [one for one in candidates if votes[one] == fewest]
        if len(candidates) == 1:
            break
    return candidates[-1]  # the one later on the ballot


def pairs(ballots: dict, order) -> dict:
    """{a: {b: how many rank a above b}}; who names a and not b ranks a above b."""
    found = {one: {other: 0 for other in order if other != one} for one in order}
    for ranking, times in ballots.items():
        below = [one for one in order if one not in set(ranking)]
        for place, better in enumerate(ranking):
            for worse in (*ranking[place + 1 :], *below):
                found[better][worse] += times
    return found


def condorcet(found: dict, order):
    """Who beats every other in the comparison of two; None when nobody does."""
    for one in order:
        if all(found[one][other] > found[other][one] for other in order if other != one):
            return one if len(order) > 1 or any(found) else None
    return None
