"""Which days the offices of China work: weekends, holidays, and the weekend days worked to make up for them.

Pure: no Flask, no database. The State Council fixes each year's days by a notice of the autumn
before, and `chinesecalendar` carries those notices (1.4 MB of memory, 12 ms). For a year it lacks, the
dates the law fixes by sun and moon are known all the same and the shifts of that year are not: such
days come from expected_holidays.json and are marked provisional. That file is written from the
`holidays` library by `python -m civic.dispatch.expected_holidays`, because importing that library
costs 19 MB in every process.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import holidays as days_off
from chinese_calendar import workdays as made_up

EXPECTED = Path(__file__).with_name("expected_holidays.json")
A_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Days off and days made up for, as published (`years`) or only expected.

    Args: off, worked — exceptions to "Monday to Friday"; years — those whose notice is known.
    """

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day, as far as is known."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def is_provisional(self, day: date) -> bool:
        """Whether that year's notice is not known yet, so that the day may turn out otherwise."""
        return day.year not in self.years

    def working_days_after(self, day: date) -> Iterator[date]:
        """Working days after `day`, the nearest first, `day` itself left out."""
        while True:
            day += A_DAY
            if self.is_working_day(day):
                yield day


def expected(path: Path = EXPECTED) -> tuple[set[date], set[date]]:
    """(days off, weekend days worked) of the years of the file, by `holidays`."""
    table = json.loads(path.read_text("utf-8"))
    return tuple({date.fromisoformat(day) for day in table[kind]} for kind in ("off", "worked"))


def china() -> Calendar:
    """Published days where there are any, expected ones for other years."""
    years = frozenset(day.year for day in days_off)
    off, worked = ({day for day in days if day.year not in years} for days in expected())
    return Calendar(frozenset(off | set(days_off)), frozenset(worked | set(made_up)), years)


CHINA = china()
