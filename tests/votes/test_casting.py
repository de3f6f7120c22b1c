"""Casting, waiting and closing: what is in the box, what comes out of it, and every guard."""

import pytest
from sqlalchemy import func, select

from civic.accounts.households import verify_claim
from civic.accounts.models import Membership
from civic.database import writing
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.threads.models import Status, Thread
from civic.votes import casting, closing, keystore, roll
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, Turnout, Vote
from civic.votes.states import ReceiptStanding, Standing, VoidReason, VoteState
from civic.votes.workflow import publish_count, stop_taking, void
from tests.factories.accounts import make_resident
from tests.factories.votes import (
    cast_for,
    close,
    end,
    entry_of,
    make_draft,
    make_vote,
)


def count(table, **where):
    return db.session.scalar(select(func.count()).select_from(table).filter_by(**where))


def test_one_ballot_a_household_and_the_last_one_counts(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲")
    with pytest.raises(casting.AlreadyVoted):
        cast_for(vote, town.household, "乙")
    cast_for(vote, town.household, "丙", replace=True)
    cast_for(vote, town.other_household, "丙", cannot="乙")
    assert count(Envelope) == 2
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 2
    result = close(vote)
    assert result.counts == {"chosen": {"甲": 0, "乙": 0, "丙": 2}, "cannot": {"甲": 0, "乙": 1, "丙": 0}}
    assert (result.returned, result.spoiled, result.unverified) == (2, 0, 0)


def test_no_ballot_before_the_opening_or_after_the_close(town):
    draft = make_draft(town.secretary)
    keystore.create(draft.id)
    with writing():
        roll.write(draft, roll.lines_of(draft))
    with pytest.raises(casting.TooLate):
        cast_for(draft, town.household)
    vote = make_vote(town.secretary)
    end(vote)
    with pytest.raises(casting.TooLate):
        cast_for(vote, town.household)
    assert count(Envelope) == 0


def test_a_claimed_home_waits_and_counts_once_the_office_has_checked_it(town):
    vote = make_vote(town.secretary)
    person = make_resident(town.neighbour_household, standing="claimed")
    cast_for(vote, town.neighbour_household, "乙", claimed_by=person.id)
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 0
    with writing():
        assert casting.verify_pending(vote, entry_of(vote, town.neighbour_household), person.id)
    assert db.session.scalar(select(func.sum(Turnout.returned))) == 1
    assert close(vote).counts["chosen"]["乙"] == 1


def test_a_claimed_home_nobody_checked_does_not_count_and_the_result_says_so(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.neighbour_household, "乙", claimed_by=town.unverified.id)
    result = close(vote)
    assert (result.returned, result.unverified) == (0, 1)
    assert db.session.scalar(select(ReceiptLine.standing)) is ReceiptStanding.UNVERIFIED


def test_a_claim_never_stands_in_the_way_of_the_checked_ballot_nor_replaces_it(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲", claimed_by=town.unverified.id)
    cast_for(vote, town.household, "丙")
    with writing():
        assert not casting.verify_pending(vote, entry_of(vote, town.household), town.unverified.id)
    result = close(vote)
    assert result.counts["chosen"] == {"甲": 0, "乙": 0, "丙": 1} and result.unverified == 1


def test_nothing_is_checked_after_the_close(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲", claimed_by=town.unverified.id)
    end(vote)
    with pytest.raises(casting.TooLate), writing():
        casting.verify_pending(vote, entry_of(vote, town.household), town.unverified.id)


def test_the_office_s_check_itself_lets_the_envelope_count(town):
    vote = make_vote(town.secretary)
    claim = db.session.scalar(select(Membership).where(Membership.person_id == town.unverified.id))
    cast_for(vote, town.other_household, "甲", claimed_by=town.unverified.id)
    with writing():
        verify_claim(db.session.get(Membership, claim.id), by=town.staff)
    assert db.session.scalar(select(Envelope.standing)) is Standing.COUNTED


def test_a_vote_does_not_close_before_its_hour(town):
    vote = make_vote(town.secretary)
    with pytest.raises(Conflict):
        closing.close_vote(vote.id)


def test_the_close_counts_once_destroys_key_and_envelopes_and_is_final(town):
    vote = make_vote(town.secretary)
    ready = cast_for(vote, town.household, "甲")
    assert keystore.path_of(vote.id).exists()
    result = close(vote)
    again = closing.close_vote(vote.id)
    assert again is result and count(CountedBallot) == 1 and count(Envelope) == 0
    assert not keystore.path_of(vote.id).exists()
    assert db.session.get(ReceiptLine, (vote.id, ready.fingerprint)).standing is ReceiptStanding.COUNTED
    said = db.session.scalars(
        select(LedgerEntry.verb).where(LedgerEntry.subject == f"vote:{vote.id}").order_by(LedgerEntry.id)
    ).all()
    assert said == ["vote.prepared", "vote.opened", "vote.stopped", "vote.counted"]
    with pytest.raises(Conflict), writing():
        void(db.session.get(Vote, vote.id), reason=VoidReason.WRONG_ROLL)


def test_a_count_is_not_published_from_an_open_vote(town):
    vote = make_vote(town.secretary)
    box = closing.open_box(vote)
    with pytest.raises(Conflict), writing():
        publish_count(vote, box)


def test_a_crash_between_the_two_halves_of_the_close_loses_nothing(town, tick):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "乙")
    end(vote)
    with writing():
        stop_taking(vote)
    assert tick("votes.close_due") == {"votes.close_due": 1}
    assert db.session.get(Vote, vote.id).state is VoteState.CLOSED and count(CountedBallot) == 1


def test_a_lost_key_voids_the_vote_and_never_guesses(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    keystore.destroy(vote.id)
    assert close(vote) is None
    vote = db.session.get(Vote, vote.id)
    assert (vote.state, vote.void_reason) == (VoteState.VOID, VoidReason.KEY_LOST)
    assert count(Envelope) == 0 and count(CountedBallot) == 0


def test_a_machine_without_the_key_store_judges_nothing(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    folder = keystore.path_of(vote.id).parent
    away = folder.rename(folder.with_name("elsewhere"))
    assert close(vote) is None
    assert db.session.get(Vote, vote.id).state == VoteState.COUNTING
    away.rename(folder)
    assert closing.close_vote(vote.id) is not None
    assert db.session.get(Vote, vote.id).state == VoteState.CLOSED


def test_an_envelope_moved_to_another_home_or_vote_does_not_open(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲")
    cast_for(vote, town.other_household, "乙")
    with writing():
        one, other = db.session.scalars(select(Envelope)).all()
        one.payload, other.payload = other.payload, one.payload
    result = close(vote)
    assert (result.returned, result.spoiled) == (0, 2)


def test_a_replaced_ballot_s_receipt_says_so(town):
    vote = make_vote(town.secretary)
    first = cast_for(vote, town.household, "甲")
    second = cast_for(vote, town.household, "甲", replace=True)
    close(vote)
    standings = {line.fingerprint: line.standing for line in db.session.scalars(select(ReceiptLine))}
    assert standings == {
        first.fingerprint: ReceiptStanding.REPLACED,
        second.fingerprint: ReceiptStanding.COUNTED,
    }


def test_voiding_empties_the_box_unopened(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    with writing():
        void(vote, reason=VoidReason.WRONG_PAPERS, note="图画错了", by=town.secretary)
    assert count(Envelope) == 0 and db.session.get(Vote, vote.id).state is VoteState.VOID
    assert db.session.get(Thread, vote.thread_id).status is Status.DELIBERATING
