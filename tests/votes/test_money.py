"""共享一笔钱: costs on the options, projects or points on the ballot, the sum given out and counted again."""

import json
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from benchmarks.tampering import load, verdict
from civic.database import local_today, writing
from civic.errors import Refused
from civic.extensions import db
from civic.places.models import Household
from civic.topics.forms import WRONG, fen_of
from civic.topics.models import Option
from civic.votes import bundle, queries
from civic.votes.models import Vote, VoteOption
from civic.votes.regimes import at_least
from civic.votes.states import Method
from civic.votes.terms import BudgetRule
from civic.votes.workflow import open_vote
from tests.factories.topics import opinion_formed, screened
from tests.factories.votes import cast_content, close, make_draft

verifier = load()
COSTS = {"甲": 600_000, "乙": 500_000, "丙": 400_000}
SUM = 1_000_000


def priced(topic, costs=COSTS):
    with writing() as session:
        for letter, fen in costs.items():
            mine = (Option.topic_id == topic.id) & (Option.letter == letter)
            session.execute(update(Option).where(mine).values(cost_fen=fen))
    return topic


def money_vote(town, method=Method.PROJECTS, rule=BudgetRule.GREEDY, costs=COSTS, **terms):
    topic = priced(opinion_formed(town.secretary, options=3), costs)
    more = {"points_most": 10} if method == Method.POINTS else {}
    terms = {"budget_fen": SUM, "budget_rule": rule, "cannot_accept": False} | more | terms
    draft = make_draft(town.secretary, topic=topic, method=method, quorum=at_least(1, 3), **terms)
    with writing():
        return open_vote(draft, by=town.secretary)


def homes():
    return list(db.session.scalars(select(Household).order_by(Household.id)))


def counted(vote, contents):
    for home, content in zip(homes(), contents, strict=False):
        cast_content(vote, home, content)
    result = close(vote)
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    assert verdict(verifier, raw) == (0, ""), json.loads(raw)["result"]
    return result.counts


def approve(*letters):
    return {"approved": list(letters)}


def test_down_the_list_the_next_that_still_fits(town):
    ballots = [
        approve("甲", "乙"),
        approve("甲"),
        approve("甲", "乙"),
        approve("乙"),
        approve("丙"),
        approve("甲"),
    ]
    counts = counted(money_vote(town), ballots)
    assert counts == {
        "support": {"甲": 4, "乙": 3, "丙": 1}, "selected": ["甲", "丙"], "spent_fen": 1_000_000,
    }  # fmt: skip


def test_by_equal_shares_a_minority_gets_its_part(town):
    """Four of six want 甲 and 乙; two want 丙. Down the list 甲 eats 6 000 first; shared, 丙 is paid for."""
    ballots = [approve("甲", "乙")] * 4 + [approve("丙")] * 2
    costs = {"甲": 600_000, "乙": 500_000, "丙": 300_000}
    greedy = counted(money_vote(town, costs=costs), ballots)
    shared = counted(money_vote(town, rule=BudgetRule.EQUAL_SHARES, costs=costs), ballots)
    assert greedy["selected"] == ["甲", "丙"] and "丙" in shared["selected"]
    assert shared["spent_fen"] <= SUM


def test_points_are_added_up(town):
    ballots = [{"points": {"甲": 7, "丙": 3}}, {"points": {"丙": 10}}, {"points": {"乙": 1}}]
    counts = counted(money_vote(town, Method.POINTS), ballots)
    assert counts["support"] == {"甲": 7, "乙": 1, "丙": 13}
    assert counts["selected"] == ["甲", "丙"]


def test_a_household_fills_it_in_and_reads_what_came_out(town, page):
    vote = money_vote(town)
    voter = page.as_(town.neighbour)
    voter.get(f"/votes/{vote.id}/ballot")
    assert "¥6,000" in voter.last and "一共¥10,000" in voter.last
    assert "¥6,000" in page.as_().get("votes.show", no=vote.id)
    assert "¥10,000" in page.as_().get("votes.show", no=vote.id)
    voter.submit(f"form[action='/votes/{vote.id}/choice']", {"approved": ["甲", "丙"]})
    voter.submit(f"form[action='/votes/{vote.id}/representative']", {"adult": "y"})
    voter.submit("#send", {"adult": "y"} if "adult" in voter.last.source else {})
    for home in homes()[:4]:
        if home.id != town.other_household.id:
            cast_content(vote, home, approve("甲"))
    close(vote)
    doc = page.as_().get("votes.show", no=vote.id)
    assert "¥10,000" in doc and "✓" in doc.one("table.table").text()


def test_the_office_prepares_it(town, page):
    topic = priced(opinion_formed(town.secretary, options=3))
    office = page.as_(town.secretary)
    office.get("votes.new", no=topic.id)
    typed = {"regime": "advisory", "question": "一万元先做哪几件", "method": "projects"}
    typed["closes_on"] = (local_today() + timedelta(days=1)).isoformat()  # today may be too late already
    doc = office.submit("存好,先不开始", **typed, budget="一万", status=422)
    assert doc.all("details[open] [name=budget]")
    office.submit("存好,先不开始", **typed, budget="10000", budget_rule="equal_shares")
    vote = db.session.scalar(select(Vote))
    assert (vote.budget_fen, vote.budget_rule) == (SUM, BudgetRule.EQUAL_SHARES)
    assert not vote.cannot_accept
    with writing():
        open_vote(vote, by=town.secretary)
    costs = db.session.execute(select(VoteOption.letter, VoteOption.cost_fen)).all()
    assert dict(map(tuple, costs)) == COSTS


@pytest.mark.parametrize("costs", [{"甲": 600_000, "乙": None, "丙": 1}, {"甲": SUM + 1, "乙": 1, "丙": 1}])
def test_without_costs_or_with_one_too_dear_it_does_not_open(town, costs):
    with pytest.raises(Refused):
        money_vote(town, costs=costs)


def test_costs_are_written_into_the_table_before_the_notice(town, page):
    topic = screened(town.secretary)
    first, second = db.session.scalars(select(Option.id).order_by(Option.id))
    office = page.as_(town.secretary)
    office.get("topics.facts", no=topic.id)
    wrong = {f"cost-{first}": "很多", f"cost-{second}": "2100"}
    doc = office.submit("保存表格", wrong, status=422)
    assert "很多" in str(doc.one(f"[name=cost-{first}]").attributes)
    office.submit("保存表格", wrong | {f"cost-{first}": "1,234.5元"})
    assert list(db.session.scalars(select(Option.cost_fen).order_by(Option.id))) == [123_450, 210_000]
    assert "¥1,234.50" in page.as_().get("topics.show", no=topic.id)


@given(st.integers(0, 10**11 - 1))
def test_a_sum_is_read_as_it_is_shown(fen):
    assert fen_of(f"{fen // 100:,}.{fen % 100:02d}") == fen


@pytest.mark.parametrize("typed", ["很多", "-5", "1.234", "1e9", "９９万", "1" * 10])
def test_what_is_no_sum(typed):
    assert fen_of(typed) == WRONG


def test_greedy_never_leaves_out_what_fits(town):
    """Whatever six homes tick, no project that somebody supports fits into what is left."""
    for one, other in combinations(["甲", "乙", "丙"], 2):
        counts = counted(money_vote(town), [approve(one)] * 3 + [approve(other)] * 2)
        left = SUM - counts["spent_fen"]
        rest = [letter for letter in COSTS if letter not in counts["selected"] and counts["support"][letter]]
        assert all(COSTS[letter] > left for letter in rest)
