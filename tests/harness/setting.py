"""What must be true before any test runs: every table known, and Hypothesis made repeatable."""

import gc
import importlib
import importlib.util
import os

from hypothesis import settings

from civic import ROOMS


def know_tables() -> None:
    """Import every room's models: a relationship named by string needs its other side."""
    for room in ROOMS:
        if importlib.util.find_spec(f"civic.{room}") and importlib.util.find_spec(f"civic.{room}.models"):
            importlib.import_module(f"civic.{room}.models")


def spare_garbage() -> None:
    """What was imported lives as long as the process: collecting it again and again took a seventh of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def cases(usual: int) -> int:
    """How many cases a property of the counting is tried with: more in `make soak` (CIVIC_CASES)."""
    return int(os.environ.get("CIVIC_CASES") or usual)


def steady_hypothesis() -> None:
    """The same examples at every run, however busy the machine is: a red suite means a changed program."""
    settings.register_profile("civic", deadline=None, derandomize=True, database=None, print_blob=True)
    settings.load_profile("civic")
