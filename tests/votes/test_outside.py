"""Who may decide, and results of votes held elsewhere: their labels, their arithmetic, what is refused."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from civic.database import writing
from civic.demo.outside_votes import RESULTS
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.topics.models import Topic
from civic.votes.matters import BY_CODE, MATTERS
from civic.votes.outside import Figures, enter_result
from civic.votes.queries import vote_or_404
from civic.votes.regimes import Outcome, Regime
from civic.votes.states import VoteState
from tests.factories.topics import opinion_formed
from tests.factories.votes import cast_for, close, make_vote

OWNERS, HOMES = Figures(900, 600, 450, 150), Figures(9_000_000, 6_000_000, 4_500_000, 1_500_000)
TOLD = {
    "question": "车棚改驿站",
    "convened_by": "业主大会",
    "held_on": date(2025, 1, 3),
    "evidence": "南门公告栏",
}


def brought_in(town, matter="use_of_shared", heads=OWNERS, areas=HOMES, **more):
    topic = opinion_formed(town.secretary)
    with writing():
        topic = db.session.get(Topic, topic.id)
        number = enter_result(topic, BY_CODE[matter], heads, areas, by=town.secretary, **TOLD | more).id
    return vote_or_404(number)


def test_exactly_two_thirds_and_three_quarters_are_enough(town):
    vote = brought_in(town)
    assert (vote.state, vote.result.outcome) == (VoteState.CLOSED, Outcome.PASSED)
    entry = db.session.scalar(select(LedgerEntry).where(LedgerEntry.verb == "vote.imported"))
    assert entry.subject == f"vote:{vote.id}"


@pytest.mark.parametrize(
    ("matter", "heads", "areas", "outcome"),
    [
        ("use_of_shared", Figures(900, 599, 599, 0), HOMES, Outcome.VOID),
        ("use_of_shared", OWNERS, Figures(9_000_000, 5_999_999, 5_000_000, 0), Outcome.VOID),
        ("use_of_shared", Figures(900, 600, 449, 0), HOMES, Outcome.NOT_PASSED),
        ("use_fund", Figures(900, 600, 300, 300), HOMES, Outcome.NOT_PASSED),
        ("use_fund", Figures(900, 600, 301, 0), Figures(9_000_000, 6_000_000, 3_000_001, 0), Outcome.PASSED),
        ("pact", Figures(1000, 500, 400, 0), None, Outcome.VOID),
        ("pact", Figures(1000, 501, 251, 0), None, Outcome.PASSED),
    ],
)
def test_a_hair_less_is_not(town, matter, heads, areas, outcome):
    assert brought_in(town, matter, heads, areas).result.outcome is outcome


@pytest.mark.parametrize(
    ("matter", "heads", "areas", "more", "fault"),
    [
        ("wishes", OWNERS, None, {}, Conflict),
        ("use_of_shared", OWNERS, None, {}, Refused),
        ("use_of_shared", Figures(900, 901, 0, 0), HOMES, {}, Refused),
        ("use_of_shared", Figures(900, 600, 400, 201), HOMES, {}, Refused),
        ("use_of_shared", OWNERS, Figures(0, 0, 0, 0), {}, Refused),
        ("pact", Figures(10, 5, -1, 0), None, {}, Refused),
        ("pact", OWNERS, None, {"evidence": " "}, Refused),
        ("pact", OWNERS, None, {"convened_by": ""}, Refused),
    ],
)
def test_what_contradicts_itself_is_refused(town, matter, heads, areas, more, fault):
    with pytest.raises(fault):
        brought_in(town, matter, heads, areas, **more)


def test_the_story_s_votes_come_to_their_results(town):
    """V2, V3 and V4 of domain.md §7."""
    found = [brought_in(town, one["matter"], one["heads"], one["areas"]).result for one in RESULTS]
    assert [one.outcome for one in found] == [Outcome.PASSED, Outcome.NOT_PASSED, Outcome.PASSED]
    assert (found[0].returned, found[0].returned_area) == (761, 6_204_800)


def test_its_page_says_whose_it_is_and_that_it_cannot_be_counted_here(town, page):
    vote = brought_in(town, announcement="2号议案通过。", announced_on=date(2025, 1, 5))
    shown = page.get(f"/votes/{vote.id}")
    assert "外部结果" in shown.text and "重算不了" in shown.text and "2号议案通过" in shown.text
    assert "请懂电脑的亲友帮您重算" not in shown.text
    assert page.fetch(f"/votes/{vote.id}/bundle.json").status_code == 404
    for asked in (f"/verify?vote={vote.id}", f"/votes/{vote.id}/trust"):
        assert "bundle.json" not in page.client.get(asked, follow_redirects=True).text
    assert "外部结果" in page.get("/votes").text


def test_before_the_announcement_it_holds_for_nothing(town, page):
    assert "没公告就不算数" in page.get(f"/votes/{brought_in(town).id}").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_vote_held_here_never_calls_itself_the_owners_decision(town, page, lang):
    """I19: on the page, the list, the poster and the topic, open and counted."""
    page.client.set_cookie("lang", lang)
    vote = make_vote(town.secretary)
    addresses = (f"/votes/{vote.id}", "/votes", f"/votes/{vote.id}/poster", f"/topics/{vote.topic_id}")
    read = [page.fetch(address).text for address in addresses]
    cast_for(vote, town.household)
    close(vote)
    read += [page.fetch(address).text for address in addresses]
    plain = [re.sub(r"<[^>]+>", "", text).replace("不是业主大会表决", "") for text in read]
    plain = [text.replace("not a vote of the owners' meeting", "") for text in plain]
    for text in plain:
        assert not re.search(
            "业主大会(决定|表决|通过)|表决通过|owners' meeting (decided|passed)|Passed", text
        )


def test_every_matter_says_who_decides_and_from_where(town, page):
    topic = opinion_formed(town.secretary)
    desk = page.as_(town.secretary)
    shown = desk.get("votes.matters", no=topic.id)
    for matter in MATTERS:
        assert str(matter.source) in shown.text
    assert {one.regime for one in MATTERS} >= set(Regime) - {Regime.CONSULTATION}
    page.as_(town.resident).get("votes.matters", no=topic.id, status=403)


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(town, page):
    topic = opinion_formed(town.secretary)
    desk = page.as_(town.secretary)
    desk.get(f"/topics/{topic.id}/results/new?matter=use_of_shared")
    typed = {
        "question": "车棚改驿站", "convened_by": "业主大会", "held_on": "2025-01-03",
        "evidence": "南门公告栏",
        "heads_whole": "900", "heads_part": "950", "heads_yes": "450", "heads_no": "150",
        "area_whole": "90000", "area_part": "60000", "area_yes": "45000", "area_no": "15000",
    }  # fmt: skip
    wrong = desk.submit("记下这个结果", typed, status=422)
    assert "对不上" in wrong.text and wrong.one("[name=heads_yes]").attributes["value"] == "450"
    right = desk.submit("记下这个结果", {"heads_part": "600"})
    assert "够数" in right.text
    desk.get(f"/topics/{topic.id}/results/new?matter=nonsense", status=400)
