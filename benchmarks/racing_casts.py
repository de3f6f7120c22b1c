"""Three hundred thousand times two of four processes vote for a home at the same time: one ballot each."""

import multiprocessing
import queue

from sqlalchemy import func, select

from benchmarks import seed
from benchmarks.homes import open_vote
from civic.database import writing
from civic.extensions import db
from civic.votes.casting import AlreadyVoted, cast, enclose
from civic.votes.contents import Sheet
from civic.votes.models import Envelope, RollEntry, Turnout, Vote
from civic.votes.states import Method

PAIRS, LANES, PATIENCE = 300_000, 2, 60  # pairs of processes; seconds one waits for the other


def check(home, short, engine) -> tuple[dict, bool]:
    """Round after round over all homes, the box emptied between: one accepted, one refused each time."""
    pairs = 200 if short else PAIRS
    app, totals = seed.open_app(home), {"pairs": 0, "taken": 0, "refused": 0, "envelopes": 0, "counted": 0}
    while totals["pairs"] < pairs:
        with app.app_context():
            vote = open_vote().id
            entries = select(RollEntry.id).where(RollEntry.vote_id == vote).limit(pairs - totals["pairs"])
            units = list(db.session.scalars(entries))
            with writing() as session:
                session.execute(db.delete(Envelope).where(Envelope.vote_id == vote))
                session.execute(db.update(Turnout).where(Turnout.vote_id == vote).values(returned=0))
            db.session.remove()
            db.engine.dispose()
        taken, refused = _race(home, vote, units)
        with app.app_context():
            totals["envelopes"] += db.session.scalar(
                select(func.count()).select_from(Envelope).where(Envelope.vote_id == vote)
            )
            returned = select(func.sum(Turnout.returned)).where(Turnout.vote_id == vote)
            totals["counted"] += db.session.scalar(returned)
            db.session.remove()
        totals["pairs"] += len(units)
        totals["taken"] += taken
        totals["refused"] += refused
        print(f"  {totals['pairs']:,} pairs", end="\r", flush=True)
    wanted = totals["pairs"]
    return totals, all(value == wanted for value in totals.values())


def _race(home, vote, units):
    spawn = multiprocessing.get_context("spawn")
    told, gates, racers = spawn.Queue(), [spawn.Barrier(2) for _lane in range(LANES)], []
    for lane, gate in enumerate(gates):
        shared = (home, vote, units[lane::LANES], gate, told)
        racers += [spawn.Process(target=_cast_all, args=shared) for _ in range(2)]
    for racer in racers:
        racer.start()
    try:
        counts = [told.get(timeout=PATIENCE * 20) for _ in racers]
    except queue.Empty as fault:
        raise RuntimeError("the racers did not come to an end") from fault
    finally:
        for racer in racers:
            racer.join(5)
            if racer.is_alive():
                racer.kill()
    return sum(taken for taken, _refused in counts), sum(refused for _taken, refused in counts)


def _cast_all(home, vote_id, units, gate, told):
    taken = refused = 0
    ballot = Sheet(Method.SINGLE, ("甲",)).pack({"choice": "甲", "cannot": []})
    with seed.open_app(home).app_context():
        vote = db.session.get(Vote, vote_id)
        lines = list(
            db.session.scalars(select(RollEntry).where(RollEntry.id.in_(units)).order_by(RollEntry.id))
        )
        db.session.expunge_all()  # read once: the race is about writing
        for line in lines:
            ready = enclose(vote, line, ballot)
            gate.wait(PATIENCE)
            try:
                with writing():
                    cast(ready)
                taken += 1
            except AlreadyVoted:
                refused += 1
        db.session.remove()
    told.put((taken, refused))
