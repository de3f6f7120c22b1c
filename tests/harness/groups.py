"""Which group a test belongs to, from what it uses; and what is left out where real data is absent."""

from pathlib import Path

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TOP = Path(__file__).resolve().parents[1]
BROWSER = {"phone", "desktop", "visitor", "chromium"}


def mark_groups(items) -> None:
    """Exactly one of unit, database, races, browser and rest for each test."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if item.path.parent == TOP:
            item.add_marker("rest")
        elif item.get_closest_marker("races"):
            continue
        elif item.get_closest_marker("browser") or used & BROWSER:
            item.add_marker("browser")
        else:
            item.add_marker("database" if used & {"app", "world"} else "unit")


def deselect_absent_data(items) -> None:
    """Without ../shared/data the tests on it are not collected (conftest says so in one line)."""
    if not REAL_DATA.is_dir():
        items[:] = [item for item in items if not item.get_closest_marker("real_data")]
