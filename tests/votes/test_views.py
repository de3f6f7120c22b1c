"""Votes as everybody reads them: list, result, receipts, and the pages of staff."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.database import local_today, writing
from civic.extensions import db
from civic.topics.states import TopicState
from civic.votes import keystore
from civic.votes.models import Turnout, Vote
from civic.votes.states import VoteState
from civic.votes.workflow import stop_taking
from tests.factories.topics import noticed, opinion_formed, put
from tests.factories.votes import cast_for, close, end, make_council_vote, make_draft, make_vote, speak_for


def test_the_list_shows_open_and_counted_votes_and_keeps_drafts_to_staff(page, town):
    make_draft(town.secretary, question="还在准备的")
    make_vote(town.secretary, question="正在投的")
    close(make_vote(town.secretary, question="数完的"))
    doc = page.get("votes.index")
    assert "正在投的" in doc and "数完的" in doc and "还在准备的" not in doc
    assert "数完的" not in page.get("votes.index", state="open")
    assert "正在投的" not in page.get("votes.index", state="closed")


@pytest.mark.parametrize("query", ["state=draft", "state=<b>", "after=nonsense"])
def test_filters_from_a_stranger_s_imagination_get_a_plain_answer(page, town, query):
    page.get(f"/votes?{query}", status=400)


@pytest.mark.parametrize(
    "path", ["/votes/999", "/votes/0", f"/votes/{10**30}", "/votes/999/ballot", "/votes/999/receipts"]
)
def test_a_vote_that_is_not_there(page, town, path):
    page.get(path, status=404)


def test_a_draft_is_not_there_for_strangers(page, town):
    draft = make_draft(town.secretary)
    page.get("votes.show", no=draft.id, status=404)
    page.get("votes.ballot", no=draft.id, status=404)
    assert "还在准备" in page.as_(town.staff).get("votes.show", no=draft.id)


def test_an_open_vote_tells_only_published_turnout(page, town):
    vote = make_vote(town.secretary)
    for home in (town.household, town.other_household):
        cast_for(vote, home, "丙")
    assert "陆续回来" in page.get("votes.show", no=vote.id)
    with writing():
        row = db.session.get(Turnout, (vote.id, "phone"))
        row.returned, row.published = 704, 700
    doc = page.get("votes.show", no=vote.id)
    assert "已收回700多张" in doc and "704" not in doc and "选它的" not in doc


def test_the_result_is_one_sentence_two_bars_and_a_table(page, town):
    vote = make_vote(town.secretary)
    for home, letter in (
        (town.household, "丙"),
        (town.other_household, "丙"),
        (town.neighbour_household, "甲"),
    ):
        cast_for(vote, home, letter, cannot="乙")
    row = db.session.scalars(select(Vote)).one()
    assert row.roll_size == 7
    close(vote)
    doc = page.get("votes.show", no=vote.id)
    assert "7户里有3户投了票,要4户才够数:没到参考线" in doc
    assert "7户,3户投了票:不够一半" in doc and "投票的3户里,2户选丙:超过一半 ✓" in doc
    assert len(doc.all("svg.bar")) == 2
    cells = [[cell.text() for cell in row.css("td")] for row in doc.all("tbody tr")]
    assert cells == [["1", "0"], ["0", "3"], ["2", "0"]]


@pytest.mark.parametrize("letters", ["丙丙丙甲", "丙甲", "", "丙丙甲甲"])
def test_advice_is_never_said_to_have_passed_nor_to_be_the_owners_meeting_s(page, town, letters):
    """I19, on every page of a vote, in both languages."""
    vote = make_vote(town.secretary)
    homes = (town.household, town.other_household, town.neighbour_household)
    for home, letter in zip(homes, letters, strict=False):
        cast_for(vote, home, letter)
    close(vote)
    for path in (f"/votes/{vote.id}", "/votes", f"/votes/{vote.id}/receipt"):
        words = page.get(path).text
        assert "业主大会决定" not in words and "通过" not in words.replace("没通过", "")
    page.client.set_cookie("lang", "en")
    words = page.get("votes.show", no=vote.id).text.lower()
    assert "passed" not in words and "adopted" not in words


def test_a_council_s_roll_call_stands_on_the_page(page, town):
    vote = make_council_vote(town.secretary, town.council)
    for seat in town.seats:
        speak_for(vote, seat)
    close(vote)
    doc = page.get("votes.show", no=vote.id)
    assert "6个席位,6个表了态:同意6个" in doc and "通过" in doc
    assert len(doc.all("tbody tr")) == 6


def test_a_receipt_code_that_is_none_or_unknown(page, town):
    vote = make_vote(town.secretary)
    assert "这不是回执号" in page.get("votes.receipt", no=vote.id, code="你好")
    assert "没有这个号" in page.get("votes.receipt", no=vote.id, code="7QK4-M2XD-9TAB")
    page.get(f"/votes/{vote.id}/receipts?from=zz", status=400)


def test_receipts_are_not_listed_before_the_close(page, town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    assert "截止以后公布" in page.get("votes.receipts", no=vote.id)


def test_a_home_finds_its_receipt_again_on_another_phone_while_the_vote_is_open(page, town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    other_phone = page.as_(town.second_adult)
    assert other_phone.get("votes.receipt", no=vote.id).h1 == "您家的票已收到"
    close(vote)
    assert other_phone.get("votes.receipt", no=vote.id).h1 == "查我家的票收到没有"


def in_five_days():
    """What staff fill in."""
    closes_on = str(local_today() + timedelta(days=5))
    return {"regime": "advisory", "question": "灯装哪儿", "closes_on": closes_on}


def test_staff_prepare_and_the_secretary_opens(page, town):
    topic = opinion_formed(town.secretary, options=2)
    desk = page.as_(town.staff)
    desk.get("votes.new", no=topic.id)
    doc = desk.submit(
        "存好", regime="advisory", question="灯装哪儿", closes_on=str(local_today() + timedelta(days=5))
    )
    vote = db.session.scalars(select(Vote)).one()
    assert doc.url == f"/votes/{vote.id}" and "由书记打开" in doc
    desk.post("votes.open_now", no=vote.id, status=403)
    secretary = page.as_(town.secretary)
    secretary.get("votes.show", no=vote.id)
    doc = secretary.submit("开始投票")
    assert "投票开始了" in doc.flashes[0] and db.session.get(Vote, vote.id).state is VoteState.OPEN
    assert keystore.path_of(vote.id).stat().st_mode & 0o777 == 0o600


def test_a_second_click_prepares_one_vote(page, town):
    topic = opinion_formed(town.secretary)
    desk = page.as_(town.staff)
    form = desk.get("votes.new", no=topic.id)
    filled = {
        "regime": "advisory",
        "question": "灯装哪儿",
        "closes_on": str(local_today() + timedelta(days=5)),
    }
    first = desk.submit("存好", filled, on=form)
    assert desk.submit("存好", filled, on=form).url == first.url
    assert len(db.session.scalars(select(Vote)).all()) == 1


def test_an_unfinished_form_keeps_what_was_typed(page, town):
    topic = opinion_formed(town.secretary)
    desk = page.as_(town.staff)
    desk.get("votes.new", no=topic.id)
    doc = desk.submit("存好", question="灯" * 121, about="😀" * 2001, closes_on="2020-01-01", status=422)
    assert "最多120个字" in doc and "从今天起" in doc or "今天起半年" in doc
    assert doc.one("input[name=question]").attributes["value"] == "灯" * 121


def test_the_notice_holds_the_opening_up_in_words(page, town):
    draft = make_draft(town.secretary, topic=put(noticed(town.secretary), TopicState.OPINION_FORMED))
    secretary = page.as_(town.secretary)
    assert "公示还没满" in secretary.get("votes.show", no=draft.id)
    secretary.submit("开始投票", status=409)
    assert db.session.get(Vote, draft.id).state is VoteState.DRAFT


def test_residents_run_no_votes(page, town):
    topic, vote = opinion_formed(town.secretary), make_draft(town.secretary)
    me = page.as_(town.resident)
    me.get("votes.new", no=topic.id, status=403)
    for endpoint in ("votes.open_now", "votes.declare_void"):
        me.post(endpoint, no=vote.id, status=403)
    me.post("votes.create", no=topic.id, status=403)


def test_the_secretary_declares_a_vote_void_in_public(page, town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    secretary = page.as_(town.secretary)
    secretary.get("votes.voiding", no=vote.id)
    assert "告诉大家为什么" in secretary.submit("公开宣布作废", note="", status=422)
    secretary.submit("公开宣布作废", reason="wrong_papers", note="图画错了")
    assert "图画错了" in page.get("votes.show", no=vote.id)
    assert not keystore.path_of(vote.id).exists()


def test_a_vote_waiting_to_be_counted_says_so(page, town, tick):
    vote = make_vote(town.secretary)
    end(vote)
    with writing():
        stop_taking(vote)
    assert "正在数票" in page.get("votes.show", no=vote.id)
    tick("votes.close_due")
    assert "没到参考线" in page.get("votes.show", no=vote.id)


def test_pages_cost_the_same_however_many_votes_and_ballots(page, town, queries):
    vote = make_vote(town.secretary)
    close(vote)
    with queries() as few:
        page.get("votes.index")
    with queries() as small:
        page.get("votes.show", no=vote.id)
    for _ in range(12):
        close(make_vote(town.secretary))
    larger = make_vote(town.secretary)
    for home in (town.household, town.other_household, town.neighbour_household):
        cast_for(larger, home)
    close(larger)
    with queries() as many:
        page.get("votes.index")
    with queries() as large:
        page.get("votes.show", no=larger.id)
    assert len(few) == len(many) <= 6 and len(small) == len(large) <= 8


def test_a_signed_in_visitor_s_vote_page_stays_within_eight_statements(page, town, at_most):
    vote = make_vote(town.secretary)
    me = page.as_(town.resident)
    with at_most(8):
        me.get("votes.show", no=vote.id)
    council = make_council_vote(town.secretary, town.council)
    delegate = page.as_(town.delegate)
    with at_most(8):
        delegate.get("votes.show", no=council.id)
