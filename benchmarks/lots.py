"""Seats drawn by lot with the real package, in an interpreter of its own: the same numbers every time.

It makes that interpreter once under instance/ (half a gigabyte, from the package index), draws the
demo's pool and planted ones under several hash seeds, and tries every choice where it says none is possible.
"""

import itertools
import json
import os
import random
import subprocess
import sys

from benchmarks import seed
from civic.councils import drawing, lottery_program
from civic.demo import council_texts

PLACE = seed.FOLDER / "lottery"
POOLS, SHORT = 60, 3


def interpreter() -> str:
    """A Python with requirements-optional.txt installed."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", "requirements-optional.txt"], check=True)
    return str(python)


def drawn(python, told, hash_seed):
    """What the program says, with Python's own hashing seeded otherwise."""
    done = subprocess.run(
        [python, str(lottery_program.PROGRAM), "-"], input=json.dumps(told), capture_output=True, text=True,
        env=os.environ | {"PYTHONHASHSEED": str(hash_seed)}, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def facts(number, seats, quotas, pool, words):
    """A file as the site publishes it."""
    promised = drawing.commitment(number, seats, quotas, pool)
    return {
        "lottery": number,
        "seats": seats,
        "quotas": quotas,
        "pool": pool,
        "seed": words,
        "commitment": promised,
    }


def planted(number):
    """A pool of 12 to 24 people and quotas some choice keeps, or none does: tried one by one."""
    dice = random.Random(number)
    marks = [
        {"building": f"{dice.choice((3, 10))}号楼", "age": dice.choice(("18-39", "40-59", "60+")),
         "tenancy": dice.choice(("owner", "tenant"))}
        for _person in range(dice.randint(12, 24))
    ]  # fmt: skip
    pool = [{"id": no} | mark for no, mark in enumerate(drawing.coarsened(marks), start=1)]
    quotas = [
        {"feature": "age", "value": "60+", "min": dice.randint(0, 2), "max": 3},
        {"feature": "tenancy", "value": "tenant", "min": dice.randint(0, 2), "max": 3},
    ]
    return facts(number, 3, quotas, pool, f"{number:07d}")


def possible(told):
    """The slow oracle: does any choice keep the quotas?"""
    choices = itertools.combinations(told["pool"], told["seats"])
    return any(not drawing.broken_quotas(told["quotas"], choice) for choice in choices)


def checked(python, told) -> str:
    """ "" when all is well, else what is wrong."""
    answers = [drawn(python, told, hash_seed) for hash_seed in (0, 1, 77)]
    if answers[0] != answers[1] or answers[0] != answers[2]:
        return f"lottery {told['lottery']}: {answers}"
    code, came = answers[0]
    if (code == 0) != possible(told):
        return f"lottery {told['lottery']}: {code}, but possible is {possible(told)}"
    people = [one for one in told["pool"] if one["id"] in came.get("drawn", ())]
    broken = code == 0 and (len(people) != told["seats"] or drawing.broken_quotas(told["quotas"], people))
    return f"lottery {told['lottery']} breaks its quotas: {came}" if broken else ""


def demo(python) -> str:
    """The demo's recorded numbers are what the program draws."""
    pool = [
        {"id": no, "building": "10号楼", "age": "40-59" if no % 2 else "60+", "tenancy": "owner"}
        for no in range(1, 7)
    ]
    _code, came = drawn(python, facts(1, 2, council_texts.QUOTAS, pool, council_texts.DRAW_SEED), 5)
    return "" if tuple(came.get("drawn", ())) == council_texts.DRAWN else f"the demo's drawing: {came}"


def check(home, short, engine) -> tuple[dict, bool]:
    """Draw them all; nothing may differ, and nothing be drawn that breaks a quota."""
    python, pools = interpreter(), SHORT if short else POOLS
    faults = [
        fault for fault in (demo(python), *(checked(python, planted(no)) for no in range(pools))) if fault
    ]
    return {"pools": pools + 1, "faults": len(faults), "first": faults[0] if faults else ""}, not faults
