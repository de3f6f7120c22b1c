"""Which statements each test asks of the database, and which tests ask none that others do not ask.

Every test runs on SQLite. On PostgreSQL run those that together ask every statement and meet every refusal,
what writes in two tests where two do: `elsewhere.txt` names the others; a new test, not named there, runs on
both. After both groups `tests.run` compares, and a statement that no test put to PostgreSQL is a failure;
`python -m tests.harness.asked` then chooses anew. `make test GROUPS=postgres-whole` runs them all.
"""

import json
import re
import shutil
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.harness.folders import INSTANCE

FOLDER = INSTANCE / "asked"
ELSEWHERE = Path(__file__).with_name("elsewhere.txt")
TIMES = 2  # how many tests put to PostgreSQL what writes or is refused, if there are so many
READS = ("SELECT", "WITH")
ABOUT_THE_ENGINE = {"engine_name", "owner", "world"}  # whoever asks for these stays on both
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")  # what is about rows
CHANGE = re.compile(r"(UPDATE \S+ SET )((?:\S+=\?(?:, )?)+)( WHERE .*)")
ROWS, GAPS = re.compile(r"\([?, ]+\)(, \([?, ]+\))*"), re.compile(r"\s+")


@lru_cache(20_000)
def plain(statement: str) -> frozenset[str]:
    """What the statement asks, however many values it names: one for each column that it sets to a value.

    Empty for what is not about rows.
    """
    if not statement.lstrip().startswith(KINDS):
        return frozenset()
    said = GAPS.sub(" ", ROWS.sub("(?)", statement)).strip()
    if change := CHANGE.fullmatch(said):
        start, columns, end = change.groups()
        return frozenset(f"{start}{column}{end}" for column in columns.split(", "))
    return frozenset([said])


class Asked:
    """A plugin of pytest: statements and seconds of each test of this process, written down at its end."""

    def __init__(self, folder: Path):
        self.folder, self.now = folder, set()
        self.statements, self.seconds = defaultdict(set), Counter()
        event.listen(Engine, "before_cursor_execute", self._note)
        event.listen(Engine, "handle_error", self._refused)

    def _note(self, connection, cursor, statement, parameters, context, executemany):
        self.now |= plain(statement)

    def _refused(self, context):
        kind = type(context.original_exception).__name__
        self.now |= {f"{kind}: {said}" for said in plain(context.statement or "")}

    def pytest_runtest_logstart(self, nodeid):
        self.now = self.statements[nodeid]

    def pytest_runtest_setup(self, item):
        if ABOUT_THE_ENGINE & set(item._fixtureinfo.argnames):
            self.now.add(f"which engine it is: {item.nodeid}")

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self, session):
        if self.seconds and not hasattr(session.config, "workerinput") and session.config.option.dist != "no":
            return  # the process that hands tests out asks nothing
        everything = sorted(set().union(*self.statements.values()))
        known = {said: number for number, said in enumerate(everything)}
        tests = {
            test: [round(self.seconds[test], 3), sorted(known[one] for one in told)]
            for test, told in self.statements.items()
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        name = getattr(session.config, "workerinput", {}).get("workerid", "alone")
        told = {"statements": everything, "tests": tests}
        (self.folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def forget(engine: str) -> None:
    """What was asked of this engine before."""
    shutil.rmtree(FOLDER / engine, ignore_errors=True)


def read(engine: str) -> tuple[dict[str, set], dict[str, float]]:
    """({test: statements}, {test: seconds}) of the last run on that engine."""
    asked, seconds = {}, {}
    for file in (FOLDER / engine).glob("*.json"):
        told = json.loads(file.read_text("utf-8"))
        for test, (took, numbers) in told["tests"].items():
            asked[test], seconds[test] = {told["statements"][number] for number in numbers}, took
    return asked, seconds


def elsewhere() -> set[str]:
    """Tests that ask PostgreSQL nothing that others do not ask."""
    return set(ELSEWHERE.read_text("utf-8").splitlines()) if ELSEWHERE.exists() else set()


def unasked() -> list[str]:
    """Statements that tests put to SQLite, and none of those that ran on PostgreSQL as well."""
    asked, there = read("sqlite")[0], read("postgres")[0].keys()
    everything = set().union(*asked.values())
    return sorted(everything.difference(*(told for test, told in asked.items() if test in there)))


def chosen(asked: dict[str, set], seconds: dict[str, float]) -> set[str]:
    """Tests that together ask everything, what writes twice: greedily by what each second brings; then
    whatever the rest asks too is let go, the longest first.
    """
    counts = Counter(one for told in asked.values() for one in told)
    wanted = {one: min(1 if one.startswith(READS) else TIMES, count) for one, count in counts.items()}
    left, found, rest = dict(wanted), set(), dict(sorted(asked.items()))
    while any(left.values()):
        best = max(rest, key=lambda test: sum(left[one] > 0 for one in rest[test]) / (0.05 + seconds[test]))
        found.add(best)
        for one in rest.pop(best):
            left[one] = max(0, left[one] - 1)
    there = Counter(one for test in found for one in asked[test])
    for test in sorted(found, key=lambda test: (-seconds[test], test)):
        if all(there[one] > wanted[one] for one in asked[test]):
            found.remove(test)
            there.subtract(asked[test])
    return found


def main() -> int:
    """Choose anew from the last run on SQLite."""
    asked, seconds = read("sqlite")
    if not asked:
        print("Run `make test GROUPS=sqlite` first.")
        return 2
    stay = chosen(asked, seconds)
    ELSEWHERE.write_text("".join(f"{test}\n" for test in sorted(asked.keys() - stay)), "utf-8")
    share = sum(seconds[test] for test in stay) / sum(seconds.values())
    print(f"{len(stay)} of {len(asked)} tests ask PostgreSQL everything, in {share:.0%} of the time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
