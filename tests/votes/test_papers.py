"""A vote on paper: printed, handed in, keyed twice, counted by hand, added up; each guard by its refusal."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.database import local_today, writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.votes import closing, keying, paper_returns, papers, settling
from civic.votes.models import Envelope, Vote
from civic.votes.paper_count import PapersOpen, refuse_unfinished
from civic.votes.paper_models import Fate, Flaw, PaperBallot, PaperKeyer, PaperKeying
from civic.votes.regimes import Outcome, Regime
from civic.votes.result_words import arithmetic, outcome_words
from civic.votes.states import BallotKind, Channel, VoteState
from civic.votes.telling import call_it
from civic.votes.terms import Conduct
from tests.factories.topics import opinion_formed
from tests.factories.votes import (
    ballot_of,
    cast_for,
    count_by_hand,
    hand_in,
    key_ballot,
    key_twice,
    make_draft,
    make_paper_vote,
    make_vote,
    put_on_paper,
    stop,
)

YES, NO = {"choice": "yes"}, {"choice": "no"}


def homes(town):
    return town.household, town.neighbour_household, town.other_household


def closed_on_paper(vote, town):
    """Five of seven come back: four yes, one unreadable; one was exchanged before."""
    lines = db.session.scalars(select(PaperBallot.number).order_by(PaperBallot.number)).all()
    with writing():
        papers.exchange(vote, lines[0], Flaw.EXCHANGED, by=town.staff)
    numbers = [8, *lines[1:5]]
    with writing():
        for number in numbers:
            paper_returns.hand_in(vote, number, local_today())
    vote = stop(vote)
    count_by_hand(vote, town, returned=5, spoiled=1, unreturned=2)
    for number in numbers[:4]:
        key_twice(vote, town, number, YES)
    key_twice(vote, town, numbers[4], flaw=Flaw.BLANK)
    return closing.close_vote(vote.id)


def test_owners_count_by_heads_and_area_and_it_is_a_count_not_a_decision(town):
    vote = make_paper_vote(town)
    assert vote.ballot_kind is BallotKind.NAMED and vote.roll_area == 7 * 6200
    result = closed_on_paper(vote, town)
    vote = db.session.get(Vote, vote.id)
    assert (result.returned, result.returned_area, result.spoiled) == (4, 4 * 6200, 1)
    assert result.counts["yes"] == {"heads": 4, "area": 4 * 6200}
    assert result.by_channel == {"paper": 5} and result.outcome is Outcome.VOID  # 4 of 7 are no two thirds
    for words in (call_it(vote), outcome_words(vote, result), arithmetic(vote, result)):
        assert "通过" not in words and "业主大会决定" not in words


def test_a_residents_meeting_on_paper_is_secret_and_leads_to_no_home(town):
    vote = make_paper_vote(town, Regime.RESIDENTS_MEETING, convened_by="居民会议")
    assert vote.ballot_kind is BallotKind.SEALED
    for home in homes(town):
        hand_in(vote, home)
    with pytest.raises(Conflict):  # not before the close, the hand count and the mixing
        key_ballot(vote, town.staff, 1, YES)
    vote = stop(vote)
    count_by_hand(vote, town, returned=3, spoiled=0, unreturned=4)
    for number in (1, 2, 3):
        key_twice(vote, town, number, YES)
    with pytest.raises(Conflict):  # only as many as envelopes
        key_ballot(vote, town.staff, 4, YES)
    result = closing.close_vote(vote.id)
    assert result.returned == 3 and db.session.scalars(select(Envelope)).all() == []


def test_a_paper_vote_takes_no_clicks_and_needs_its_convener_and_a_regime_that_knows_paper(town):
    vote = make_paper_vote(town)
    with pytest.raises(Conflict):
        cast_for(vote, town.household)
    topic = opinion_formed(town.secretary, council_id=town.council.id)
    for regime, more in (
        (Regime.OWNERS_SPECIAL, {"convened_by": " "}),
        (Regime.OWNERS_COMMITTEE, {"convened_by": "业委会"}),
        (Regime.ADVISORY, {"convened_by": "居委会"}),
    ):
        with pytest.raises(Refused):
            make_draft(town.secretary, topic=topic, regime=regime, conduct=Conduct.PAPER, **more)


def test_ballots_need_two_bodies_named_and_every_unit_holds_one(town):
    vote = make_vote(town.secretary)
    with pytest.raises(Refused), writing():
        papers.issue(vote, by=town.secretary)
    with pytest.raises(Refused), writing():
        papers.name_keyers(vote, town.property, town.property, by=town.secretary)
    put_on_paper(vote, town)
    with writing():
        assert papers.issue(vote, by=town.secretary) == 0
    with pytest.raises(Conflict), writing():
        papers.name_keyers(vote, town.committee, town.property, by=town.secretary)
    there = db.session.scalars(select(PaperBallot)).all()
    assert [one.number for one in there] == list(range(1, 8))
    with pytest.raises(IntegrityError), writing():
        twice = {"vote_id": vote.id, "issued_on": local_today(), "fate": Fate.OUT}
        db.session.add(PaperBallot(number=99, roll_entry_id=there[0].roll_entry_id, **twice))
        db.session.flush()


def test_the_database_refuses_one_body_twice(town):
    vote = make_paper_vote(town)
    with pytest.raises(IntegrityError), writing():
        db.session.get(PaperKeyer, (vote.id, 2)).body_id = town.residents_committee.id
        db.session.flush()


def test_a_ballot_comes_back_once_on_a_day_it_was_out(town):
    vote = make_paper_vote(town)
    for day in (local_today() + timedelta(days=1), local_today() - timedelta(days=1)):
        with pytest.raises(Refused):
            hand_in(vote, town.household, day)
    number = ballot_of(vote, town.household)
    hand_in(vote, town.household)
    for wrong in (number, 999):
        with pytest.raises(Conflict), writing():
            paper_returns.hand_in(vote, wrong, local_today())
    with pytest.raises(Conflict), writing():
        papers.exchange(vote, number, Flaw.EXCHANGED, by=town.staff)


def test_delivering_and_keying_write_no_entry(town):
    vote = make_paper_vote(town)
    before = db.session.scalars(select(LedgerEntry.id)).all()
    hand_in(vote, town.household)
    key_twice(vote, town, ballot_of(vote, town.household), YES)
    assert db.session.scalars(select(LedgerEntry.id)).all() == before


def test_nobody_keys_twice_and_no_body_both_turns(town):
    vote = make_paper_vote(town)
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    key_ballot(vote, town.staff, number, YES)
    table = keying.table_or_404(vote.id)
    assert keying.left_to_key(vote, 1) == [] and keying.left_to_key(vote, 2) == [number]  # blind
    with pytest.raises(Conflict):
        key_ballot(vote, town.staff, number, NO)
    for outsider in (town.secretary, town.resident, town.other_delegate):
        assert keying.turn_of(table, outsider) is None
        with pytest.raises(NotAllowed):
            key_ballot(vote, outsider, number, NO)
    again = {"vote_id": vote.id, "number": number, "content": NO, "keyed_on": local_today()}
    with pytest.raises(IntegrityError), writing():  # one person, both turns: held by the database
        db.session.add(PaperKeying(turn=2, keyed_by=town.staff.id, **again))
        db.session.flush()


def test_differences_are_listed_and_settled_by_a_third_person_with_a_reason(town):
    vote = make_paper_vote(town)
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    key_ballot(vote, town.staff, number, YES)
    assert settling.differences(vote) == []
    key_ballot(vote, town.delegate, number, NO)
    (found,) = settling.differences(vote)
    assert (found.first, found.second) == ((YES, None), (NO, None))
    vote = stop(vote)
    count_by_hand(vote, town, returned=1, spoiled=0, unreturned=6)
    with pytest.raises(PapersOpen, match="1张票.*不一样"):
        closing.close_vote(vote.id)
    for person, reason, error in (
        (town.staff, "看得清", NotAllowed),
        (town.delegate, "看得清", NotAllowed),
        (town.secretary, " ", Refused),
    ):
        with pytest.raises(error), writing():
            settling.settle(vote, number, content=YES, reason=reason, by=person)
    with writing():
        settling.settle(vote, number, content=YES, reason="勾在同意一栏,另一处是折痕", by=town.secretary)
    assert db.session.scalar(select(LedgerEntry).where(LedgerEntry.verb == "paper.settled"))
    assert closing.close_vote(vote.id).counts["yes"]["heads"] == 1


def test_the_close_waits_with_the_numbers_until_all_adds_up(town, tick):
    vote = make_paper_vote(town)
    for home in homes(town)[:2]:
        hand_in(vote, home)
    vote = stop(vote)
    with pytest.raises(PapersOpen, match="发出7张.*2张"):
        closing.close_vote(vote.id)
    assert tick("votes.close_due") == {"votes.close_due": 0}  # and no sweep fails on it
    for wrong, words in (((2, 0, 4), "加起来是6张"), ((3, 0, 4), "3张"), ((2, 1, 4), "1张")):
        with pytest.raises(Refused, match=words):
            count_by_hand(vote, town, *wrong)
    count_by_hand(vote, town, 2, 0, 5)
    with pytest.raises(PapersOpen, match="2张票里还有2张"):
        closing.close_vote(vote.id)
    with pytest.raises(Conflict):
        hand_in(vote, town.other_household)
    for home in homes(town)[:2]:
        key_twice(vote, town, ballot_of(vote, home), NO)
    assert tick("votes.close_due") == {"votes.close_due": 1}
    assert db.session.get(Vote, vote.id).state is VoteState.CLOSED
    refuse_unfinished(db.session.get(Vote, vote.id))


def test_paper_is_a_channel_of_a_vote_held_here(town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    cast_for(vote, town.household, "甲")
    hand_in(vote, town.neighbour_household)
    vote = stop(vote)
    count_by_hand(vote, town, 1, 0, 6)
    key_twice(vote, town, 1, {"choice": "乙", "cannot": []})
    result = closing.close_vote(vote.id)
    assert result.by_channel == {"paper": 1, "phone": 1}
    assert result.counts["chosen"] == {"甲": 1, "乙": 1, "丙": 0}
    assert Channel.DESK not in result.by_channel
