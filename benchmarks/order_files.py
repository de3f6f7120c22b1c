"""A hotline file of 100,000 orders taken in while somebody else writes: how fast, and how long they wait."""

import csv
import gc
import multiprocessing
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import seed
from civic.database import SHANGHAI, writing
from civic.dispatch.importing import Intake, Written, bring_in
from civic.dispatch.importing import check as look_through
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.places.queries import community

ORDERS, SHORT, BENCH = 100_000, 3_000, 20_000
HEADER = "工单编号,标题,诉求内容,诉求时间,办理时限,优先级,诉求分类,地点,主办单位,协办单位,诉求人,联系电话"
MATTERS = ("电梯停在半层没人管", "楼道灯不亮", "垃圾桶太远", "私装地锁占车位", "下水道返味")
LEAST_RATE, MOST_WAIT_MS, MOST_GROWN_MB = 2000, 100, 16
EVERY = 0.005  # seconds the other writer thinks between two writes


def write_file(path: Path, count: int) -> Path:
    """A file as the hotline sends it, every order different from the others."""
    start = datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)
    with open(path, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER.split(","))
        for n in range(count):
            at, what = start + timedelta(minutes=n), MATTERS[n % len(MATTERS)]
            lines.writerow((
                f"20260301{n:06d}", what, f"{n % 40 + 1}号楼{what},第{n}次打电话,请尽快派人来看。",
                f"{at:%Y-%m-%d %H:%M}", f"{at + timedelta(days=7):%Y-%m-%d %H:%M}", "一般", "物业/设施",
                f"星榆花园{n % 40 + 1}号楼", "望榆街道办事处", "星榆物业", "榆某", "13900000001",
            ))  # fmt: skip
    return path


def take_in(home, count: int) -> dict:
    """Figures of one import of `count` orders into the database in `home`, beside another writer."""
    path = write_file(home / "orders.csv", count)
    spawn = multiprocessing.get_context("spawn")
    told, gate, over = spawn.Queue(), spawn.Event(), spawn.Event()
    other = spawn.Process(target=_write, args=(home, gate, over, told))
    other.start()
    with seed.open_app(home).app_context():
        gc.freeze()  # as app.py does: else 150 ms of collecting, now and then with the lock in hand
        checked = look_through(path, home / "errors.csv", "12345")
        place = community().id
        gate.wait(120)
        began, total, early, batches = time.monotonic(), Written(), None, 0
        for written in bring_in(checked, Intake("12345", place)):
            total, batches = total + written, batches + 1
            if early is None and total.new >= count // 10:
                early = _resident()
        took, grown = time.monotonic() - began, _resident() - (early or _resident())
        over.set()
        writes, waits = told.get(timeout=120)
        other.join(10)
        again = sum(bring_in(checked, Intake("12345", place)), Written())
        kept = db.session.scalar(db.select(db.func.count()).select_from(WorkOrder).filter_by(source="12345"))
        db.session.remove()
        db.engine.dispose()
    return {
        "orders": total.new, "seconds": round(took, 1), "rows_per_second": round(total.new / took),
        "batches": batches, "grown_mb": grown >> 20, "other_writes": writes,
        "other_wait_p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "other_wait_p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 1),
        "longest_wait_ms": round(waits[-1] * 1000), "again": again.new, "kept": kept,
    }  # fmt: skip


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _write(home, gate, over, told):
    waits = []
    with seed.open_app(home).app_context():
        gate.set()
        while not over.is_set():
            began = time.monotonic()
            with writing() as session:
                session.execute(db.text("UPDATE bench_turnout SET returned = returned + 1"))
                waits.append(time.monotonic() - began)  # until the lock was ours; its own commit is its own
            time.sleep(EVERY)
    told.put((len(waits), sorted(waits) or [0]))


def check(home, short, engine) -> tuple[dict, bool]:
    """As many as asked came in, once, fast enough, in the same memory, and nobody waited long."""
    count = SHORT if short else ORDERS
    found = take_in(home, count)
    whole = found["orders"] == found["kept"] == count and found["again"] == 0
    small = found["grown_mb"] <= MOST_GROWN_MB
    fast = short or found["rows_per_second"] >= LEAST_RATE
    return found, whole and small and fast and found["longest_wait_ms"] <= MOST_WAIT_MS


def bench() -> dict:
    """The row of `make bench`."""
    home = seed.FOLDER / "orders"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(seed.founded(), home)
    found = take_in(home, BENCH)
    shutil.rmtree(home)
    return {"name": "import-20k-orders", "kind": "import", **found}
