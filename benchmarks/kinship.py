"""Who answers alike among 2,000 people on 200 statements, with starting the child process."""

import random
import time
from statistics import median

from civic.topics import grouping

PEOPLE, STATEMENTS, SIZES, SEEN = 2_000, 200, (900, 700, 400), 0.3


def two_thousand_people(rounds=5) -> dict:
    """Seconds from the answers to the groups; the median of some rounds."""
    rows, took = _rows(), []
    for _round in range(rounds):
        started = time.perf_counter()
        found = grouping.grouped(rows, STATEMENTS, seed=1)
        took.append(time.perf_counter() - started)
        if len(found["counts"]) != len(SIZES):
            raise RuntimeError(f"{len(found['counts'])} groups instead of {len(SIZES)}")
    return {
        "name": "kinship-2000x200", "kind": "kinship", "people": PEOPLE, "statements": STATEMENTS,
        "seconds": round(median(took), 2),
    }  # fmt: skip


def _rows():
    """Three planted groups, a tenth of the answers at random."""
    dice = random.Random(1)
    sides = [[dice.choice((-1, 1)) for _ in range(STATEMENTS)] for _ in SIZES]
    return [
        {
            number: dice.choice((-1, 0, 1)) if dice.random() < 0.1 else side[number]
            for number in range(STATEMENTS)
            if dice.random() < SEEN
        }
        for side, size in zip(sides, SIZES, strict=True)
        for _person in range(size)
    ]


if __name__ == "__main__":
    print(two_thousand_people())
