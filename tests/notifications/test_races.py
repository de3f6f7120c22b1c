"""Real workers, two at once and killed in between: each message on its telephone once."""

import os
import signal
from datetime import timedelta

import pytest

from civic import create_app
from civic.database import dated, utcnow
from civic.notifications import outbox, tasks
from civic.notifications.outbox_models import GivenUp
from tests.factories.issues import make_issue

pytestmark = pytest.mark.races

LATER = outbox.LEASE + timedelta(minutes=1)


def work_off():
    """Sweep until nothing is due."""
    sent = 0
    while outbox.due_channels():
        sent += tasks.send_due()
    return sent


def worker(settings, ahead):
    """The life of one worker process, whose clock is `ahead` of ours."""
    app = create_app(**settings)
    with app.app_context(), dated(utcnow() + ahead):
        work_off()


class Workers:
    """Starts real processes at this database and this gateway."""

    def __init__(self, race, gateway):
        self.race, self.gateway, self.killed = race, gateway, False
        race.settings |= {"SMS": gateway.url, "SMS_REMEMBERS": gateway.remembers, "QUIET_HOURS": ""}

    def run(self, ahead=timedelta(), killed=False):
        process = self.race.fork.Process(target=worker, args=(self.race.settings, ahead), daemon=True)
        process.start()
        self.pid = process.pid
        process.join(60)
        assert process.exitcode == (-signal.SIGKILL if killed else 0)

    def kill(self, message):
        """What the gateway does at the first hand-over: the worker dies before it hears the answer."""
        if not self.killed:
            self.killed = True
            os.kill(self.pid, signal.SIGKILL)


@pytest.fixture
def workers(race, carrier, app, monkeypatch):
    monkeypatch.setitem(app.config, "QUIET_HOURS", "")
    return lambda **options: Workers(race, carrier(**options).open())


def raised(town, number):
    for _ in range(number):
        make_issue(town.community, town.resident)


def ids(messages):
    return sorted(one["id"] for one in messages)


@pytest.mark.parametrize("remembers", [True, False])
def test_two_workers_send_each_message_once(town, race, workers, rows, remembers):
    """Neither leans on the gateway's memory: nothing is handed over twice, nothing given up."""
    gateway = workers(remembers=remembers).gateway
    raised(town, 20)
    outcomes = race(work_off, [(), ()])
    assert sum(outcomes) == 20 and all(isinstance(one, int) for one in outcomes)
    assert ids(gateway.handed) == ids(gateway.delivered) == sorted(row.key for row in rows())
    assert all(row.sent_at and row.claimed_by is None and row.tries == 1 for row in rows())


@pytest.mark.parametrize("remembers", [True, False])
def test_killed_after_the_carrier_took_it(town, workers, rows, remembers):
    crew = workers(remembers=remembers)
    crew.gateway.after = crew.kill
    raised(town, 3)
    crew.run(killed=True)
    crew.run()  # the others go out at once, whatever became of the claimed one
    assert len(crew.gateway.delivered) == 3
    crew.run(ahead=LATER)
    assert ids(crew.gateway.delivered) == sorted(row.key for row in rows())
    if remembers:
        assert all(row.sent_at for row in rows()) and len(crew.gateway.handed) == 4
    else:
        assert [row.given_up_for for row in rows()].count(GivenUp.UNCLEAR) == 1
        assert len(crew.gateway.handed) == 3


@pytest.mark.parametrize("remembers", [True, False])
def test_killed_before_the_carrier_took_it(town, workers, rows, remembers):
    """Nobody can know that it was not taken: sent where the carrier remembers, told where it does not."""
    crew = workers(remembers=remembers)

    def lost(message):
        if not crew.killed:
            crew.kill(message)
            raise ConnectionAbortedError

    crew.gateway.before = lost
    crew.gateway.server.handle_error = lambda *args: None
    raised(town, 3)
    crew.run(killed=True)
    crew.run()
    crew.run(ahead=LATER)
    assert len(crew.gateway.delivered) == (3 if remembers else 2)
    assert len({one["id"] for one in crew.gateway.delivered}) == len(crew.gateway.delivered)
    assert sum(row.given_up_for is GivenUp.UNCLEAR for row in rows()) == (0 if remembers else 1)
