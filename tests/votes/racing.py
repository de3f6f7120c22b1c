"""What each process of a race does: real connections, the room's own verbs."""

from datetime import timedelta

from sqlalchemy import func, select

from civic.database import utcnow, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.votes import casting, closing
from civic.votes.models import RollEntry, Turnout, Vote
from tests.factories.votes import single


def cast_often(vote_id, household_ids, letter, times):
    """Cast for each household `times` times in a row; returns how many went in."""
    done = 0
    for _ in range(times):
        for household_id in household_ids:
            done += cast_once(vote_id, household_id, letter)
    return done


def cast_once(vote_id, household_id, letter):
    """Cast one ballot, replacing what is there; True when it was taken, False when too late."""
    vote = db.session.get(Vote, vote_id)
    entry = db.session.scalar(
        select(RollEntry).where(RollEntry.vote_id == vote_id, RollEntry.unit_id == household_id)
    )
    try:
        ready = casting.enclose(vote, entry, single(letter))
        with writing():
            casting.cast(ready, replace=True)
        return True
    except (casting.TooLate, casting.keystore.KeyLost):
        return False


def cast_in_step(gate, vote_id, entry_ids):
    """Cast a first ballot for one line of the roll after the other, each at the moment the other lane does.

    Returns (taken, refused because the home had voted).
    """
    taken = refused = 0
    vote = db.session.get(Vote, vote_id)
    lines = {one.id: one for one in db.session.scalars(select(RollEntry).where(RollEntry.id.in_(entry_ids)))}
    db.session.expunge_all()
    for entry_id in entry_ids:
        ready = casting.enclose(vote, lines[entry_id], single("甲"))
        gate.wait(60)
        try:
            with writing():
                casting.cast(ready)
            taken += 1
        except casting.AlreadyVoted:
            refused += 1
    return taken, refused


def pairs_in_step(race, vote_id, entry_ids):
    """Two pairs of processes over all lines; (ballots taken, refused)."""
    lanes = []
    for start in (0, 1):
        gate = race.fork.Barrier(2)
        lanes += [(gate, vote_id, entry_ids[start::2])] * 2
    told = race(cast_in_step, lanes)
    if faults := [one for one in told if isinstance(one, BaseException)]:
        raise faults[0]
    return sum(taken for taken, _ in told), sum(refused for _, refused in told)


def cast_until_closed(vote_id, household_ids):
    """Cast for one home after another, first ballots only, until the vote takes no more.

    Returns the homes whose ballot was acknowledged.
    """
    taken = []
    for household_id in household_ids:
        if not cast_once(vote_id, household_id, "甲"):
            break
        taken.append(household_id)
    return taken


def close_after(vote_id, ballots):
    """Once `ballots` are in the box let the close come at once, then close; returns how many counted."""
    while db.session.scalar(select(func.sum(Turnout.returned)).where(Turnout.vote_id == vote_id)) < ballots:
        db.session.rollback()
    with writing():
        db.session.get(Vote, vote_id).closes_at = utcnow() + timedelta(milliseconds=50)
    return close_it(vote_id)


def close_it(vote_id):
    """Close as soon as the hour has come; returns the ballots counted."""
    while True:
        try:
            result = closing.close_vote(vote_id)
        except Conflict:
            db.session.rollback()
            continue
        return result.returned


def close_often(vote_id, times):
    """Several closers in one process."""
    return [close_it(vote_id) for _ in range(times)]


def take_part(role, vote_id, more):
    """One lane of the race at the deadline."""
    return close_after(vote_id, more) if role == "close" else cast_until_closed(vote_id, more)
