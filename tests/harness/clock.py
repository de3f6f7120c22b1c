"""Time under the test's hand: Python's and, through the store, the database's."""

import time
from datetime import datetime, timedelta

import time_machine

from civic.database import SHANGHAI


class Clock:
    """Ticks on from wherever it is set, unless it is told to stand still; real until it is set."""

    def __init__(self, store):
        self.store, self.traveller, self.ticks = store, None, True
        self.told = ()  # how it was set, step by step
        self.scenes = None

    def to(self, moment: str | datetime) -> None:
        """Set the time: "2026-03-14 16:30" in Shanghai, or an aware datetime."""
        step = moment
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        self._tell(step, moment)

    def forward(self, **parts) -> None:
        """Move on by timedelta's own words: days, hours, minutes, seconds; negative goes back."""
        step = timedelta(**parts)
        self._tell(step, self.now() + step)

    def stand(self) -> None:
        """From here on it moves only when it is told to: for what counts seconds on a busy machine."""
        self.ticks = False
        self._travel(self.now())

    def not_before(self, moment: datetime) -> None:
        """A scene was ready only then."""
        if self.now() < moment:
            self._travel(moment)

    def begin(self, moment: datetime) -> None:
        """Unless the test has set the time already, it begins at `moment`, as the other tests do."""
        if not self.told:
            self._travel(moment)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), SHANGHAI)

    def stop(self) -> None:
        if self.traveller:
            self.traveller.stop()
            self.store.shift(0)
        self.traveller, self.told, self.ticks = None, (), True

    def _tell(self, step, moment):
        known = self.scenes and self.scenes.is_known()
        self._travel(moment)
        self.told += (step,)
        if known:
            self.scenes.step(step)

    def _travel(self, moment):
        if self.traveller:
            self.traveller.stop()
        ahead = (moment - datetime.now(SHANGHAI)).total_seconds()
        self.traveller = time_machine.travel(moment, tick=self.ticks)
        self.traveller.start()
        self.store.shift(ahead)
