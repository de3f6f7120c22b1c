"""The office's page of a vote's paper asks the database a small, constant number of times."""

import pytest
from sqlalchemy import select

from civic.database import local_today, writing
from civic.extensions import db
from civic.votes import paper_returns
from civic.votes.models import RollEntry
from civic.votes.paper_models import PaperBallot
from tests.factories.votes import count_by_hand, key_ballot, make_paper_vote, make_vote, put_on_paper, stop

MOST = 6  # one more where a home says: that was not us


@pytest.fixture
def read(page, at_most):
    """`read(person, vote)`: the page in at most so many statements."""

    def call(person, vote, most=MOST):
        no, visitor = vote.id, page.as_(person)
        visitor.get("votes.index")
        with at_most(most):
            return visitor.get("votes.papers_page", no=no)

    return call


def hand_all_in(vote, number):
    numbers = list(db.session.scalars(select(PaperBallot.number).order_by(PaperBallot.number)))[:number]
    with writing():
        for one in numbers:
            paper_returns.hand_in(vote, one, local_today())
    return numbers


@pytest.mark.parametrize("number", [1, 6])
def test_whatever_lies_in_the_box(read, town, number):
    vote = make_paper_vote(town)
    numbers = hand_all_in(vote, number)
    read(town.secretary, vote)
    vote = stop(vote)
    count_by_hand(vote, town, returned=number, spoiled=0, unreturned=7 - number)
    for one in numbers:
        key_ballot(vote, town.staff, one, {"choice": "yes"})
        key_ballot(vote, town.delegate, one, {"choice": "no"})
    doc = read(town.secretary, vote)
    assert len([one for one in doc.texts("h3") if "号票" in one or "选票" in one]) >= number
    read(town.delegate, vote)


def test_before_anything_is_printed(read, town):
    vote = make_vote(town.secretary)
    read(town.secretary, vote)
    put_on_paper(vote, town)
    read(town.secretary, vote)
    assert db.session.scalar(select(RollEntry.id).limit(1))
