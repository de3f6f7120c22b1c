"""Each way of filling in a ballot, from the empty page to the result, as a household walks it."""

from hashlib import sha256

import pytest

from civic.errors import Refused
from civic.extensions import db
from civic.votes.models import CountedBallot, VoteResult
from civic.votes.regimes import Outcome, Regime, at_least
from civic.votes.states import Method
from civic.votes.terms import Conduct, TieRule
from tests.factories.votes import cast_content, close, make_draft, make_vote

MORE = {Method.SCORE: {"points_most": 5}}
FILLED = {
    Method.SINGLE: ({"choice": "乙", "cannot": ["甲"]}, {"choice": "乙", "cannot": ["甲"]}, "乙"),
    Method.APPROVAL: ({"approved": ["甲", "丙"]}, {"approved": ["甲", "丙"], "cannot": []}, "丙"),
    Method.RANKED: (
        {"mark_0": "3", "mark_2": "1", "cannot": ["乙"]}, {"ranking": ["丙", "甲"], "cannot": ["乙"]}, "丙"
    ),
    Method.SCORE: (
        {"mark_0": "5", "mark_1": "0"}, {"scores": {"甲": 5, "乙": 0}, "cannot": []}, "5分"
    ),
    Method.YES_NO: ({"choice": "no"}, {"choice": "no"}, "不同意"),
}  # fmt: skip


@pytest.mark.parametrize("method", FILLED)
def test_a_household_fills_in_checks_sends_and_reads_the_result(town, page, method):
    fields, content, read_back = FILLED[method]
    vote = make_vote(town.secretary, method=method, **MORE.get(method, {}))
    voter = page.as_(town.neighbour)
    voter.get(f"/votes/{vote.id}/ballot")
    voter.submit(f"form[action='/votes/{vote.id}/choice']", fields)
    assert read_back in voter.last.one("dl.facts").text()
    voter.submit(f"form[action='/votes/{vote.id}/representative']", {"adult": "y"})
    assert read_back in voter.last.one("dl.facts").text()
    voter.submit("#send", {"adult": "y"} if "adult" in voter.last.source else {})
    close(vote)
    assert [one.content for one in db.session.query(CountedBallot)] == [content]
    assert page.get(f"/votes/{vote.id}").one("table.table") is not None


WRONG = {
    Method.APPROVAL: ({}, "至少勾一个"),
    Method.RANKED: ({"mark_0": "1", "mark_1": "1"}, "第1位排了两个"),
    Method.YES_NO: ({}, "三个回答"),
    Method.SINGLE: ({"choice": "甲", "cannot": ["甲"]}, "甲"),
}


@pytest.mark.parametrize("method", WRONG)
def test_a_slip_is_told_beside_what_was_ticked(town, page, method):
    fields, words = WRONG[method]
    vote = make_vote(town.secretary, method=method)
    page.get(f"/votes/{vote.id}/ballot")
    page.submit(f"form[action='/votes/{vote.id}/choice']", fields, status=422)
    assert words in page.last.one("fieldset .error").text()


def test_a_run_off_is_shown_round_by_round(town, page):
    vote = make_vote(town.secretary, method=Method.RANKED)
    homes = (town.household, town.other_household, town.neighbour_household)
    for home, ranking in zip(homes, (["甲", "丙"], ["乙", "丙", "甲"], ["丙", "甲"]), strict=True):
        cast_content(vote, home, {"ranking": ranking, "cannot": []})
    result = close(vote)
    assert [len(votes) for votes in result.counts["rounds"]] == [3, 2]
    heads = [cell.text() for cell in page.get(f"/votes/{vote.id}").all("table.table thead th")]
    assert "第1轮" in heads and "第2轮" in heads


def test_a_tie_is_not_carried_unless_a_draw_was_named(town):
    vote = make_vote(town.secretary, method=Method.SINGLE)
    cast_content(vote, town.household, {"choice": "甲", "cannot": []})
    cast_content(vote, town.other_household, {"choice": "乙", "cannot": []})
    result = close(vote)
    assert result.counts["tie"] == ["甲", "乙"] and result.outcome is Outcome.NOT_REACHED


@pytest.mark.parametrize(
    ("regime", "terms"),
    [
        (Regime.COUNCIL, {"method": Method.SINGLE}),
        (Regime.ADVISORY, {"method": Method.CONSENT}),
        (Regime.ADVISORY, {"method": Method.SCORE}),
        (Regime.ADVISORY, {"method": Method.PROJECTS}),
        (Regime.ADVISORY, {"method": Method.POINTS, "budget_fen": 100}),
        (Regime.ADVISORY, {"method": Method.SINGLE, "budget_fen": 100}),
        (Regime.ADVISORY, {"tie_rule": TieRule.LOT}),
        (Regime.ADVISORY, {"silence_follows": True}),
        (Regime.ADVISORY, {"silence_follows": True, "method": Method.YES_NO}),
        (
            Regime.RESIDENTS_MEETING,
            {"silence_follows": True, "conduct": Conduct.PAPER, "convened_by": "居民会议"},
        ),
    ],
)
def test_terms_that_do_not_go_together_are_refused(town, regime, terms):
    with pytest.raises(Refused):
        make_draft(town.secretary, regime=regime, council_id=town.council.id, **terms)


def a_tie(town, **terms):
    vote = make_vote(town.secretary, quorum=at_least(1, 10), threshold=at_least(1, 2), **terms)
    cast_content(vote, town.household, {"choice": "甲", "cannot": []})
    cast_content(vote, town.other_household, {"choice": "乙", "cannot": []})
    close(vote)
    return vote


def test_a_draw_named_beforehand_decides_once_and_can_be_worked_out(town, page):
    vote = a_tie(town, tie_rule=TieRule.LOT, draw_source="12月1日双色球第一个红球")
    desk = page.as_(town.secretary)
    desk.get(f"/votes/{vote.id}")
    desk.submit("记下来", {"value": "红球07"})
    result = db.session.get(VoteResult, vote.id)
    seed = sha256(bytes.fromhex(result.ballots_root) + "红球07".encode()).digest()
    wanted = min("甲乙", key=lambda letter: sha256(seed + letter.encode()).hexdigest())
    assert result.counts["drawn"] == wanted and result.outcome is Outcome.REACHED
    assert f"落在{wanted}" in page.get(f"/votes/{vote.id}").text
    desk.post("votes.create_draw", {"value": "红球08"}, no=vote.id, status=409)


def test_without_a_named_draw_there_is_nothing_to_enter(town, page):
    vote = a_tie(town)
    page.as_(town.secretary).post("votes.create_draw", {"value": "7"}, no=vote.id, status=409)
    page.as_(town.resident).post("votes.create_draw", {"value": "7"}, no=vote.id, status=403)
