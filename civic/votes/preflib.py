"""Rankings in the PrefLib format (preflib.org/format), old and new, read and counted. Pure.

New: lines of "# NAME: value", then "12: 1,2,3". Old: a number of alternatives, their names, a line
of totals, then "12,1,2,3". Ties stand in braces: "3: 1,{2,4}".
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from civic.votes import ranked
from civic.votes.pabulib import BadFile

HEAD = re.compile(r"#\s*([^:]+):\s*(.*)")
NAME = re.compile(r"ALTERNATIVE NAME (\d+)$")
GROUP = re.compile(r"\{[^{}]*\}|[^,{}]+")


@dataclass
class Rankings:
    """Alternatives by number, and how often each ranking was cast; a ranking is a tuple of tuples (ties)."""

    names: dict = field(default_factory=dict)
    ballots: Counter = field(default_factory=Counter)

    @property
    def strict(self) -> Counter:
        """Rankings without ties. Raises ValueError where there are any: the run-off knows none."""
        if any(len(group) > 1 for ballot in self.ballots for group in ballot):
            raise ValueError("ties within a ranking: the instant run-off needs strict orders (.soi, .soc)")
        flat = Counter()
        for ballot, times in self.ballots.items():
            flat[tuple(group[0] for group in ballot)] += times
        return flat


def read(lines) -> Rankings:
    """The rankings of a file. Raises BadFile."""
    rows = [(place, line.strip().lstrip("\ufeff")) for place, line in enumerate(lines, 1)]
    rows = [(place, line) for place, line in rows if line]
    if not rows:
        raise BadFile(1, "the file is empty")
    found = Rankings()
    body = _new_head(found, rows) if rows[0][1].startswith("#") else _old_head(found, rows)
    if not found.names:
        raise BadFile(rows[0][0], "the file names no alternatives")
    for place, line in body:
        _ballot(found, place, line)
    return found


def _new_head(found, rows):
    announced = None
    for place, line in rows:
        if not line.startswith("#"):
            continue
        told = HEAD.match(line)
        if told and (name := NAME.match(told[1].strip())):
            found.names[int(name[1])] = told[2].strip()
        elif told and told[1].strip() == "NUMBER VOTERS" and told[2].strip().isdecimal():
            announced = place, int(told[2])
    body = [(place, line.replace(":", ",", 1)) for place, line in rows if not line.startswith("#")]
    if announced and sum(_times(place, line) for place, line in body) < announced[1]:
        raise BadFile(
            rows[-1][0], f"{announced[1]} voters are announced, fewer are there: the file is not whole"
        )
    return body


def _times(place, line):
    head = line.split(",", 1)[0].strip()
    if not head.isdecimal():
        raise BadFile(place, "a line of ballots begins with how often it was cast")
    return int(head)


def _old_head(found, rows):
    place, first = rows[0]
    if not first.isdecimal() or len(rows) < int(first) + 2:
        raise BadFile(place, "the file must begin with '#' lines or with the number of alternatives")
    for place, line in rows[1 : int(first) + 1]:
        number, _comma, name = line.partition(",")
        if not number.strip().isdecimal():
            raise BadFile(place, "a line of alternatives is a number and a name")
        found.names[int(number)] = name.strip()
    return rows[int(first) + 2 :]


def _ballot(found, place, line):
    times = _times(place, line)
    ranking = []
    for group in GROUP.findall(line.split(",", 1)[1] if "," in line else ""):
        members = tuple(one.strip() for one in group.strip("{} ").split(",") if one.strip())
        if any(not one.isdecimal() or int(one) not in found.names for one in members):
            raise BadFile(place, f"{group.strip()!r} is no alternative of this file")
        if members:
            ranking.append(tuple(map(int, members)))
    named = [one for group in ranking for one in group]
    if len(set(named)) != len(named):
        raise BadFile(place, "the ranking names an alternative twice")
    found.ballots[tuple(ranking)] += times


def count(rankings: Rankings) -> dict:
    """Winners by instant run-off and by Condorcet's comparison; null where there is none."""
    order, ballots = sorted(rankings.names), rankings.strict
    found = ranked.run_off(ballots, order)
    return {
        "ballots": sum(rankings.ballots.values()),
        "alternatives": {str(one): rankings.names[one] for one in order},
        "irv": _named(rankings, found.winner),
        "condorcet": _named(rankings, ranked.condorcet(ranked.pairs(ballots, order), order)),
    }


def _named(rankings, winner):
    return None if winner is None else {"alternative": str(winner), "name": rankings.names[winner]}
