"""Four processes that do nothing but write for half a minute: nobody starves, nobody waits long."""

import multiprocessing
import time

from benchmarks import seed
from civic.database import writing
from civic.extensions import db

WRITERS, SECONDS = 4, 30
LEAST_SHARE, MOST_MS = 0.3, 250  # of a fair share; reference/performance.md §5


def check(home, short, engine) -> tuple[dict, bool]:
    """Each writer's transactions and its longest wait; every acknowledged one must be there."""
    seconds = 3 if short else SECONDS
    spawn = multiprocessing.get_context("spawn")
    told, gate = spawn.Queue(), spawn.Barrier(WRITERS)
    writers = [spawn.Process(target=_write, args=(home, seconds, gate, told)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    counts, waits = zip(*(told.get(timeout=seconds + 120) for _ in writers), strict=True)
    for writer in writers:
        writer.join(10)
    with seed.open_app(home).app_context():
        kept = db.session.scalar(db.text("SELECT returned FROM bench_turnout"))
        db.session.remove()
    share = min(counts) / (sum(counts) / WRITERS)
    figures = {
        "writes_per_second": round(sum(counts) / seconds),
        "split": sorted(counts),
        "least_share": round(share, 2),
        "longest_wait_ms": round(max(waits) * 1000),
        "lost": sum(counts) - kept,
    }
    return figures, share >= LEAST_SHARE and max(waits) * 1000 < MOST_MS and kept == sum(counts)


def _write(home, seconds, gate, told):
    done, longest = 0, 0.0
    with seed.open_app(home).app_context():
        gate.wait(60)
        end = time.monotonic() + seconds
        while (began := time.monotonic()) < end:
            with writing() as session:
                session.execute(db.text("UPDATE bench_turnout SET returned = returned + 1"))
            longest = max(longest, time.monotonic() - began)
            done += 1
    told.put((done, longest))
