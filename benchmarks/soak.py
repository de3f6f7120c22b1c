"""`make soak`: the checks that take minutes, one after the other; what came out goes into soak.json.

What passed for this very code (the foundation and the rooms of the check) is not run again, so an
interrupted soak goes on where it stopped; `--again` starts over, names choose some: slow_uploads
racing_casts racing_phones deadlines fair_writers killed_servers ledger_record lots meeting_room
order_files tampering arithmetic whole_suite. What depends on the database runs on both engines, unless
`--engine` names one.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import (
    arithmetic,
    deadlines,
    fair_writers,
    goals,
    killed_servers,
    ledger_record,
    lots,
    meeting_room,
    order_files,
    racing_casts,
    racing_phones,
    seed,
    slow_uploads,
    tampering,
    whole_suite,
)
from benchmarks.engines import Postgres, Sqlite
from benchmarks.serving import stop_servers_when_ended

RESULTS = Path(__file__).with_name("soak.json")
CHECKS = {
    check.__name__.rpartition(".")[2]: check
    for check in (
        slow_uploads,
        racing_casts,
        racing_phones,
        deadlines,
        fair_writers,
        killed_servers,
        ledger_record,
        lots,
        meeting_room,
        order_files,
        tampering,
        arithmetic,
        whole_suite,
    )
}


CIVIC = tuple(sorted(path.parent.name for path in Path("civic").glob("*/models.py")))
VOTING = ("accounts", "councils", "decisions", "ledger", "places", "threads", "votes")
ROOMS = {  # whose change lets a check that passed be due again
    "slow_uploads": ("accounts", "issues", "ledger", "threads"),
    "racing_casts": VOTING,
    "racing_phones": VOTING,
    "deadlines": VOTING,
    "fair_writers": (),
    "killed_servers": VOTING,
    "ledger_record": ("ledger", "threads"),
    "lots": ("councils", "ledger"),
    "meeting_room": ("accounts", "councils", "ledger", "meetings"),
    "order_files": ("dispatch", "issues", "ledger", "threads"),
    "tampering": VOTING,
    "arithmetic": ("votes",),
    "whole_suite": CIVIC,
}
SHARED = ("engines", "homes", "seed", "serving")
ON_BOTH = (
    "racing_casts", "racing_phones", "deadlines", "killed_servers", "ledger_record", "meeting_room",
)  # fmt: skip
ENGINES_OF = {name: ("sqlite", "postgres") for name in ON_BOTH} | {"whole_suite": ("postgres",)}
ENGINES = {"sqlite": Sqlite(), "postgres": Postgres(seed.FOLDER / "postgres")}


def code(check: str) -> str:
    """A name of everything a check runs: the foundation, its rooms, the check, the verifier."""
    rooms = ROOMS[check]
    patterns = ["civic/*.py", *(f"civic/{room}/*.py" for room in rooms), "verifier/*.py"]
    patterns += [f"benchmarks/{name}.py" for name in (check, *SHARED)]
    files = sorted(Path(p) for pattern in patterns for p in Path().glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def results() -> list[dict]:
    """What was found so far, oldest first."""
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else []


def fresh_home(name: str, engine) -> Path:
    """A copy of the demo town with four thousand homes signed in, for one check only."""
    base = engine.found(seed.founded(), seed.fill)
    return engine.copy(base, seed.FOLDER / f"soak-{name}")


def main(arguments=None) -> int:
    """Run what is due; 0 when all that ran passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("checks", nargs="*", metavar="check", help=", ".join(CHECKS))
    parser.add_argument("--again", action="store_true", help="also what passed for this code already")
    parser.add_argument(
        "--short", action="store_true", help="a few seconds each, nothing written: to try it out"
    )
    parser.add_argument("--engine", choices=ENGINES, help="only on this one")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.checks) - set(CHECKS):
        parser.error(f"unknown: {', '.join(unknown)}")
    stop_servers_when_ended()
    failed = 0
    passed = {
        (one["check"], one["engine"])
        for one in results()
        if one["passed"] and one["code"] == code(one["check"])
    }
    for name, engine in _due(asked):
        if (name, engine) in passed and not asked.again and not asked.short:
            print(f"{name} on {engine}: passed for this code already")
            continue
        found = _run(name, ENGINES[engine], asked.short)
        failed += not found["passed"]
        if not asked.short:
            goals.save(RESULTS, [*results(), found | {"code": code(name)}])
    return 1 if failed else 0


def _due(asked) -> list[tuple[str, str]]:
    """Checks with their engines, in turn."""
    pairs = [
        (name, engine)
        for name in asked.checks or CHECKS
        for engine in ENGINES
        if engine in ENGINES_OF.get(name, ("sqlite",))
    ]
    return [pair for pair in pairs if asked.engine in (None, pair[1])]


def _run(name, engine, short) -> dict:
    print(f"{name} on {engine.name}: {CHECKS[name].__doc__.splitlines()[0]}", flush=True)
    home, before = fresh_home(name, engine), goals.provenance()
    started = time.monotonic()
    try:
        figures, passed = CHECKS[name].check(home, short, engine)
    except (RuntimeError, OSError, subprocess.SubprocessError) as fault:
        figures, passed = {"fault": f"{type(fault).__name__}: {fault}"}, False
    seconds = round(time.monotonic() - started, 1)
    told = ", ".join(f"{key} {value}" for key, value in figures.items())
    print(f"  {'✓' if passed else '✗'} {told} ({seconds} s)", flush=True)
    engine.drop(home)
    done = {"check": name, "engine": engine.name, "seconds": seconds, "passed": passed, "figures": figures}
    return before | done


if __name__ == "__main__":
    sys.exit(main())
