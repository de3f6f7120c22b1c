"""Real participatory-budget elections in the Pabulib format (pabulib.org/format), read and counted. Pure.

Three tables after one another, META, PROJECTS and VOTES, each with a line of names, parted by
semicolons and quoted as CSV is. Costs may have decimals. A file that breaks off is refused as a whole.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from civic.votes import budgets

SECTIONS = ("META", "PROJECTS", "VOTES")
TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
NEEDED = ("project_id", "cost", "vote")
WITHDRAWN = 999_999_999  # the library's cost for a project that was taken back
LONGEST = 10_000_000  # characters of one field: descriptions are long, endless ones are no file of ours


class BadFile(ValueError):
    """What is wrong with the file, and in which line."""

    def __init__(self, line, words):
        super().__init__(f"line {line}: {words}")


@dataclass
class Election:
    """One file: its head, its projects in their order, and how often each ballot was cast.

    A ballot is a tuple of (project, points); `measure` says whether projects are ranked by the voters
    who named them ("votes") or by their points ("score").
    """

    meta: dict = field(default_factory=dict)
    projects: dict = field(default_factory=dict)  # id -> name
    costs: dict = field(default_factory=dict)  # id -> Fraction
    ballots: Counter = field(default_factory=Counter)
    measure: str = "votes"
    votes: int = 0  # how many ballots were cast

    @property
    def rule(self) -> str:
        """The rule the file names; greedy when it names none."""
        return self.meta.get("rule", "greedy")

    @property
    def budget(self) -> Fraction:
        """The sum to be given out."""
        return number(self.meta["budget"])

    def support(self) -> dict:
        """Voters or points by project, as `measure` says."""
        if self.measure == "score":
            return budgets.support_of(self.ballots)
        named = Counter()
        for ballot, times in self.ballots.items():
            named.update({project: times for project, _points in ballot})
        return dict(named)


def number(words: str) -> Fraction:
    """1500, 1500.50 or 1 500,5 as an exact number. Raises ValueError."""
    return Fraction(words.strip().replace(" ", "").replace(",", "."))


def read(lines) -> Election:
    """The election in an iterable of text lines. Raises BadFile; nothing is half read."""
    csv.field_size_limit(LONGEST)
    rows = csv.reader(_clean(lines), delimiter=";")
    found, section, names, seen = Election(), None, [], set()
    readers = {"META": _meta, "PROJECTS": _project, "VOTES": _vote}
    try:
        for row in rows:
            row = [cell.strip() for cell in row]
            if not any(row):
                continue
            if row[0].upper() in SECTIONS and not any(row[1:]):
                section = row[0].upper()
                seen.add(section)
                names = [cell.strip().lower() for cell in next(rows, [])]
                _start(found, section, names, rows.line_num)
            elif section is None:
                raise BadFile(rows.line_num, "the file must begin with META")
            else:
                readers[section](found, names, row, rows.line_num)
    except csv.Error as fault:
        raise BadFile(rows.line_num, f"quoting is broken ({fault})") from fault
    _whole(found, seen, rows.line_num)
    return found


def _clean(lines):
    for place, line in enumerate(lines):
        yield line.lstrip("\ufeff") if place == 0 else line


def _start(found, section, names, line):
    needed = {"META": {"key", "value"}, "PROJECTS": {"project_id", "cost"}, "VOTES": {"vote"}}[section]
    if missing := needed - set(names):
        raise BadFile(line, f"{section} has no column {', '.join(sorted(missing))}")
    if section == "PROJECTS":
        points = found.meta.get("vote_type") in ("cumulative", "scoring", "ordinal")
        known = "score" if "score" in names else "votes" if "votes" in names else None
        found.measure = known or ("score" if points else "votes")
    if section == "VOTES" and found.meta.get("vote_type") not in TYPES:
        raise BadFile(line, f"vote_type must be one of {', '.join(TYPES)}")


def _meta(found, names, row, line):
    if len(row) < 2:
        raise BadFile(line, "a line of META is a name and a value")
    found.meta[row[0].lower()] = row[1]


def _project(found, names, row, line):
    cells = _cells(names, row, line)
    project = cells["project_id"]
    if not project or project in found.costs:
        raise BadFile(line, f"the project {project!r} has no id, or one that is taken")
    try:
        found.costs[project] = number(cells["cost"])
    except ValueError as fault:
        raise BadFile(line, f"the cost {cells['cost']!r} is no number") from fault
    found.projects[project] = cells.get("name", "")


def _cells(names, row, line):
    """By name; what stands empty at the end of a line may be left away."""
    cells = dict(zip(names, row + [""] * (len(names) - len(row)), strict=False))
    if any(row[len(names) :]) or len(row) <= max(names.index(one) for one in NEEDED if one in names):
        raise BadFile(line, f"{len(names)} columns were announced, {len(row)} are there")
    return cells


def _vote(found, names, row, line):
    cells = _cells(names, row, line)
    named = [one.strip() for one in cells["vote"].split(",") if one.strip()]
    if unknown := [one for one in named if one not in found.costs]:
        raise BadFile(line, f"the ballot names {unknown[0]!r}, which is no project")
    if len(set(named)) != len(named):
        raise BadFile(line, "the ballot names a project twice")
    try:
        points = _points(found.meta, cells, named)
        times = int(cells.get("vote_strength") or 1)
    except ValueError as fault:
        raise BadFile(line, "the points are no numbers") from fault
    if len(points) != len(named):
        raise BadFile(line, f"{len(named)} projects and {len(points)} points")
    found.ballots[tuple(zip(named, points, strict=True))] += times
    found.votes += 1


def _points(meta, cells, named):
    """Points of a ballot's projects: those written, those its ranks are worth (Borda), or one each."""
    kind = meta["vote_type"]
    if kind in ("approval", "choose-1"):
        return [1] * len(named)
    if cells.get("points"):
        return [_whole_if_it_is(number(one)) for one in cells["points"].split(",")]
    if kind == "ordinal":
        return list(range(len(named), 0, -1))
    if not named:
        return []
    raise ValueError("no points")


