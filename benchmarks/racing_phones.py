"""Twenty thousand homes each send two ballots at the same moment over HTTP: one goes in, one is told so."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from benchmarks import plan, seed
from benchmarks.engines import looking_into
from benchmarks.footprint import send
from benchmarks.homes import empty_box
from benchmarks.serving import serving
from civic.extensions import db

PAIRS, LANES, PATIENCE = 20_000, 2, 60  # two pairs are under way at any moment
ONE_OF_TWO = (303, 409)


def check(home, short, engine) -> tuple[dict, bool]:
    """Round after round over the homes, the box emptied between: 303 and 409 each time, one row a home."""
    pairs, app = 200 if short else PAIRS, seed.open_app(home)
    with app.app_context():
        calls = next(row.calls for row in plan.ballots(app) if row.first)
        db.session.remove()
        db.engine.dispose()
    answers, rows, done = Counter(), 0, 0
    with serving("ours", home) as (address, _process, _seconds):
        while done < pairs:
            empty_box(home)
            now = calls[: pairs - done]
            answers.update(_race(address, now))
            rows += _rows(home)
            done += len(now)
            print(f"  {done:,} pairs", end="\r", flush=True)
    wrong = sum(number for pair, number in answers.items() if pair != ONE_OF_TWO)
    figures = {"pairs": done, "one_of_two": answers[ONE_OF_TWO], "otherwise": wrong, "ballots": rows}
    return figures, wrong == 0 and rows == done


def _race(address, calls) -> list[tuple[int, int]]:
    """The two statuses of each home, the smaller first."""
    shares = [calls[lane::LANES] for lane in range(LANES)]
    gates = [threading.Barrier(2) for _lane in range(LANES)]

    def runner(share, gate):
        said = []
        for call in share:
            gate.wait(PATIENCE)
            said.append(send(address, call))
        return said

    with ThreadPoolExecutor(2 * LANES) as pool:
        runs = [
            [pool.submit(runner, share, gate) for _both in range(2)]
            for share, gate in zip(shares, gates, strict=True)
        ]
        ends = [[run.result() for run in both] for both in runs]
    return [tuple(sorted(pair)) for both in ends for pair in zip(*both, strict=True)]


def _rows(home) -> int:
    with looking_into(home) as connection:
        return connection.scalar(text("SELECT count(*) FROM envelope"))
