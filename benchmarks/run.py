"""`make bench`: requests a second beside bare Flask (H) and the bare page (C), measured in turn.

Exits 1 without wrk, 2 when the run is void: then C's list did not land where the machine is quiet
and C is written as it should be. Missed goals are told and do not fail the run.
"""

import argparse
import sqlite3
import sys
import time
from contextlib import ExitStack

from benchmarks import (
    answers,
    counting,
    desks,
    footprint,
    goals,
    kinship,
    order_files,
    order_homes,
    plan,
    scores,
    seed,
    topics,
    wrk,
)  # fmt: skip
from benchmarks.footprint import send
from benchmarks.homes import empty_box
from benchmarks.serving import serving, stop_servers_when_ended

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
HELLO = wrk.Call("/")
ALONE = wrk.Call("/healthz")
CEILING = ("server", "issues", "path", "rps", "ratio_h")


class Bench:
    """One run: how long and how often, and what came out."""

    def __init__(self, seconds, rounds):
        self.seconds, self.rounds = seconds, rounds
        self.results, self.ceilings = [], []

    def measure(self, home, rows, server="gunicorn"):
        """H, each C and each row in turn, round by round; medians are kept."""
        hello, bare = [], {row.against: [] for row in rows if row.against}
        with ExitStack() as stack:
            at = {who: stack.enter_context(serving(who, home, server))[0] for who in ("H", "C", "ours")}
            for row in rows:  # a second each, so that no round pays for first drawings
                wrk.run(at["ours"], row.calls, 1)
            for _round in range(self.rounds):
                hello.append(wrk.run(at["H"], [HELLO], self.seconds))
                for call, runs in bare.items():
                    runs.append(wrk.run(at["C"], [call], self.seconds))
                for row in rows:
                    row.runs.append(self._run(home, at["ours"], row))
        hello = wrk.middle(hello)
        bare = {call: wrk.middle(runs) for call, runs in bare.items()}
        print(f"\n{home.name} issues, {server}: H {hello.rps:,.0f}/s")
        for call, run in bare.items():
            print(f"  C {call.path}: {run.rps:,.0f}/s = {run.rps / hello.rps:.3f} H")
            self.ceilings.append(
                (server, home.name, call.path, round(run.rps, 1), round(run.rps / hello.rps, 3))
            )
        found = [goals.result(row, wrk.middle(row.runs), hello, bare.get(row.against)) for row in rows]
        print(goals.table(found), flush=True)
        self.results += found

    def _run(self, home, address, row):
        send(address, ALONE)  # comes through when what the run before left in the queue is answered
        if row.first:
            empty_box(home)
        run = wrk.run(address, row.calls, self.seconds)
        if row.first and (kept := in_box(home)) < run.requests - run.failed:
            raise RuntimeError(f"{run.requests} ballots were acknowledged, {kept} are in the box")
        return run

    def grow(self, small, large):
        """t(1M)/t(1k): the median answer to one client at a time, from both databases in turn."""
        with ExitStack() as stack:
            here = stack.enter_context(serving("ours", small[0]))[0]
            there = stack.enter_context(serving("ours", large[0]))[0]
            for row, other in zip(small[1], large[1], strict=True):
                pairs = [
                    (wrk.run(here, row.calls, 1, 1).p50_ms, wrk.run(there, other.calls, 1, 1).p50_ms)
                    for _round in range(self.rounds)
                ]
                times = sorted(later / earlier for earlier, later in pairs)[len(pairs) // 2]
                name = other.name.replace("list-", "growth-", 1)
                self.results.append({"name": name, "kind": "growth", "times": round(times, 2)})
                print(f"  {name}: × {times:.2f} {goals.mark('growth', 'times', times)}", flush=True)


def prepared(home, make_rows):
    """The rows of a database, with the statements and bytes of their answers."""
    app = seed.open_app(home)
    with app.app_context():
        rows = make_rows(app)
        seed.db.session.remove()
    empty_box(home)
    for row in rows:
        calls = row.calls if row.pages > 1 else [row.calls[0], row.calls[-1]]
        told = [answers.ask(app, call) for call in calls]
        for (response, _sent, _size), call in zip(told, calls, strict=True):
            if response.status_code not in (200, 303) or "/sign-in" in (response.location or ""):
                raise RuntimeError(f"{call.path} answers {response.status} {response.location or ''}")
        row.sql = max(len(sent) for _response, sent, _size in told)
        row.bytes_gz = sum(size for _response, _sent, size in told) if row.pages > 1 else told[0][2]
    with app.app_context():
        seed.db.engine.dispose()
    return rows


def in_box(home) -> int:
    """How many envelopes the box of the open vote holds."""
    file = sqlite3.connect(home / "civic.db", timeout=30)
    try:
        return file.execute("SELECT count(*) FROM envelope").fetchone()[0]
    finally:
        file.close()


def measure_desks(bench) -> list[dict]:
    """The desks over 100,000 work orders, their statements beside those over 1,000; sweeps and figures."""
    small, large = order_homes.make(SIZES["1k"]), order_homes.make(SIZES["100k"])
    few = {row.name.replace("1k", "100k"): row for row in prepared(small, lambda app: desks.rows(app, "1k"))}
    rows = prepared(large, lambda app: desks.rows(app, "100k"))
    for row in rows:
        row.sql_more = row.sql - few[row.name].sql
    bench.measure(large, rows)
    app = seed.open_app(large)
    return desks.sweeps(app) + desks.figures(app)


def measure_topic(bench) -> None:
    """A topic that much was said on, its statements beside those of one with little."""
    few, many = topics.make("few"), topics.make("many")
    beside = {row.name: row.sql for row in prepared(few, lambda app: topics.rows(few))}
    rows = prepared(many, lambda app: topics.rows(many))
    for row in rows:
        row.sql_more = row.sql - beside[row.name]
    bench.measure(many, rows)


def _everything(app):
    return plan.lists("10k") + plan.details(app) + plan.ballots(app)


def _as_make_run(app):
    wanted = ("list-newest-10k", "list-supported-10k-deep", "list-waiting-rare-10k")
    few = [row for row in plan.lists("10k") if row.name in wanted]
    rows = few + plan.searches("10k")[:1] + plan.details(app)[:1] + plan.ballots(app)
    return [row.as_served_by("make-run") for row in rows]


def _ballots_as_make_run(app):
    return [row.as_served_by("make-run") for row in plan.ballots(app)]


def main(arguments=None) -> int:
    """Everything in turn; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--seconds", type=int, default=2, help="of each wrk run (default 2)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--quick", action="store_true", help="one round of a second, no million: to try it out"
    )
    parser.add_argument("--desks", action="store_true", help="only the desks over work orders")
    parser.add_argument("--topic", action="store_true", help="only a topic much was said on")
    parser.add_argument("--ballots", action="store_true", help="only ballots, by both servers")
    asked = parser.parse_args(arguments)
    if not wrk.is_there():
        print("make bench needs wrk (Debian: apt install wrk); it is not on the PATH.")
        return 1
    stop_servers_when_ended()
    started, before = time.monotonic(), goals.provenance()
    bench = Bench(1, 1) if asked.quick else Bench(asked.seconds, asked.rounds)
    if asked.desks:
        tell(measure_desks(bench))
        return _close(bench, before, time.monotonic() - started, keeps=False)
    if asked.topic:
        measure_topic(bench)
        return _close(bench, before, time.monotonic() - started, keeps=False)
    if asked.ballots:
        home = seed.make(SIZES["10k"])
        bench.measure(home, prepared(home, plan.ballots))
        bench.measure(home, prepared(home, _ballots_as_make_run), "make-run")
        return _close(bench, before, time.monotonic() - started, keeps=False)
    homes = {label: seed.make(SIZES[label]) for label in list(SIZES)[: 2 if asked.quick else 4]}
    bench.measure(homes["10k"], prepared(homes["10k"], _everything))
    bench.measure(homes["10k"], prepared(homes["10k"], _as_make_run), "make-run")
    small = prepared(homes["1k"], lambda app: plan.lists("1k", whole=True))
    bench.measure(
        homes["1k"], [row for row in small if not row.name.endswith(("frequent-1k-deep", "rare-1k-deep"))]
    )
    if not asked.quick:
        bench.measure(homes["100k"], prepared(homes["100k"], lambda app: plan.searches("100k")))
        large = prepared(homes["1M"], lambda app: plan.lists("1M", whole=True) + plan.cold_lists("1M"))
        bench.measure(homes["1M"], large)
        print("\nt(1M)/t(1k), one client:")
        bench.grow((homes["1k"], small), (homes["1M"], large[: len(small)]))
    measure_topic(bench)
    rows = [row for row in prepared(homes["10k"], _everything) if not row.first]
    mixed = [*(row.calls[0] for row in rows), *map(wrk.Call, footprint.PAGES)]
    weighed = [footprint.memory(homes["10k"], mixed)]
    if not asked.quick:
        weighed += measure_desks(bench)
        weighed += [counting.a_million_ballots(), counting.result_page(), scores.a_month()]
        weighed += [order_files.bench(), kinship.two_thousand_people()]
    weighed += [footprint.cold_start(homes["10k"], server) for server in ("gunicorn", "make-run")]
    tell(weighed)
    bench.results += weighed
    return _close(bench, before, time.monotonic() - started, keeps=not asked.quick)


def tell(weighed) -> None:
    """A line each, figures with their marks."""
    for one in weighed:
        print(
            "  ".join(f"{name} {value}{goals.mark(one['kind'], name, value)}" for name, value in one.items())
        )


def _close(bench, before, took, keeps) -> int:
    lists = [one for one in bench.ceilings if one[0] == "gunicorn" and one[2].startswith("/list")]
    off = [one for one in lists if goals.is_void(one[4])]
    missed = goals.missed(bench.results)
    content = before | {
        "seconds": round(took), "load_after": goals.provenance()["load"], "void": bool(off),
        "ceilings": [dict(zip(CEILING, one, strict=True)) for one in bench.ceilings],
        "missed": missed, "results": bench.results,
    }  # fmt: skip
    print(f"\n{took / 60:.1f} minutes at load {before['load'][0]}; goals missed: {len(missed)}")
    print("\n".join(f"  ✗ {line}" for line in missed))
    if off:
        print(f"VOID: C's list must be {goals.CEILING[0]}–{goals.CEILING[1]} of H; it was not:")
        print("\n".join(f"  {issues} issues, {path}: {ratio}" for _server, issues, path, _rps, ratio in off))
    if keeps:
        goals.save(goals.RESULTS, content)
        print(f"Written to {goals.RESULTS.relative_to(seed.FOLDER.parent.parent)}")
    return 2 if off else 0


if __name__ == "__main__":
    sys.exit(main())
