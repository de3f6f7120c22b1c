"""A month's score run over a hundred thousand orders: reading the ledger, adding up, the file, freezing."""

import json
import random
import shutil
import sqlite3
import time
from datetime import date
from statistics import median

from benchmarks import seed
from civic.database import writing
from civic.reviews import adding, runs
from civic.reviews.adding import Period

ORDERS, BODIES = 100_000, 200
MONTH = Period(date(2025, 10, 1), date(2025, 11, 1))  # before the demo town's own cases
SOLVED, SATISFIED = ("yes", "yes", "yes", "partly", "no"), ("yes", "yes", "basically", "no")
ENTRY = (
    "INSERT INTO ledger_entry (id, community_id, thread_id, day, verb, subject, leaf_hash) "
    "VALUES (?, 1, ?, '2025-10-15', ?, ?, zeroblob(32))"
)
PAYLOAD = (
    "INSERT INTO ledger_payload (entry_id, salt, at, public_json, sealed_json) "
    "VALUES (?, zeroblob(16), '2025-10-15 00:00:00', ?, '{}')"
)
CALLBACK = (
    "INSERT INTO callback (id, order_id, round, thread_id, community_id, street_id, state, token_salt, "
    "fell_due_on, fell_due_entry, answer_entry, is_excluded, version, created_at) "
    "VALUES (?, ?, 1, ?, 1, 1, 'answered', '', '2025-10-15', ?, ?, 0, 1, '2025-10-01 00:00:00')"
)


def a_month(rounds=3) -> dict:
    """Seconds of a whole run, of processor time in it, and of its transaction alone; medians."""
    home = _home()
    whole, worked, inside = [], [], []
    with seed.open_app(home).app_context():
        with writing():
            scheme = runs.set_scheme(
                by=None, name="30/35/35", basically_is_half=True, is_example=True, response=30,
                resolution=35, satisfaction=35, first_receiver=0, proactive=0,
            )  # fmt: skip
        for _round in range(rounds):
            started, before = time.perf_counter(), time.process_time()
            made = adding.add_up(MONTH, scheme)
            held = time.perf_counter()
            with writing():
                runs.freeze(made)
            whole.append(time.perf_counter() - started)
            worked.append(time.process_time() - before)
            inside.append(time.perf_counter() - held)
            if made.cases != ORDERS:
                raise RuntimeError(f"{made.cases} cases instead of {ORDERS}")
        seed.db.session.remove()
        seed.db.engine.dispose()
    return {
        "name": "score-run-100k", "kind": "score", "orders": ORDERS, "seconds": round(median(whole), 2),
        "cpu_seconds": round(median(worked), 2), "lock_ms": round(median(inside) * 1000, 1),
    }  # fmt: skip


def _home():
    """The demo town with a month of orders that two bodies each led; nine of ten answered."""
    home = seed.FOLDER / "scores"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(seed.founded(), home)
    file, dice = sqlite3.connect(home / "civic.db"), random.Random(1)
    first, called, ordered = (
        file.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] + 1
        for table in ("ledger_entry", "callback", "work_order")
    )
    entries, payloads, callbacks = [], [], []
    for number in range(ORDERS):
        due, answer = first + 2 * number, first + 2 * number + 1
        subject, thread, answered = f"callback:{called + number}", number + 1, dice.random() < 0.9
        entries.append((due, thread, "callback.fell_due", subject))
        payloads.append((due, json.dumps(_fact(dice))))
        if answered:
            entries.append((answer, thread, "callback.answered", subject))
            payloads.append((answer, json.dumps(_answer(dice))))
        answer_entry = answer if answered else None
        callbacks.append((called + number, ordered + number, thread, due, answer_entry))
    for statement, rows in ((ENTRY, entries), (PAYLOAD, payloads), (CALLBACK, callbacks)):
        file.executemany(statement, rows)
    file.commit()
    file.close()
    return home


def _fact(dice):
    legs = [
        {"body": body, "role": "lead", "contacted": dice.random() < 0.9, "replied": True, "first": not place}
        for place, body in enumerate(dice.sample(range(1, BODIES), 2))
    ]
    return {
        "round": 1, "street": 1, "community": 1 + dice.randrange(40), "urgency": "normal", "legs": legs,
        "category": f"waste.{dice.randrange(9)}", "proactive": False, "excluded": dice.random() < 0.02,
    }  # fmt: skip


def _answer(dice):
    return {
        "round": 1, "contacted": True, "solved": dice.choice(SOLVED), "satisfied": dice.choice(SATISFIED),
        "channel": dice.choice(("link", "link", "phone")),
    }  # fmt: skip


if __name__ == "__main__":
    print(a_month())
