"""Which projects are paid for, within a sum: down the list of support, or by equal shares. Pure.

Costs and support are whole numbers or Fractions, never rounded. Where two projects stand alike, the one
earlier on the ballot comes first: its place was drawn by lot in public before the opening.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Chosen:
    """The projects paid for, in the order they were chosen, and what they cost together."""

    projects: tuple
    spent: Fraction


def greedy(costs: dict, support: dict, budget, least=0, skip=True) -> Chosen:
    """From the most supported project down, each that still fits.

    Args: costs — cost by project, in ballot order; least — support below which nothing is chosen;
    skip — False ends at the first project that does not fit (greedy-no-skip of Pabulib).
    """
    ranked = sorted(costs, key=lambda one: -support.get(one, 0))  # stable: ballot order among equals
    left, chosen = Fraction(budget), []
    for project in ranked:
        if support.get(project, 0) < least:
            continue
        if costs[project] <= left:
            chosen.append(project)
            left -= Fraction(costs[project])
        elif not skip:
            break
    return Chosen(tuple(chosen), Fraction(budget) - left)


def equal_shares(costs: dict, ballots: dict, budget, add_one=True, support=None) -> Chosen:
    """The method of equal shares (Peters, Pierczyński, Skowron 2021): each voter holds an equal part.

    A project is paid by those who support it, each the same price for a unit of what it gives them,
    or all they have left; the project with the lowest price comes first. With `add_one` (the
    completion "add1" of Pabulib) everybody is given one more unit of money, again and again, until
    the projects chosen would cost more than the budget or everything is chosen. What is left then
    goes down the list of support.

    Args: costs — cost by project in ballot order; ballots — {ballot: how many cast it}, a ballot a
    tuple of (project, what it gives its voter > 0); support — the list's figures, else the sums of that.
    """
    voters = sum(ballots.values())
    if not voters:
        return Chosen((), Fraction(0))
    purse, everything = Fraction(budget, voters), sum(costs.values())
    best = _shares(costs, ballots, purse)
    while add_one and len(best) < len(costs) and purse < everything:  # with more, nothing changes any more
        purse += 1
        more = _shares(costs, ballots, purse)
        if sum(costs[one] for one in more) > budget:
            break
        best = more
    return _completed(best, costs, support or support_of(ballots), Fraction(budget))


def _shares(costs, ballots, purse):
    """The projects chosen when each voter starts with `purse`."""
    groups = [[purse, dict(ballot), number] for ballot, number in ballots.items()]
    chosen, open_ = [], {project for project, cost in costs.items() if cost > 0}
    chosen += [project for project, cost in costs.items() if cost <= 0]
    while open_:
        prices = {}
        for project in costs:
            if project in open_:
                price = _price(costs[project], [g for g in groups if project in g[1]], project)
                if price is None:
                    open_.discard(project)
                else:
                    prices[project] = price
        if not prices:
            break
        project = min(prices, key=prices.get)  # the first of the cheapest: dicts keep ballot order
        for group in groups:
            if project in group[1]:
                group[0] -= min(group[0], prices[project] * group[1][project])
        chosen.append(project)
        open_.discard(project)
    return chosen


def _price(cost, supporters, project):
    """The price a unit of gain has for them when they pay `cost` together; None when they cannot."""
    if sum(purse * number for purse, _gains, number in supporters) < cost:
        return None
    ordered = sorted(supporters, key=lambda one: one[0] / one[1][project])
    left, weight = Fraction(cost), sum(gains[project] * number for _purse, gains, number in ordered)
    for purse, gains, number in ordered:
        price = left / weight
        if price * gains[project] <= purse:
            return price
        left -= purse * number
        weight -= gains[project] * number
    return None


def _completed(chosen, costs, support, budget):
    left = budget - sum(costs[one] for one in chosen)
    rest = {project: cost for project, cost in costs.items() if project not in chosen}
    more = greedy(rest, support, left)
    projects = (*chosen, *more.projects)
    return Chosen(projects, Fraction(sum(costs[one] for one in projects)))


def support_of(ballots) -> dict:
    """Points by project, all ballots together."""
    found = {}
    for ballot, number in ballots.items():
        for project, points in ballot:
            found[project] = found.get(project, 0) + points * number
    return found
