"""Which group a test belongs to, from what it uses; and what is left out where real data is absent."""

from pathlib import Path

from tests.harness.asked import elsewhere

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TOP = Path(__file__).resolve().parents[1]
DATABASE = {"app", "world"}
BROWSER = {"phone", "desktop", "visitor", "chromium"}


def mark_groups(items) -> None:
    """Exactly one of unit, database, races, browser and rest for each test."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("races"):
            continue
        if item.get_closest_marker("browser") or used & BROWSER:
            item.add_marker("browser")
        elif used & DATABASE:
            item.add_marker("database")
        else:
            item.add_marker("rest" if item.path.parent == TOP else "unit")


def spare_postgres(items, engine: str) -> int:
    """On PostgreSQL without the tests that ask it nothing new (see asked.py); how many that were."""
    spared = elsewhere() if engine == "postgres" else set()
    left = [item for item in items if item.nodeid not in spared]
    count = len(items) - len(left)
    items[:] = left
    return count


def deselect_absent_data(items) -> None:
    """Without ../shared/data the tests on it are not collected (conftest says so in one line)."""
    if not REAL_DATA.is_dir():
        items[:] = [item for item in items if not item.get_closest_marker("real_data")]
