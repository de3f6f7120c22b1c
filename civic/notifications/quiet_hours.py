"""The hours in which no telephone rings: from–to on the clock of Shanghai, usually over midnight. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from civic.database import SHANGHAI


@dataclass(frozen=True)
class QuietHours:
    """From `start` (inclusive) to `end` (exclusive), every day. Equal ends: never quiet."""

    start: time
    end: time

    def covers(self, moment: datetime) -> bool:
        """Is it quiet at this (aware) moment?"""
        clock = moment.astimezone(SHANGHAI).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def first_loud(self, moment: datetime) -> datetime:
        """`moment` itself, or the end of the quiet hours it falls into."""
        if not self.covers(moment):
            return moment
        local = moment.astimezone(SHANGHAI)
        over = local.replace(
            hour=self.end.hour, minute=self.end.minute, second=self.end.second, microsecond=0
        )
        return over if over > local else over + timedelta(days=1)


def parse(setting: str) -> QuietHours | None:
    """ "21:00-08:00" as QuietHours, "" as None. Raises ValueError, which stops the boot."""
    if not setting:
        return None
    start, _dash, end = setting.partition("-")
    return QuietHours(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
