"""Three hundred servers killed (kill -9) while homes cast: no ballot that was acknowledged is lost."""

import http.client
import os
import random
import signal
import threading
import time
from urllib.parse import urlsplit

from sqlalchemy import select, text

from benchmarks import plan, seed
from benchmarks.engines import looking_into, refuse_damaged
from benchmarks.homes import empty_box, open_vote
from benchmarks.serving import serving
from civic.extensions import db
from civic.votes import keystore, sealing
from civic.votes.models import RollEntry

KILLS, CLIENTS, LONGEST = 300, 8, 1.5  # seconds under load before the kill


def check(home, short, engine) -> tuple[dict, bool]:
    """Kill the whole group, look into the box, empty it, start again on the same files."""
    kills, dice = 3 if short else KILLS, random.Random(50)
    app = seed.open_app(home)
    with app.app_context():
        calls = next(row.calls for row in plan.ballots(app) if row.first)
        references = _references()
        db.session.remove()
        db.engine.dispose()
    empty_box(home)
    acknowledged = lost = 0
    for kill in range(kills):
        taken = _under_load(home, calls, dice.uniform(0.2, LONGEST))
        engine.leave(home)
        box = _box(home)
        acknowledged += len(taken)
        lost += sum(references[turn] not in box for turn in taken)
        print(
            f"  {kill + 1} killed, {acknowledged:,} ballots acknowledged, {lost} lost", end="\r", flush=True
        )
    figures = {"kills": kills, "acknowledged": acknowledged, "lost": lost}
    return figures, lost == 0 and acknowledged > kills


def _references():
    """The name in the box of each home's envelope, in the order of the calls."""
    vote = open_vote()
    key = keystore.load(vote.id)
    homes = db.session.scalars(
        select(RollEntry.unit_id).where(RollEntry.vote_id == vote.id).order_by(RollEntry.id)
    )
    return [sealing.reference(key, "household", home) for home in homes]


def _under_load(home, calls, seconds):
    taken, stop = [], threading.Event()
    with serving("ours", home) as (address, process, _took):
        senders = [
            threading.Thread(target=_cast, args=(address, calls, range(n, len(calls), CLIENTS), taken, stop))
            for n in range(CLIENTS)
        ]
        for sender in senders:
            sender.start()
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        stop.set()
        for sender in senders:
            sender.join()
    return taken


def _cast(address, calls, turns, taken, stop):
    for turn in turns:
        if stop.is_set():
            return
        try:
            if _acknowledged(address, calls[turn]):
                taken.append(turn)
        except (OSError, http.client.HTTPException):
            return  # killed before it answered: nobody was told anything


def _acknowledged(address, call):
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    headers = {"Cookie": call.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request(call.method, call.path, call.body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status != 303 or "receipt" not in answer.getheader("Location", ""):
            raise RuntimeError(f"a ballot was answered with {answer.status}")
        return True
    finally:
        line.close()


def _box(home):
    """References in the box after the kill; file and counter must be whole. Emptied for the next."""
    with looking_into(home) as connection:
        refuse_damaged(connection)
        there = set(connection.scalars(text("SELECT unit_ref FROM envelope")))
        counted = connection.scalar(text("SELECT sum(returned) FROM turnout"))
    if counted != len(there):
        raise RuntimeError(f"{len(there)} ballots are in the box, {counted} were counted up")
    empty_box(home)
    return there
