"""On a decision's page: the count it stands on, by channel and building; how to disagree, until when."""

from datetime import date

import pytest

from civic.database import writing
from civic.decisions import queries, showing
from civic.decisions.models import Basis, Decision, DecisionState
from civic.extensions import db
from civic.topics.models import Topic
from civic.votes.models import Vote
from civic.votes.regimes import Regime
from civic.votes.turnout_models import BuildingTurnout
from tests.factories import decisions as make
from tests.factories.topics import opinion_formed
from tests.factories.votes import cast_for, close, make_vote


@pytest.fixture
def decided(town):
    """A decision on notice that stands on a counted vote."""
    topic = opinion_formed(town.secretary, options=3)
    vote = make_vote(town.secretary, topic=topic)
    for home in (town.household, town.other_household, town.neighbour_household):
        cast_for(vote, home, "丙")
    close(vote)
    vote = db.session.get(Vote, vote.id)
    topic = db.session.get(Topic, vote.topic_id)
    return make.noticed(town.secretary, topic=topic, basis=Basis.VOTE, vote_id=vote.id)


def test_bars_channels_and_the_ways_to_check_stand_on_the_page(page, decided):
    doc = page.get("decisions.show", no=decided.id)
    assert len(doc.all("svg.bar")) == 2 and "7户,3户投了票:不够一半" in doc
    assert "票从哪儿来" in doc and "手机、电脑 3" in doc
    links = [one.attributes["href"] for one in doc.all("main a")]
    assert f"/votes/{decided.vote_id}/trust" in links and "#count" in links


def test_turnout_by_building_is_shown_where_it_was_kept(page, decided, town):
    assert "各楼有多少户投了" not in page.get("decisions.show", no=decided.id)
    with writing() as session:
        session.add(
            BuildingTurnout(vote_id=decided.vote_id, place_id=town.building.id, entitled=40, voted=31)
        )
    doc = page.get("decisions.show", no=decided.id)
    cells = [cell.text() for cell in doc.all("details tbody td")]
    assert cells == ["40", "31"] and "不单列" in doc


def test_how_to_disagree_is_said_with_its_day(page, decided):
    assert "每条都公开答复" in page.get("decisions.show", no=decided.id)
    with writing() as session:
        session.get(Decision, decided.id).state = DecisionState.CONFIRMED
    assert "可以提成新的议题" in page.get("decisions.show", no=decided.id)


def test_owners_are_told_until_when_a_court_can_annul(app, town, decided):
    number = decided.id
    db.session.expunge_all()
    decision = queries.decision_or_404(number)
    assert "请法院撤销" not in showing.way_to_disagree(decision)
    decision.vote.regime = Regime.OWNERS_SPECIAL
    assert "请法院撤销" in showing.way_to_disagree(decision)
    db.session.rollback()


def test_a_year_after():
    assert showing.a_year_after(date(2026, 3, 14)) == date(2027, 3, 14)
    assert showing.a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
