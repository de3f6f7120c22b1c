"""Twenty times five thousand homes cast across the second of the close: what was answered is what counts."""

import multiprocessing
import queue
from datetime import timedelta

from sqlalchemy import func, insert, select

from benchmarks import seed
from benchmarks.homes import empty_box, open_vote
from civic.database import utcnow, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.places.models import Household
from civic.votes.casting import TooLate, cast, enclose
from civic.votes.closing import close_vote
from civic.votes.contents import Sheet
from civic.votes.keystore import KeyLost
from civic.votes.models import CountedBallot, RollEntry, Turnout, Vote
from civic.votes.regimes import Unit
from civic.votes.states import Method

ROUNDS, HOMES, CASTERS = 20, 5_000, 3
PATIENCE = 300  # seconds one round may take
SOON = timedelta(milliseconds=50)


def check(home, short, engine) -> tuple[dict, bool]:
    """Each round on files of its own: three processes cast, a fourth lets the close come and counts."""
    rounds, homes = (2, 300) if short else (ROUNDS, HOMES)
    empty_box(home)
    with seed.open_app(home).app_context():
        vote = open_vote().id
        _lengthen(vote, homes)
        db.session.remove()
        db.engine.dispose()
    totals = {"rounds": 0, "acknowledged": 0, "counted": 0, "rounds_that_differ": 0}
    for _round in range(rounds):
        here = engine.copy(home, home.with_name(f"{home.name}-round"))
        taken, counted, rows = _one(here, vote, homes)
        totals["rounds"] += 1
        totals["acknowledged"] += taken
        totals["counted"] += counted
        totals["rounds_that_differ"] += not (taken == counted == rows and homes // 2 <= counted < homes)
        print(f"  {totals['rounds']} rounds, {totals['counted']:,} counted", end="\r", flush=True)
        engine.drop(here)
    return totals, totals["rounds_that_differ"] == 0


def _lengthen(vote_id, homes):
    """Put homes on the roll until it has so many."""
    there = db.session.scalar(select(func.count()).where(RollEntry.vote_id == vote_id))
    vote, door = db.session.get(Vote, vote_id), db.session.scalar(select(Household.door_id).limit(1))
    new = [
        {"community_id": vote.community_id, "door_id": door, "unit_label": f"D{n:05d}", "area_centi": 9000}
        for n in range(homes - there)
    ]
    with writing() as session:
        if new:
            session.execute(insert(Household), new)
        added = session.scalars(select(Household.id).where(Household.unit_label.like("D_____")))
        rows = [
            {"vote_id": vote_id, "unit_kind": Unit.HOUSEHOLD, "unit_id": home, "area_centi": 9000}
            for home in added
        ]
        if rows:
            session.execute(insert(RollEntry), rows)


def _one(here, vote, homes):
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    lanes = [spawn.Process(target=_cast, args=(here, vote, homes, lane, told)) for lane in range(CASTERS)]
    lanes.append(spawn.Process(target=_close, args=(here, vote, homes // 2, told)))
    for lane in lanes:
        lane.start()
    try:
        said = [told.get(timeout=PATIENCE) for _lane in lanes]
    except queue.Empty as fault:
        raise RuntimeError("the lanes did not come to an end") from fault
    finally:
        for lane in lanes:
            lane.join(5)
            if lane.is_alive():
                lane.kill()
    counted, rows = next(one for one in said if isinstance(one, tuple))
    return sum(one for one in said if not isinstance(one, tuple)), counted, rows


def _cast(here, vote_id, homes, lane, told):
    taken, ballot = 0, Sheet(Method.SINGLE, ("甲",)).pack({"choice": "甲", "cannot": []})
    with seed.open_app(here).app_context():
        lines = select(RollEntry).where(RollEntry.vote_id == vote_id).order_by(RollEntry.id).limit(homes)
        vote, units = db.session.get(Vote, vote_id), list(db.session.scalars(lines))[lane::CASTERS]
        db.session.expunge_all()
        for unit in units:
            try:
                ready = enclose(vote, unit, ballot)
                with writing():
                    cast(ready)
            except (TooLate, KeyLost):
                break
            taken += 1
    told.put(taken)


def _close(here, vote_id, half, told):
    returned = select(func.sum(Turnout.returned)).where(Turnout.vote_id == vote_id)
    with seed.open_app(here).app_context():
        while db.session.scalar(returned) < half:
            db.session.rollback()
        with writing():
            db.session.get(Vote, vote_id).closes_at = utcnow() + SOON
        result = None
        while result is None:
            try:
                result = close_vote(vote_id).returned
            except Conflict:
                db.session.rollback()
        rows = db.session.scalar(select(func.count()).where(CountedBallot.vote_id == vote_id))
    told.put((result, rows))
