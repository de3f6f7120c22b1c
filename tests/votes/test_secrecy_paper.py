"""What paper and the desk leave of a secret vote: nothing finer than a day, nothing after the count."""

import importlib
from datetime import datetime

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, select, text

from civic.database import writing
from civic.extensions import db
from civic.votes import closing, settling
from civic.votes.entered_models import EnteredBallot
from civic.votes.models import Vote
from civic.votes.paper_models import PaperBallot, PaperKeying, PaperSettlement, PaperSheet, PaperVisit
from civic.votes.regimes import Regime
from civic.votes.states import VoidReason
from civic.votes.workflow import void
from tests.factories.votes import (
    ballot_of,
    count_by_hand,
    hand_in,
    key_ballot,
    key_twice,
    make_paper_vote,
    make_vote,
    put_on_paper,
    stop,
)

WHY = "折痕不是勾"


@pytest.mark.parametrize("table", (EnteredBallot, PaperBallot, PaperKeying, PaperSettlement, PaperVisit))
def test_no_table_of_the_paper_holds_a_time_of_day_or_an_order_of_arrival(app, table):
    for column in inspect(db.engine).get_columns(table.__tablename__):
        assert column["type"].python_type is not datetime, column["name"]


def test_what_was_entered_lies_without_row_numbers(app):
    """SQLite would else keep the order in which homes came on a day."""
    if db.engine.dialect.name != "sqlite":
        return
    made = "SELECT sql FROM sqlite_master WHERE name = 'entered_ballot'"
    assert "WITHOUT ROWID" in db.session.scalar(text(made))


def keyed_and_settled(town):
    """A secret vote with one home on paper, read differently, settled; not counted yet."""
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    vote = stop(vote)
    count_by_hand(vote, town, returned=1, spoiled=0, unreturned=6)
    key_ballot(vote, town.staff, 1, {"choice": "乙", "cannot": []})
    key_ballot(vote, town.delegate, 1, {"choice": "丙", "cannot": []})
    with writing():
        settling.settle(vote, 1, content={"choice": "乙", "cannot": []}, reason=WHY, by=town.secretary)
    return vote


def left_behind():
    return [len(db.session.scalars(select(table)).all()) for table in (PaperKeying, PaperSettlement)]


def test_nothing_says_after_the_count_what_the_only_paper_ballot_held(town, page):
    """Which home voted on paper is known; so who keyed what may not outlive the box."""
    vote = keyed_and_settled(town)
    assert left_behind() == [2, 1]
    closing.close_vote(vote.id)
    assert left_behind() == [0, 0]
    assert db.session.get(PaperSheet, vote.id).settled == 1
    doc = page.get("votes.show", no=vote.id)
    assert "1张" in doc and WHY not in doc
    page.as_(town.secretary).get("votes.papers_page", no=vote.id)  # still adds up


def test_a_void_vote_forgets_what_was_keyed_too(town):
    vote = keyed_and_settled(town)
    with writing():
        void(db.session.get(Vote, vote.id), reason=VoidReason.WITHDRAWN, by=town.secretary)
    assert left_behind() == [0, 0]


def test_the_migration_forgets_what_earlier_counts_left(town, owner):
    """Votes counted before this was done: as if the count had forgotten it."""
    vote = keyed_and_settled(town)
    with writing() as session:
        session.execute(text("UPDATE vote SET state = 'closed'"))
    no = vote.id
    db.session.remove()
    step = importlib.import_module("migrations.versions.0021_told_by_day")
    with owner.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step._forget_what_was_counted()
    assert left_behind() == [0, 0]
    assert db.session.get(PaperSheet, no).settled == 1


def test_of_a_named_vote_everything_stays_to_be_checked(town, page):
    vote = make_paper_vote(town, Regime.OWNERS_ORDINARY)
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    hand_in(vote, town.other_household)
    key_twice(vote, town, ballot_of(vote, town.other_household), {"choice": "no"})
    key_ballot(vote, town.staff, number, {"choice": "yes"})
    key_ballot(vote, town.delegate, number, {"choice": "no"})
    with writing():
        settling.settle(vote, number, content={"choice": "yes"}, reason=WHY, by=town.secretary)
    vote = stop(vote)
    count_by_hand(vote, town, returned=2, spoiled=0, unreturned=5)
    closing.close_vote(vote.id)
    assert left_behind() == [4, 1]
    assert WHY in page.get("votes.show", no=vote.id)
