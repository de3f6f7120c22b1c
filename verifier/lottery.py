#!/usr/bin/env python3
"""Draws the seats of a council once more, from the file the site publishes, without the site.

    pip install sortition-algorithms==0.12.15
    python lottery.py lottery.json

It checks that pool, seats and quotas are those promised before the seed was known, draws with the
public program, and says whether the same numbers come out. `python lottery.py -` reads standard
input and answers in JSON; the site itself draws that way. Codes: 0 same (or drawn for the first
time), 1 different or not as promised, 2 cannot be drawn, 3 the program is not installed.

The algorithm is the package's "legacy" one: whole numbers and one random generator, so it gives the
same on every machine. "maximin" is fairer to rare people, but gave three different results in three
runs of one seed (2026-11-29, version 0.12.15): what nobody can repeat, nobody has to believe.
"""

import contextlib
import hashlib
import io
import json
import logging
import sys

try:
    from importlib.metadata import version

    from sortition_algorithms import SortitionBaseError, run_stratification
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings
except ImportError:
    run_stratification = None

NAME = "sortition-algorithms"
FEATURES = ("building", "age", "tenancy")
SAME, DIFFERENT, IMPOSSIBLE, NOT_INSTALLED = range(4)


def commitment(told):
    """SHA-256 over lottery, seats, quotas and pool."""
    bound = {name: told[name] for name in ("lottery", "seats", "quotas", "pool")}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seed_number(told):
    """The number that starts the draw."""
    digest = hashlib.sha256(f"{told['commitment']}\n{told['seed']}".encode()).digest()
    return int.from_bytes(digest[:6], "big") + 1


def table_of(told):
    """Every mark that occurs, with its least and most; without a quota: none to all seats."""
    asked = {(quota["feature"], quota["value"]): quota for quota in told["quotas"]}
    rows = []
    for feature in FEATURES:
        for value in sorted({one[feature] for one in told["pool"]}):
            quota = asked.get((feature, value), {"min": 0, "max": told["seats"]})
            row = {"feature": feature, "value": value}
            rows.append(row | {name: str(quota[name]) for name in ("min", "max")})
    return rows


def draw(told):
    """The numbers drawn, in order. Raises SortitionBaseError or ValueError where no draw keeps the quotas."""
    for quota in told["quotas"]:  # the package is told only of marks that occur
        if sum(one[quota["feature"]] == quota["value"] for one in told["pool"]) < quota["min"]:
            raise ValueError(f"too few with {quota['feature']} {quota['value']}")
    settings = Settings(
        id_column="id", columns_to_keep=[], selection_algorithm="legacy", max_attempts=1000,
        random_number_seed=seed_number(told),
    )  # fmt: skip
    features, _, _ = read_in_features(["feature", "value", "min", "max"], table_of(told))
    people = [{"id": str(one["id"])} | {name: one[name] for name in FEATURES} for one in told["pool"]]
    pool, _ = read_in_people(["id", *FEATURES], people, features, settings)
    drawn, panels, report = run_stratification(features, pool, told["seats"], settings)
    if not drawn:
        raise ValueError(str(report.as_text())[:200])
    return sorted(int(number) for number in panels[0])


def answer(told):
    """(code, what came of it)."""
    if commitment(told) != told["commitment"]:
        return DIFFERENT, {"fault": "the pool is not the one promised beforehand"}
    if run_stratification is None:
        return NOT_INSTALLED, {"fault": f"not installed: pip install {NAME}"}
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            numbers = draw(told)
    except (SortitionBaseError, ValueError) as fault:
        return IMPOSSIBLE, {"fault": str(fault)[:200]}
    same = not told.get("drawn") or numbers == sorted(told["drawn"])
    return SAME if same else DIFFERENT, {"drawn": numbers, "program": f"{NAME} {version(NAME)}"}


def main(path):
    """Read, draw, tell."""
    if path == "-":
        told = json.load(sys.stdin)
    else:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
    code, came = answer(told)
    if path == "-":
        print(json.dumps(came))
    elif "drawn" in came:
        print("Drawn:", *came["drawn"], "with", came["program"])
        print("The same as the site says." if code == SAME else f"The site says: {told['drawn']}")
    else:
        print(came["fault"], file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "-"))
