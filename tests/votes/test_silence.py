"""沉默视为同多数: off by default, only by the owners' own article, in red, both counts told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.database import local_today, writing
from civic.extensions import db
from civic.votes import closing, paper_returns
from civic.votes.models import Vote
from civic.votes.paper_models import PaperBallot
from civic.votes.workflow import open_vote
from tests.factories.topics import opinion_formed
from tests.factories.votes import count_by_hand, hang_out, key_twice, put_on_paper, stop

ARTICLE = "议事规则第十二条:按期送达而未交回的票,计入已表决的多数票。"
SAVE = "存好,先不开始"
RED = "没交回来的票"


@pytest.fixture
def form(page, town):
    """The form of a vote on paper, for a matter of the owners; `typed` are its words."""
    office = page.as_(town.secretary)
    office.get("votes.new_paper", no=opinion_formed(town.secretary).id, matter="use_fund")
    office.typed = {"convened_by": "星榆花园业主大会", "question": "动用维修资金修屋顶", "closes_hour": "20"}
    office.typed["closes_on"] = (local_today() + timedelta(days=9)).isoformat()
    return office


def made():
    return db.session.scalar(select(Vote))


def test_it_is_off_unless_ticked_and_an_article_without_the_tick_is_not_kept(form):
    assert not form.last.all("input[name=silence_follows][checked]")
    form.submit(SAVE, silence_basis=ARTICLE, **form.typed)
    assert made().silence_follows is False and ARTICLE not in made().about


def test_without_the_article_it_is_refused_and_what_was_typed_stays(form):
    doc = form.submit(SAVE, silence_follows="y", status=422, **form.typed)
    assert made() is None and "动用维修资金修屋顶" in str(doc.one("[name=question]").attributes)
    assert doc.all("details[open] input[name=silence_follows][checked]")


def test_it_is_not_offered_where_owners_do_not_decide(page, town):
    office = page.as_(town.secretary)
    doc = office.get("votes.new_paper", no=opinion_formed(town.secretary).id, matter="pact")
    assert not doc.all("[name=silence_follows]")


def test_it_stands_in_red_before_on_the_ballot_and_beside_both_counts(form, page, town):
    form.submit(SAVE, silence_follows="y", silence_basis=ARTICLE, **form.typed)
    vote = made()
    hang_out(vote, town.secretary)
    with writing():
        open_vote(vote, by=town.secretary)
    put_on_paper(vote, town)
    doc = page.as_().get("votes.show", no=vote.id)
    assert RED in doc.one("p.late").text() and ARTICLE in doc
    assert RED in form.get("votes.print_papers", no=vote.id, door_id=town.door.id, what="ballots")
    numbers = db.session.scalars(select(PaperBallot.number).order_by(PaperBallot.number)).all()[:3]
    with writing():
        for number in numbers:
            paper_returns.hand_in(vote, number, local_today())
    vote = stop(vote)
    count_by_hand(vote, town, returned=3, spoiled=0, unreturned=4)
    for number, said in zip(numbers, ("yes", "yes", "no"), strict=True):
        key_twice(vote, town, number, {"choice": said})
    result = closing.close_vote(vote.id)
    assert result.counts["yes"]["heads"] == 2 and result.counts["with_silence"]["yes"]["heads"] == 6
    doc = page.as_().get("votes.show", no=vote.id)
    red = " ".join(one.text() for one in doc.all("p.late"))
    assert "2" in red and "6" in red
