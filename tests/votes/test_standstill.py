"""A database put back to an older backup, behind what was signed: votes stand still until it is said."""

import pytest
from sqlalchemy import select

from civic.database import writing
from civic.extensions import db
from civic.ledger import queries, witness
from civic.ledger.models import LedgerEntry
from civic.votes import closing, states
from civic.votes.models import Vote
from civic.votes.standstill import RecordBehind
from civic.votes.workflow import open_vote
from tests.factories.votes import cast_for, close, end, make_draft, make_vote
from tests.ledger.tampering import Record, unguarded
from tests.ledger.test_record import plant


@pytest.fixture
def restored(app, owner, town, tick):
    """Put the record back to where it was at an earlier signature; gives the function that does it."""
    vote = make_vote(town.secretary)
    number, community_id = vote.id, vote.community_id
    tick("ledger")
    db.session.remove()
    with owner.begin() as connection:
        unguarded(connection)
    record = Record(owner)

    def put_back():
        with writing():
            plant(1, community_id=community_id)
        tick("ledger", "ledger-witness")
        assert not witness.is_behind(community_id)
        db.session.remove()
        record.read()
        record.write(record.rows)
        tick("ledger-witness")

    return number, put_back


def test_no_vote_opens_takes_ballots_or_is_counted(restored, town, tick):
    number, put_back = restored
    vote = db.session.get(Vote, number)
    cast_for(vote, town.household, "甲")
    put_back()
    vote = db.session.get(Vote, number)
    with pytest.raises(RecordBehind):
        cast_for(vote, town.other_household, "乙")
    end(vote)
    with pytest.raises(RecordBehind):
        close(vote)
    assert closing.due_votes() == []
    tick("votes.close_due")
    assert db.session.get(Vote, number).state == states.VoteState.OPEN


def test_no_vote_opens(restored, town):
    _, put_back = restored
    draft = make_draft(town.secretary).id
    put_back()
    with pytest.raises(RecordBehind), writing():
        open_vote(db.session.get(Vote, draft), by=None)


def test_the_page_says_so_and_nothing_new_is_signed(restored, page, tick):
    number, put_back = restored
    vote = db.session.get(Vote, number)
    community_id = vote.community_id
    put_back()
    assert "投票全部锁住" in page.get("/ledger").text
    signed = witness.kept(community_id).size
    with writing():
        plant(2, community_id=community_id)
    tick("ledger")
    assert queries.checkpoints_by_community()[community_id][-1].size < signed


def test_votes_go_on_once_the_loss_is_said_in_public(app, restored, town, tick):
    number, put_back = restored
    vote = db.session.get(Vote, number)
    run, community_id = app.test_cli_runner().invoke, vote.community_id
    assert run(args=["ledger", "resume", str(community_id), "--yes"]).exit_code == 1
    put_back()
    signed = witness.kept(community_id).size
    db.session.remove()
    assert run(args=["ledger", "resume", str(community_id), "--yes"]).exit_code == 0
    tick("ledger", "ledger-witness")
    assert db.session.scalar(select(LedgerEntry.verb).where(LedgerEntry.verb == "ledger.resumed"))
    cast_for(db.session.get(Vote, number), town.household, "甲")
    kept = sorted((app.config["KEYS"] / "witness").glob("*.given-up"))
    assert [file.name for file in kept] == [f"{community_id}.{signed}.given-up"]
