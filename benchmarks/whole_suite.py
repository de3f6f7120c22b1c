"""Every test of the database group on PostgreSQL, those too that would ask it nothing new."""

import re
import subprocess
import sys

COUNT = re.compile(r"(\d+) passed")


def check(home, short, engine) -> tuple[dict, bool]:
    """`make test GROUPS=postgres-whole` is green; a room of it when short."""
    command = [sys.executable, "-m", "tests.run", "postgres-whole"]
    if short:
        command = [sys.executable, "-m", "pytest", "-q", "-m", "database", "--engine=postgres", "--whole",
                   "tests/places"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    passed = COUNT.findall(done.stdout)
    failed = [line[:200] for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return {"passed": int(passed[-1]) if passed else 0, "failed": failed[:5]}, done.returncode == 0
