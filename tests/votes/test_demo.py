"""The demo votes: V1 and V5 of domain.md §7 exactly, recounted from the ballots, and one that is open."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from benchmarks.homes import open_vote
from civic import demo
from civic.accounts.models import Person
from civic.action_items.models import ActionItem
from civic.database import SHANGHAI, utcnow
from civic.extensions import db
from civic.votes import mine, telling
from civic.votes.closing import options_of
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, Vote
from civic.votes.paper_office import office_or_404
from civic.votes.queries import vote_or_404
from civic.votes.regimes import Outcome, Regime
from civic.votes.states import Method, VoteState
from civic.votes.terms import Conduct


def counted(regime):
    number = db.session.scalar(select(Vote.id).where(Vote.regime == regime, Vote.state == VoteState.CLOSED))
    return vote_or_404(number)


def test_the_demo_votes_give_the_story_s_figures_and_load_once(app):
    first = demo.load()  # the whole town, once for all who ask about it
    assert all(first.values()) and first["votes"] == 9
    assert not any(demo.load().values())
    # The seven promises of D3 are what the third meeting agreed on; none is promised twice.
    agreed = select(func.count()).select_from(ActionItem).where(ActionItem.agreement_id.is_not(None))
    assert db.session.scalar(agreed) == 7

    bins = counted(Regime.ADVISORY)
    assert (bins.result.roll_size, bins.result.returned, bins.result.outcome) == (1032, 704, Outcome.REACHED)
    ballots = db.session.scalars(select(CountedBallot.content).where(CountedBallot.vote_id == bins.id)).all()
    assert Counter(one["ranking"][0] for one in ballots) == {"丙": 417, "甲": 201, "乙": 86}
    assert Counter(letter for one in ballots for letter in one["cannot"]) == {"乙": 233, "甲": 148, "丙": 61}
    assert not any(set(one["ranking"]) & set(one["cannot"]) for one in ballots)
    assert bins.result.by_channel == {"phone": 388, "paper": 271, "desk": 45}
    receipts = select(func.count()).select_from(ReceiptLine).where(ReceiptLine.vote_id == bins.id)
    assert db.session.scalar(receipts) == 704
    assert "1,032户里有704户投了票;第一选择是丙的417户,353户就够" in telling.arithmetic(bins, bins.result)

    duties = counted(Regime.COUNCIL)
    assert duties.result.outcome is Outcome.ADOPTED
    assert duties.result.counts == {"voices": {"consent": 5, "stand_aside": 1, "object": 0}}

    here = Vote.state == VoteState.OPEN, Vote.conduct == Conduct.HERE
    now = db.session.scalars(select(Vote).where(*here)).one()
    assert open_vote().id == now.id  # what benchmarks and soak cast for
    resident = db.session.scalar(select(Person).where(Person.nickname == "杜仲"))
    assert now.takes_ballots(utcnow()) and mine.standing_of(now, resident) == "may"
    assert (
        db.session.scalar(select(func.count()).select_from(Envelope).where(Envelope.vote_id == now.id)) > 200
    )

    owned = db.session.scalars(select(Vote).where(Vote.state == VoteState.DRAFT)).one()
    assert (owned.roll_size, owned.roll_area) == (1019, 8_217_600)  # as V2 and V3 were held
    assert owned.roll_drawn_on == (utcnow() - timedelta(days=6)).astimezone(SHANGHAI).date()

    money = db.session.scalars(select(Vote).where(Vote.method == Method.PROJECTS)).one()
    result = vote_or_404(money.id).result
    assert result.outcome is Outcome.REACHED and result.returned == 526
    dear = {one.letter for one in options_of(money) if one.cost_fen > 1_000_000}
    small = set(result.counts["selected"]) - dear
    assert (
        len(small) == 3 and result.counts["spent_fen"] <= 6_000_000
    )  # a list down would take both dear ones

    paper = (Vote.state == VoteState.OPEN, Vote.conduct == Conduct.PAPER)
    office = office_or_404(db.session.scalars(select(Vote.id).where(*paper)).one())
    assert (office.issued, office.returned, office.spoiled) == (1019 + 3, 84, 3)
    assert [len(office.keyers), office.register.settled, len(office.differences)] == [2, 29, 1]
