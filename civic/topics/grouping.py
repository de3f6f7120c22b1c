"""Groups computed in a child process: numpy is loaded there, for a second, and nowhere else."""

import json
import subprocess
import sys
from pathlib import Path

CHILD = Path(__file__).with_name("kinship.py")
WALL_SECONDS = 120
UNSEEN = -2


def grouped(votes, statements: int, *, seed: int, left_out=()) -> dict:
    """What kinship.analyse says of these answers.

    Args: votes — one {column: code} a person, codes 1, 0 and -1; left_out — columns taken off by
    moderation. Raises RuntimeError when the child fails, with its last words.
    """
    votes, empty = list(votes), bytes([UNSEEN % 256]) * statements
    head = {"people": len(votes), "statements": statements, "seed": seed, "left_out": sorted(left_out)}
    rows = [json.dumps(head).encode() + b"\n"]
    for answers in votes:
        row = bytearray(empty)
        for column, code in answers.items():
            row[column] = code % 256
        rows.append(bytes(row))
    ran = subprocess.run(
        [sys.executable, "-I", str(CHILD)],
        input=b"".join(rows),
        capture_output=True,
        timeout=WALL_SECONDS,
        env={"OPENBLAS_NUM_THREADS": "1"},  # the same sums in the same order, and no idle threads
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"kinship.py failed: {ran.stderr.decode(errors='replace')[-500:]}")
    return json.loads(ran.stdout)
