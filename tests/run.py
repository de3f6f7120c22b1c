"""`make test`: the groups one after another, each with its figures; fails on a failure or a skip.

Groups named as arguments are run alone: `python -m tests.run unit rest`.
"""

import os
import re
import subprocess
import sys
import threading
import time

from tests.harness import asked
from tests.harness.folders import INSTANCE, ROOT

TWO = ("-n", "2", "--dist", "worksteal")
TESTS = ROOT / "tests"
RACES = [str(file) for file in sorted(TESTS.rglob("test_*.py")) if "mark.races" in file.read_text("utf-8")]
TOP = [str(file) for file in sorted(TESTS.glob("test_*.py"))]
GROUPS = {
    "unit": ("-m", "unit", *TWO),
    "sqlite": ("-m", "database", "--engine=sqlite", *TWO),
    "postgres": ("-m", "database", "--engine=postgres", *TWO),
    "races-sqlite": ("-m", "races", "--engine=sqlite", *RACES, *TWO),
    "races-postgres": ("-m", "races", "--engine=postgres", *RACES, *TWO),
    "browser": ("-m", "browser", *TWO),
    "rest": ("-m", "rest", *TOP, *TWO),
}
ON_DEMAND = {"postgres-whole": ("-m", "database", "--engine=postgres", "--whole", *TWO)}
LONGEST = 900  # seconds until a group that hangs is ended; it then counts as failed
CLOSING = re.compile(r"(\d+) (passed|failed|skipped|error|errors|xfailed|xpassed|deselected|rerun)\b")
GOOD = {"passed", "deselected"}


def environment(name: str) -> dict:
    """Ours, strict about links, and with compiled modules kept, whatever the machine says.

    A machine that writes no bytecode compiles 900 modules anew in every worker of every group.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    note = {"CIVIC_ASKED": name} if name in ("sqlite", "postgres") else {}
    return kept | note | {"CIVIC_STRICT": "1", "PYTHONPYCACHEPREFIX": str(INSTANCE / "bytecode")}


def run(name: str, arguments: tuple) -> tuple[dict, float, bool]:
    """One group: its counts, its seconds, and whether all is well."""
    print(f"\n== {name}", flush=True)
    asked.forget(name)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    group = subprocess.Popen(command, cwd=ROOT, env=environment(name), stdout=subprocess.PIPE, text=True)
    alarm = threading.Timer(LONGEST, group.terminate)
    alarm.start()
    closing = ""
    for line in group.stdout:
        print(line, end="", flush=True)
        if re.search(r"\bin \d+\.\d+s\b", line):
            closing = line
    alarm.cancel()
    counts = {word: int(count) for count, word in CLOSING.findall(closing)}
    good = group.wait() == 0 and counts.get("passed", 0) > 0 and set(counts) <= GOOD
    return counts, time.monotonic() - started, good


def main(names: list[str]) -> int:
    known = GROUPS | ON_DEMAND
    if unknown := set(names) - set(known):
        print(f"No group {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        return 2
    results = {name: run(name, known[name]) for name in names or GROUPS}
    print("\n== all groups")
    for name, (counts, seconds, good) in results.items():
        figures = ", ".join(f"{n} {word}" for word, n in counts.items() if word != "deselected")
        print(f"{name:<15} {figures or 'no tests ran':<28} {seconds:6.1f} s  {'ok' if good else 'FAILED'}")
    total = sum(counts.get("passed", 0) for counts, _, _ in results.values())
    seconds = sum(took for _, took, _ in results.values())
    bad = [name for name, (_, _, good) in results.items() if not good]
    if not bad and {"sqlite", "postgres"} <= results.keys() and (left := asked.unasked()):
        print("PostgreSQL was not asked this; `python -m tests.harness.asked` chooses its tests anew:")
        print("\n".join(f"  {statement[:200]}" for statement in left))
        bad = ["statements"]
    print(f"{'total':<15} {total} passed in {seconds:.0f} s" + (f"; FAILED: {', '.join(bad)}" if bad else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
