"""The program that draws, started as anybody can start it: verifier/lottery.py in a process of its own.

So the site and whoever repeats it run the same lines, and the package with its half a gigabyte of
dependencies stays out of the site; CIVIC_LOTTERY_PYTHON names the interpreter that has it.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "verifier" / "lottery.py"
PACKAGE = "sortition_algorithms"
NOT_INSTALLED = "not_installed"
MOST_SECONDS = 120


def is_ready(python: str) -> bool:
    """Whether the package can be expected: an interpreter was named, or ours has it."""
    return bool(python) or importlib.util.find_spec(PACKAGE) is not None


def told(lottery) -> dict:
    """The file that is published: everything needed to draw again, and nobody's name."""
    return {
        "lottery": lottery.id,
        "seats": lottery.seats,
        "quotas": lottery.quotas,
        "pool": lottery.pool,
        "commitment": lottery.commitment,
        "seed_source": lottery.seed_source,
        "seed": lottery.seed,
        "drawn": lottery.drawn,
        "program": lottery.program,
    }


def run(facts: dict, python: str = "") -> tuple[int, dict]:
    """(code of verifier/lottery.py, what it said). Slow: never inside `writing()`."""
    try:
        done = subprocess.run(
            [python or sys.executable, str(PROGRAM), "-"],
            input=json.dumps(facts),
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
        return 2, {"fault": f"{type(fault).__name__}: {fault}"[:200]}
