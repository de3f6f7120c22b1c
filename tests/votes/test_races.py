"""Real processes at one box: one ballot a home, no ballot after the close, one count."""

import pytest
from sqlalchemy import func, select, text

from civic.database import writing
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.places.models import Household
from civic.places.workflow import add_homes
from civic.votes import keystore, sealing
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, RollEntry, Turnout, Vote
from civic.votes.states import VoteState
from tests.factories.votes import cast_for, close, end, make_vote
from tests.harness.served import ServedByWorkers
from tests.votes.racing import cast_often, close_often, pairs_in_step, take_part
from tests.votes.storming import REFUSED, TAKEN, Street, pairs, storm

pytestmark = pytest.mark.races
PROCESSES = 4


def tallied(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


def race_for_one_home(town, race):
    """Every process casts for the same home, 50 times."""
    vote, home = make_vote(town.secretary), town.household.id
    done = race(cast_often, [(vote.id, [home], letter, 50) for letter in "甲乙丙甲"])
    assert done == [50] * PROCESSES, done
    return vote


def test_many_casts_of_one_home_leave_one_ballot(town, race):
    vote = race_for_one_home(town, race)
    assert tallied(Envelope) == 1
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 1
    result = close(vote)
    assert result.returned == 1 and tallied(CountedBallot) == 1
    assert (
        tallied(ReceiptLine) == 50 * PROCESSES
    )  # each envelope is accounted for: one counted, the rest replaced


def test_without_the_unique_index_no_ballot_is_taken_at_all(town, race, owner):
    """The canary: what holds one ballot a home is the database. Where it cannot, nobody votes."""
    with owner.begin() as connection:
        connection.execute(text("DROP INDEX uq_envelope_unit"))
    vote, home = make_vote(town.secretary), town.household.id
    done = race(cast_often, [(vote.id, [home], letter, 50) for letter in "甲乙丙甲"])
    assert all("ON CONFLICT" in str(one) for one in done), done  # the database's own words, on both engines
    assert tallied(Envelope) == 0


def test_two_thousand_pairs_at_one_moment_leave_one_ballot_a_home(town, race):
    """Two pairs of processes; of each pair one ballot goes in and the other hears that the home has voted."""
    with writing():
        add_homes({town.door: [(f"7{number:04}", 6200) for number in range(2000 - 7)]}, by=None)
    vote = make_vote(town.secretary)
    lines = list(db.session.scalars(select(RollEntry.id).where(RollEntry.vote_id == vote.id)))
    assert len(lines) == 2000
    assert pairs_in_step(race, vote.id, lines) == (2000, 2000)
    assert tallied(Envelope) == 2000
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 2000


def test_five_hundred_pairs_over_http(town, app, world):
    vote = make_vote(town.secretary)
    street = Street.of(app, vote.id, 500)
    with ServedByWorkers(world.store.url, world.folder) as server:
        answers = pairs(street, server.address)
    assert {tuple(sorted(pair)) for pair in answers} == {(TAKEN, REFUSED)}
    assert tallied(Envelope) == 500
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 500


def test_ten_killed_workers_lose_no_acknowledged_ballot(town, app, world):
    """kill -9 in a storm of ballots: whoever was told yes is in the box, and nobody twice."""
    vote = make_vote(town.secretary)
    street = Street.of(app, vote.id, 600)
    with ServedByWorkers(world.store.url, world.folder) as server:
        taken = storm(street, server, kills=10)
    key = keystore.load(vote.id)
    units = list(db.session.scalars(select(RollEntry.unit_id).order_by(RollEntry.id)))
    box = list(db.session.scalars(select(Envelope.unit_ref)))
    acknowledged = {sealing.reference(key, "household", units[place]) for place in taken}
    assert len(box) == len(set(box)) and acknowledged <= set(box)
    assert len(taken) > 300, "the storm hardly blew"
    assert db.session.scalar(select(func.sum(Turnout.returned))) == len(box)
    end(vote)
    assert close(vote).returned == len(box)


def test_casts_of_different_homes_do_not_hinder_each_other(town, race):
    vote = make_vote(town.secretary)
    homes = list(db.session.scalars(select(Household.id)))
    done = race(
        cast_often, [(vote.id, homes[start:] + homes[:start], "甲", 10) for start in range(PROCESSES)]
    )
    assert done == [10 * len(homes)] * PROCESSES, done
    assert tallied(Envelope) == len(homes)
    assert db.session.scalar(select(func.sum(Turnout.returned))) == len(homes)
    assert close(vote).returned == len(homes)


def test_every_ballot_acknowledged_before_the_close_is_counted_and_none_after(town, race):
    """500 homes cast across the second of the close while another process closes."""
    with writing():
        add_homes({town.door: [(f"9{number:03}", 6200) for number in range(493)]}, by=None)
    vote = make_vote(town.secretary)
    homes = list(db.session.scalars(select(Household.id)))
    lanes = [("cast", vote.id, homes[start::3]) for start in range(3)] + [("close", vote.id, 60)]
    *taken, counted = race(take_part, lanes)
    acknowledged = sum(len(share) for share in taken)
    assert counted == acknowledged == tallied(CountedBallot), (counted, taken)
    assert 60 <= counted < len(homes)


def test_fifty_closers_count_once(town, race):
    vote = make_vote(town.secretary)
    for home in (town.household, town.neighbour_household, town.other_household):
        cast_for(vote, home, "丙")
    end(vote)
    counted = race(close_often, [(vote.id, 13)] * PROCESSES)
    assert counted == [[3] * 13] * PROCESSES, counted
    assert tallied(CountedBallot) == 3
    verbs = select(func.count()).where(LedgerEntry.verb.in_(("vote.stopped", "vote.counted")))
    assert db.session.scalar(verbs) == 2
    assert db.session.get(Vote, vote.id).state is VoteState.CLOSED
