"""By when: terms, the moment they end, amber and red, and who hears of it next.

Pure: no Flask, no database; every moment is aware, results are in UTC. 民法典 Art. 200-203: hours run
from the moment itself; of days the first is not counted, and the last ends at 24:00 in Shanghai.
Natural days are not moved by a holiday at their end: the hotline counts them so (domain.md §2.2,
our reading). The last moment is still in time, in every function here: a reply at 18:00 meets a
deadline of 18:00. A reopening starts the clock anew: `deadline(reopened_at, …)`, nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask_babel import ngettext

from civic.dispatch.states import Level, Light
from civic.dispatch.working_days import A_DAY, CHINA, Calendar
from civic.issues.kinds import Urgency

SHANGHAI = ZoneInfo("Asia/Shanghai")
A_MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=366)
WRITTEN = re.compile(r"([0-9]{1,6})(m|h|d|wd)")


class Unit(StrEnum):
    """What a term is counted in; the value is how a setting writes it."""

    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"


LENGTH = {Unit.MINUTES: A_MINUTE, Unit.HOURS: timedelta(hours=1), Unit.DAYS: A_DAY, Unit.WORKING_DAYS: A_DAY}


class ClockFault(ValueError):
    """A setting of terms that cannot be read; says which part and what is wanted."""


@dataclass(frozen=True)
class Term:
    """So many minutes, hours, natural days or working days; written "30m", "2h", "7d", "5wd"."""

    amount: int
    unit: Unit

    @classmethod
    def of(cls, written: str) -> "Term":
        """Raises ClockFault unless it is a whole number above 0 and a unit, a year at most."""
        if not (found := WRITTEN.fullmatch(written.strip())):
            raise ClockFault(f"“{written}” is no term: write 30m, 2h, 7d or 5wd (working days)")
        term = cls(int(found[1]), Unit(found[2]))
        if not timedelta(0) < term.amount * LENGTH[term.unit] <= LONGEST:
            raise ClockFault(f"“{written}” must be longer than nothing and at most 366 days")
        return term

    def __str__(self):
        return f"{self.amount}{self.unit}"

    @property
    def label(self) -> str:
        """As a page says it: 2小时, 5个工作日."""
        return {
            Unit.MINUTES: lambda n: ngettext("%(num)d minute", "%(num)d minutes", n),
            Unit.HOURS: lambda n: ngettext("%(num)d hour", "%(num)d hours", n),
            Unit.DAYS: lambda n: ngettext("%(num)d day", "%(num)d days", n),
            Unit.WORKING_DAYS: lambda n: ngettext("%(num)d working day", "%(num)d working days", n),
        }[self.unit](self.amount)


@cache
def terms(setting: str) -> Mapping[Urgency, Term]:
    """The term of every urgency from "urgent=2h,timely=24h,normal=7d,complex=15d".

    Raises ClockFault for a part that cannot be read and for an urgency that is missing or there twice.
    """
    found = {}
    for part in setting.split(","):
        name, _, written = part.partition("=")
        if (name := name.strip()) not in set(Urgency):
            raise ClockFault(f"“{part.strip()}” must begin with one of {', '.join(Urgency)} and “=”")
        if Urgency(name) in found:
            raise ClockFault(f"“{name}” is there twice")
        found[Urgency(name)] = Term.of(written)
    if missing := [urgency for urgency in Urgency if urgency not in found]:
        raise ClockFault(f"it says nothing of {', '.join(missing)}")
    return MappingProxyType(found)


def written(found: Mapping[Urgency, Term]) -> str:
    """The setting that `terms` reads as these."""
    return ",".join(f"{urgency}={found[urgency]}" for urgency in Urgency)


@dataclass(frozen=True)
class Due:
    """The last moment that is in time; provisional when it hangs on holidays not published yet."""

    at: datetime
    is_provisional: bool = False


def deadline(start: datetime, term: Term, calendar: Calendar = CHINA) -> Due:
    """When `term` from `start` (aware) is over, and whether that is certain."""
    if term.unit in (Unit.MINUTES, Unit.HOURS):
        return Due(start.astimezone(UTC) + term.amount * LENGTH[term.unit])
    first = start.astimezone(SHANGHAI).date()
    if term.unit is Unit.DAYS:
        return Due(midnight_after(first + term.amount * A_DAY))
    last = next(islice(calendar.working_days_after(first), term.amount - 1, None))
    # Years are published one after another: both ends known, all between them known.
    return Due(midnight_after(last), any(map(calendar.is_provisional, (first + A_DAY, last))))


def due_at(start: datetime, term: Term, calendar: Calendar = CHINA) -> datetime:
    """When `term` from `start` (aware) is over, in UTC."""
    return deadline(start, term, calendar).at


def midnight_after(day: date) -> datetime:
    """24:00 of that day in Shanghai, in UTC."""
    return datetime.combine(day + A_DAY, time(), SHANGHAI).astimezone(UTC)


def last_day(due: datetime) -> date:
    """The day a deadline falls on, as people say it: 24:00 belongs to the day that ends."""
    return (due.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def amber_at(start: datetime, due: datetime) -> datetime:
    """When a quarter of the time is left. A deadline over before it began is amber from its end on."""
    return due - max(due - start, timedelta(0)) / 4


def light(now: datetime, amber: datetime, due: datetime) -> Light:
    """Red after the last moment, amber from `amber` on."""
    if now > due:
        return Light.RED
    return Light.AMBER if now >= amber else Light.GREEN


# How long the street has before the district is told. Half the term for what cannot wait; a day for
# the rest, because whoever was silent for 7 or 15 days will not be moved by waiting 3 more.
STREET_HAS = {
    Urgency.URGENT: timedelta(hours=1),
    Urgency.TIMELY: timedelta(hours=12),
    Urgency.NORMAL: timedelta(hours=24),
    Urgency.COMPLEX: timedelta(hours=24),
}


def escalation_due(level: Level, due: datetime, urgency: Urgency) -> datetime:
    """After which moment `level` is to be told: the street at once, the district when that did not help."""
    return due + STREET_HAS[urgency] if level is Level.DISTRICT else due


def is_in_time(done_at: datetime, due: datetime) -> bool:
    """Whether something done at that moment met the deadline."""
    return done_at <= due
