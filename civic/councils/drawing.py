"""The arithmetic of a drawing by lot: which marks may be shown, what is promised beforehand, the seed.

Pure: no Flask, no database. `verifier/lottery.py` does the same without this site.
"""

import hashlib
import json
from collections import Counter

FEATURES = ("building", "age", "tenancy")  # marks are taken away from the last one first
UNTOLD = "-"  # a mark that was taken away
FEWEST = 3  # so many in the pool must share what is shown of somebody


def coarsened(marks) -> list[dict]:
    """The marks with rare ones taken away: what is left of anybody is shared by FEWEST at least.

    Somebody with no mark left is told by number alone. Args: marks — dicts with all FEATURES.
    """
    marks = [dict(one) for one in marks]
    for feature in reversed(FEATURES):
        counts = Counter(_shown(one) for one in marks)
        for one in marks:
            if counts[_shown(one)] < FEWEST:
                one[feature] = UNTOLD
    return marks


def _shown(one):
    return tuple(one[feature] for feature in FEATURES)


def commitment(lottery_no, seats, quotas, pool) -> str:
    """What is published before the seed is known: it binds the pool and the quotas."""
    bound = {"lottery": lottery_no, "seats": seats, "quotas": quotas, "pool": pool}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seed_number(committed, seed) -> int:
    """The number that starts the draw: nobody knows it before the seed is known."""
    digest = hashlib.sha256(f"{committed}\n{seed}".encode()).digest()
    return int.from_bytes(digest[:6], "big") + 1  # 0 would mean: no seed


def broken_quotas(quotas, people) -> list[dict]:
    """The quotas these people do not keep."""
    return [
        quota
        for quota in quotas
        if not quota["min"] <= sum(one[quota["feature"]] == quota["value"] for one in people) <= quota["max"]
    ]


def cannot_be_kept(quotas, pool, seats) -> list[dict]:
    """Quotas for which the pool is too small, or which ask for more seats than there are."""
    short = []
    for quota in quotas:
        there = sum(one[quota["feature"]] == quota["value"] for one in pool)
        if there < quota["min"] or quota["min"] > seats:
            short.append(quota)
    return short
