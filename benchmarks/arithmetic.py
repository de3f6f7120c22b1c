"""A hundred thousand cases of each rule of counting against its slow oracle, with Hypothesis."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

CASES, SECONDS = 100_000, 1800
TESTS = (
    "tests/votes/test_regimes.py::test_a_line_agrees_with_the_oracle",
    "tests/votes/test_regimes.py::test_owners_votes_agree_with_a_slow_oracle",
    "tests/votes/test_paper_arithmetic.py::test_the_later_day_counts_and_on_the_same_day_paper",
    "tests/votes/test_paper_arithmetic.py::test_paper_adds_up_exactly_when_every_heap_is_right",
)
PASSING = re.compile(r"(\d+) passing(?: examples)?, (\d+) failing")


def check(home, short, engine) -> tuple[dict, bool]:
    """The tests of `make test`, with more cases; how many really ran is read from Hypothesis itself."""
    cases = 500 if short else CASES
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda test: _run(test, cases), TESTS))
    told = [PASSING.search(ran.stdout) for ran in ended]
    counts = [(int(one[1]), int(one[2])) if one else (0, 1) for one in told]
    figures = {
        "rules": len(counts),
        "least_cases": min(passing for passing, _failing in counts),
        "failing": sum(failing for _passing, failing in counts),
    }
    complete = figures["least_cases"] >= cases and not figures["failing"]
    return figures, complete and not any(ran.returncode for ran in ended)


def _run(test, cases):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--hypothesis-show-statistics", test]
    return subprocess.run(
        command,
        env=os.environ | {"CIVIC_CASES": str(cases)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
