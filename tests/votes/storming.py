"""Ballots over HTTP from signed-in homes: two at once for one home, and a storm while workers are killed."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.homes import Home, sign_homes_in, signed_in

TAKEN, REFUSED = 303, 409


@dataclass
class Street:
    """Homes on the roll of an open vote, each with the cookie and form token of somebody signed in."""

    vote_id: int
    homes: list[Home]

    @classmethod
    def of(cls, app, vote_id, number):
        """`number` homes; must be called in the context of `app`."""
        sign_homes_in(number)
        return cls(vote_id, signed_in(app, number))

    def cast(self, address, home, letter="甲", **more) -> int:
        """Send one home's ballot; the status of the answer. Raises OSError or HTTPException without one."""
        line = http.client.HTTPConnection(address, timeout=30)
        body = urlencode({"csrf_token": home.csrf, "choice": letter} | more)
        headers = {"Cookie": home.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST", f"/votes/{self.vote_id}/ballots", body, headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        finally:
            line.close()


def pairs(street, address) -> list[tuple[int, int]]:
    """For each home two ballots at the same moment; both statuses."""
    gate = threading.Barrier(2)

    def lane(letter):
        statuses = []
        for home in street.homes:
            gate.wait(60)
            statuses.append(street.cast(address, home, letter))
        return statuses

    with ThreadPoolExecutor(2) as lanes:
        return list(zip(*lanes.map(lane, "甲乙"), strict=True))


def storm(street, server, kills, clients=4) -> list[int]:
    """Every home casts once while `kills` workers are killed; the places of homes that were told yes."""
    taken, places, done = [], iter(range(len(street.homes))), threading.Event()
    lock = threading.Lock()

    def client():
        while True:
            with lock:
                place = next(places, None)
            if place is None:
                return
            try:
                status = street.cast(server.address, street.homes[place])
            except (OSError, http.client.HTTPException):
                continue  # killed before it answered: nobody was told anything
            if status != TAKEN:
                raise RuntimeError(f"a first ballot was answered with {status}")
            taken.append(place)

    def killer():
        for kill in range(kills):
            while len(taken) < (kill + 1) * len(street.homes) // (kills + 2) and not done.is_set():
                time.sleep(0.001)
            server.kill_a_worker()

    with ThreadPoolExecutor(clients + 1) as crowd:
        murder = crowd.submit(killer)
        try:
            for one in [crowd.submit(client) for _ in range(clients)]:
                one.result()
        finally:
            done.set()
        murder.result()
    return taken
