"""Counting: a million ranked ballots beside a plain numpy count, and the result page of a vote that large."""

import random
import shutil
import sqlite3
import time
from itertools import permutations
from statistics import median

import numpy

from benchmarks import seed, wrk
from benchmarks.serving import serving
from civic.votes.contents import Sheet
from civic.votes.states import Method
from civic.votes.tallies import tally

BALLOTS, FEW = 1_000_000, 1_000
LETTERS = ("甲", "乙", "丙", "丁", "戊")
VOTE = 1  # the demo town's counted vote where bins go
MULTIPLY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "INSERT INTO counted_ballot (key, vote_id, content) SELECT lower(hex(randomblob(16))), vote_id, "
    "content FROM n, (SELECT * FROM counted_ballot WHERE vote_id = ? LIMIT 1)"
)
RECEIPTS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "INSERT INTO receipt_line (vote_id, fingerprint, standing) SELECT ?, lower(hex(randomblob(32))), "
    "'counted' FROM n"
)


def a_million_ballots(rounds=3) -> dict:
    """Seconds of the whole count (run-off, pairs), and of numpy adding up the first places; medians."""
    dice, orders = random.Random(1), list(permutations(LETTERS))
    said = [dice.choice(orders)[: dice.randint(1, 5)] for _ballot in range(BALLOTS)]
    contents = [{"ranking": list(one), "cannot": []} for one in said]
    firsts = numpy.array([LETTERS.index(one[0]) for one in said], dtype=numpy.int8)
    sheet, ours, plain = Sheet(Method.RANKED, LETTERS), [], []
    for _round in range(rounds):
        started = time.perf_counter()
        counts = tally(sheet, contents)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        added = numpy.bincount(firsts, minlength=len(LETTERS))
        plain.append(time.perf_counter() - started)
    if [counts["first"][letter] for letter in LETTERS] != added.tolist():
        raise RuntimeError("the two counts differ")
    seconds, beside = median(ours), median(plain)
    return {
        "name": "tally-1M-ranked", "kind": "tally", "ballots": BALLOTS, "seconds": round(seconds, 3),
        "numpy_seconds": round(beside, 4), "times_numpy": round(seconds / beside),
    }  # fmt: skip


def result_page(rounds=5) -> dict:
    """t(1M ballots)/t(1k) of the result page, one client at a time, from both databases in turn."""
    homes = [_home(number) for number in (FEW, BALLOTS)]
    call = wrk.Call(f"/votes/{VOTE}")
    with serving("ours", homes[0]) as (few, *_few), serving("ours", homes[1]) as (many, *_many):
        for address in (few, many):
            wrk.run(address, [call], 1)
        pairs = [
            (wrk.run(few, [call], 1, 1).p50_ms, wrk.run(many, [call], 1, 1).p50_ms) for _ in range(rounds)
        ]
    for home in homes:
        shutil.rmtree(home)
    times = median(later / earlier for earlier, later in pairs)
    return {"name": "growth-result-1M", "kind": "result", "times": round(times, 2)}


def _home(number):
    home = seed.FOLDER / f"result-{number}"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(seed.founded(), home)
    file = sqlite3.connect(home / "civic.db")
    with file:
        file.execute(MULTIPLY, (number, VOTE))
        file.execute(RECEIPTS, (number, VOTE))
    file.close()
    return home
