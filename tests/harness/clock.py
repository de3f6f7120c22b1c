"""Time under the test's hand: Python's and, through the store, the database's."""

import time
from datetime import datetime, timedelta

import time_machine

from civic.database import SHANGHAI


class Clock:
    """Ticks on from wherever it is set; real until it is."""

    def __init__(self, store):
        self.store, self.traveller, self.ahead = store, None, timedelta()

    def to(self, moment: str | datetime) -> None:
        """Set the time: "2026-03-14 16:30" in Shanghai, or an aware datetime."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        self.forward(seconds=(moment - datetime.now(SHANGHAI)).total_seconds())

    def forward(self, **parts) -> None:
        """Move on by timedelta's own words: days, hours, minutes, seconds; negative goes back."""
        self.ahead += timedelta(**parts)
        target = datetime.now(SHANGHAI) + timedelta(**parts)
        if self.traveller:
            self.traveller.stop()
        self.traveller = time_machine.travel(target, tick=True)
        self.traveller.start()
        self.store.shift(self.ahead.total_seconds())

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), SHANGHAI)

    def stop(self) -> None:
        if self.traveller:
            self.traveller.stop()
            self.store.shift(0)