def _whole_if_it_is(value):
    return value.numerator if value.denominator == 1 else value


def _whole(found, seen, line):
    if missing := [one for one in SECTIONS if one not in seen]:
        raise BadFile(line, f"the file ends without {', '.join(missing)}")
    for name, counted in (("num_projects", len(found.costs)), ("num_votes", found.votes)):
        announced = found.meta.get(name)
        if announced and announced.isdecimal() and int(announced) > counted:
            raise BadFile(line, f"{name} says {announced}, {counted} are there: the file is not whole")
    try:
        fits = found.budget >= 0
    except (KeyError, ValueError) as fault:
        raise BadFile(line, "META names no budget") from fault
    if not fits:
        raise BadFile(line, "the budget is negative")


def _gains(election):
    """What projects give their voters: their cost when they were approved, else the points."""
    if election.meta["vote_type"] not in ("approval", "choose-1"):
        return election.ballots
    found = Counter()
    for ballot, times in election.ballots.items():
        found[tuple((one, election.costs[one]) for one, _points in ballot)] += times
    return found


def selected(election: Election) -> list[str]:
    """The projects its rule chooses, in the order of the file. Raises BadFile for a rule that is no rule."""
    rule, support = election.rule.lower(), election.support()
    costs = {one: cost for one, cost in election.costs.items() if cost != WITHDRAWN}
    if rule.startswith("greedy"):
        least = number(election.meta.get("min_project_score_threshold") or "0")
        chosen = budgets.greedy(costs, support, election.budget, least, skip=rule != "greedy-no-skip")
    elif rule.startswith("equalshares"):
        gains = _gains(election)
        chosen = budgets.equal_shares(costs, gains, election.budget, "add1" in rule, support)
    else:
        raise BadFile(1, f"this site does not know the rule {election.rule!r}")
    return [project for project in election.costs if project in set(chosen.projects)]
