"""The roll hangs out before the opening: who reads what, objections, and what the opening waits for."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.notifications.models import Message
from civic.places.models import Household
from civic.votes import roll_check
from civic.votes.models import Vote
from civic.votes.regimes import Regime
from civic.votes.roll_models import DAYS_TO_CHECK, Answer, RollObjection
from civic.votes.states import VoteState
from civic.votes.workflow import open_vote
from tests.factories.votes import hang_out, make_council_vote, make_draft

WRONG = "我家面积写少了,产权证上是96平"


@pytest.fixture
def draft(town):
    """A vote of owners on paper, prepared."""
    terms = {"conduct": "paper", "convened_by": "星榆花园业主大会", "question": "动用维修资金修屋顶"}
    return make_draft(town.secretary, regime=Regime.OWNERS_ORDINARY, days=40, **terms)


def address(town):
    return f"{town.door.label}{town.household.unit_label}"


def open_now(vote, town):
    with writing():
        return open_vote(db.session.get(Vote, vote.id), by=town.secretary)


def object_(vote, town, words=WRONG):
    with writing():
        return roll_check.object_to(vote, town.household, words, by=town.resident)


def answer(found, town, upheld):
    with writing():
        return roll_check.answer(found, upheld=upheld, reason="查了产权证", by=town.secretary)


def test_a_vote_by_law_does_not_open_undrawn(draft, town):
    with pytest.raises(Refused, match="没有公布名册"):
        open_now(draft, town)


def test_it_hangs_out_three_whole_days(draft, town, clock):
    with writing():
        roll_check.draw(draft, by=town.secretary)
    for _day in range(DAYS_TO_CHECK + 1):
        with pytest.raises(Refused, match="三天"):
            open_now(draft, town)
        clock.forward(days=1)
    assert open_now(draft, town).state == VoteState.OPEN


def test_a_vote_of_our_own_opens_without(town):
    assert open_now(make_draft(town.secretary), town).state == VoteState.OPEN


def test_an_objection_holds_the_opening_up_until_it_is_answered(draft, town):
    hang_out(draft, town.secretary)
    found = object_(draft, town)
    with pytest.raises(Refused, match="1户"):
        open_now(draft, town)
    assert answer(found, town, upheld=False) == Answer.REFUSED
    assert open_now(draft, town).state == VoteState.OPEN


def test_a_right_objection_lets_the_days_run_again(draft, town):
    hang_out(draft, town.secretary)
    answer(object_(draft, town), town, upheld=True)
    with pytest.raises(Refused, match="没有公布名册"):
        open_now(draft, town)
    with writing() as session:
        mine = Household.id == town.household.id
        session.execute(update(Household).where(mine).values(area_centi=9600))
    with writing():
        again = roll_check.draw(draft, by=town.secretary)
    assert again.roll_drawn_on == local_today()
    with pytest.raises(Refused, match="三天"):
        open_now(draft, town)


def test_a_roll_that_changed_unseen_does_not_open(draft, town):
    hang_out(draft, town.secretary)
    with writing() as session:
        session.execute(update(Household).where(Household.id == town.household.id).values(area_centi=1))
    with pytest.raises(Refused, match="变了"):
        open_now(draft, town)


def test_an_objection_to_a_vote_of_our_own_counts_too(town):
    draft = make_draft(town.secretary)
    hang_out(draft, town.secretary, days=0)
    object_(draft, town)
    with pytest.raises(Refused, match="1户"):
        open_now(draft, town)


def test_one_objection_a_home_until_it_is_answered(draft, town):
    hang_out(draft, town.secretary)
    found = object_(draft, town)
    with pytest.raises(Conflict):
        object_(draft, town, "再说一次")
    answer(found, town, upheld=False)
    with pytest.raises(Conflict, match="处理过"):
        answer(found, town, upheld=True)
    object_(draft, town, "再说一次")


def test_nothing_is_drawn_or_objected_after_the_opening(draft, town):
    hang_out(draft, town.secretary)
    open_now(draft, town)
    with pytest.raises(Conflict), writing():
        roll_check.draw(draft, by=town.secretary)
    with pytest.raises(Conflict):
        object_(draft, town)


def test_a_council_has_its_seats(town):
    vote = make_council_vote(town.secretary, town.council)
    with pytest.raises(Conflict), writing():
        roll_check.draw(vote, by=town.secretary)


def test_who_objected_is_told_of_the_answer(draft, town):
    hang_out(draft, town.secretary)
    answer(object_(draft, town), town, upheld=True)
    told = select(Message.person_id).where(Message.verb == "roll.objection_answered")
    assert list(db.session.scalars(told)) == [town.resident.id]


def test_everybody_reads_count_and_mark_and_nobody_another_line(draft, town, page):
    page.as_().get("votes.roll", no=draft.id, status=404)
    page.as_().get("votes.show", no=draft.id, status=404)
    page.as_(town.secretary).get("votes.roll", no=draft.id)
    hang_out(draft, town.secretary)
    doc = page.as_().get("votes.roll", no=draft.id)
    vote = db.session.get(Vote, draft.id)
    assert vote.roll_root[:16] in doc and str(vote.roll_size) in doc
    assert town.household.unit_label not in doc.one("main").text() and not doc.all("form textarea")
    assert "查一查您家" in page.as_().get("votes.show", no=draft.id)


def test_a_home_objects_reads_the_answer_and_nobody_else_does(draft, town, page):
    hang_out(draft, town.secretary, days=1)
    home = page.as_(town.resident)
    doc = home.get("votes.roll", no=draft.id)
    assert address(town) in doc
    home.submit("对名册提意见", words="", status=422)
    doc = home.submit("对名册提意见", words=WRONG)
    assert WRONG in doc and "还没有答复" in doc
    assert WRONG not in page.as_(town.neighbour).get("votes.roll", no=draft.id)
    assert WRONG not in page.as_().get("votes.roll", no=draft.id)
    office = page.as_(town.secretary)
    office.get("votes.roll", no=draft.id)
    office.follow(address(town))
    office.submit("答复这一户", reason="", status=422)
    office.submit("答复这一户", reason="产权证写的是88平", upheld=None)
    doc = home.get("votes.roll", no=draft.id)
    assert "产权证写的是88平" in doc and "名册没有错" in doc


def test_nobody_objects_for_another_home(draft, town, page):
    hang_out(draft, town.secretary)
    home = page.as_(town.resident)
    home.get("votes.roll", no=draft.id)
    home.submit("对名册提意见", words=WRONG, home=str(town.other_household.id), status=422)
    assert db.session.scalar(select(RollObjection)) is None


def test_the_days_are_counted_in_shanghai(draft, town):
    hang_out(draft, town.secretary, days=0)
    assert roll_check.opens_from(db.session.get(Vote, draft.id)) == local_today() + timedelta(days=4)
