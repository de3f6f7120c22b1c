"""Ballots in, figures out, for every method. Pure; the shapes are those of a published result.

yes_no {word: {"heads", "area"}} · single {"chosen"} · approval {"approved"} · ranked {"first",
"rounds", "out", "pairs", "winner", "condorcet"} · score {"sums"} · projects, points {"support",
"selected", "spent_fen"}; with "cannot" where the mark was offered and "tie" where several lead alike.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from civic.votes import budgets, ranked
from civic.votes.contents import CHOICES, FIELD, Sheet
from civic.votes.states import Method
from civic.votes.terms import BudgetRule


@dataclass(frozen=True)
class Purse:
    """What projects cost (fen by letter, in ballot order), what there is, and how it is given."""

    costs: dict
    limit: int
    rule: BudgetRule = BudgetRule.GREEDY


def tally(sheet: Sheet, contents, purse: Purse | None = None) -> dict:
    """The figures of checked contents (an iterable, read once)."""
    marks, said = Counter(), Counter()
    if sheet.method == Method.YES_NO:
        return _yes_no(contents)
    field = FIELD[sheet.method]
    for content in contents:
        one = content[field]
        said[
            one if isinstance(one, str) else tuple(one.items()) if isinstance(one, dict) else tuple(one)
        ] += 1
        marks.update(content.get("cannot", ()))
    counts = COUNTERS[sheet.method](sheet, said, purse)
    if sheet.cannot:
        counts["cannot"] = {letter: marks[letter] for letter in sheet.letters}
    return counts


def _yes_no(contents):
    heads, areas = Counter(), Counter()
    for content in contents:
        heads[content["choice"]] += 1
        areas[content["choice"]] += content.get("area", 0)
    return {word: {"heads": heads[word], "area": areas[word]} for word in CHOICES}


def _per(sheet, said, spread):
    found = Counter()
    for one, times in said.items():
        for letter, weight in spread(one):
            found[letter] += weight * times
    return {letter: found[letter] for letter in sheet.letters}


def _single(sheet, said, _purse):
    return _with_tie({"chosen": _per(sheet, said, lambda one: [(one, 1)])}, "chosen")


def _approval(sheet, said, _purse):
    return _with_tie({"approved": _per(sheet, said, lambda one: [(each, 1) for each in one])}, "approved")


def _score(sheet, said, _purse):
    return _with_tie({"sums": _per(sheet, said, lambda one: one)}, "sums")


def _with_tie(counts, field):
    most = max(counts[field].values(), default=0)
    leaders = [letter for letter, number in counts[field].items() if most and number == most]
    return counts | ({"tie": leaders} if len(leaders) > 1 else {})


def _ranked(sheet, said, _purse):
    run = ranked.run_off(said, sheet.letters)
    duels = ranked.pairs(said, sheet.letters)
    counts = {
        "first": dict(run.rounds[0]) if run.rounds else {letter: 0 for letter in sheet.letters},
        "rounds": [dict(votes) for votes in run.rounds],
        "out": list(run.out),
        "pairs": duels,
        "winner": run.winner,
        "condorcet": ranked.condorcet(duels, sheet.letters),
    }
    return counts | ({"tie": list(run.tied)} if run.tied else {})


def _projects(sheet, said, purse):
    ballots = {tuple((each, 1) for each in one): times for one, times in said.items()}
    return _given(
        ballots, purse, {ballot: tuple((p, purse.costs[p]) for p, _one in ballot) for ballot in ballots}
    )


def _points(sheet, said, purse):
    ballots = Counter()
    for one, times in said.items():  # two that differ only in points of nothing are one and the same
        ballots[tuple((letter, points) for letter, points in one if points)] += times
    return _given(ballots, purse, {ballot: ballot for ballot in ballots})


def _given(ballots, purse, gains):
    support = budgets.support_of(ballots)
    support = {letter: support.get(letter, 0) for letter in purse.costs}
    if purse.rule == BudgetRule.GREEDY:
        chosen = budgets.greedy(purse.costs, support, purse.limit, least=1)
    else:
        grouped = Counter()
        for ballot, times in ballots.items():
            grouped[gains[ballot]] += times
        yuan = {letter: Fraction(fen, 100) for letter, fen in purse.costs.items()}  # raised yuan by yuan
        chosen = budgets.equal_shares(yuan, grouped, Fraction(purse.limit, 100), True, support)
    selected = [letter for letter in purse.costs if letter in chosen.projects]
    spent = sum(purse.costs[letter] for letter in selected)
    return {"support": support, "selected": selected, "spent_fen": spent}


COUNTERS = {
    Method.SINGLE: _single,
    Method.APPROVAL: _approval,
    Method.SCORE: _score,
    Method.RANKED: _ranked,
    Method.PROJECTS: _projects,
    Method.POINTS: _points,
}


def best_of(counts: dict) -> tuple:
    """(the option that leads alone or None, its figure): what is held against the reference line."""
    if "winner" in counts:
        last = counts["rounds"][-1] if counts["rounds"] else {}
        return counts["winner"], max(last.values(), default=0)
    figures = next((counts[name] for name in ("chosen", "approved", "sums") if name in counts), {})
    most = max(figures.values(), default=0)
    leader = next((letter for letter, number in figures.items() if most and number == most), None)
    return (None if "tie" in counts else leader), most


def with_silence(counts: dict, heads: int, area: int) -> dict:
    """Yes/no figures as if everybody who said nothing followed the majority of those who did."""
    follows = "yes" if counts["yes"]["heads"] >= counts["no"]["heads"] else "no"
    found = {word: dict(counts[word]) for word in CHOICES}
    found[follows]["heads"] += heads - sum(counts[word]["heads"] for word in CHOICES)
    found[follows]["area"] += area - sum(counts[word]["area"] for word in CHOICES)
    return found
