"""Write expected_holidays.json anew: `python -m civic.dispatch.expected_holidays`.

To be run after an upgrade of `holidays`. Nothing of the site imports this file: that library takes
19 MB, and what it tells fits into a page.
"""

import json
from datetime import date
from pathlib import Path

from chinese_calendar import holidays as days_off
from holidays.countries.china import China

FILE = Path(__file__).with_suffix(".json")
YEARS_AHEAD = 20


def table() -> dict[str, list[str]]:
    """Days off and weekend days worked in the years after those `chinesecalendar` has published."""
    last = max(days_off).year
    years = range(last + 1, last + 1 + YEARS_AHEAD)
    known = China(years=years)
    return {"off": _sorted(known, years), "worked": _sorted(known.weekend_workdays, years)}


def _sorted(days, years):
    return [f"{day:%Y-%m-%d}" for day in sorted(days) if isinstance(day, date) and day.year in years]


if __name__ == "__main__":
    FILE.write_text(json.dumps(table(), indent=1) + "\n", "utf-8")
