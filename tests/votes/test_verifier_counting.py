"""The verifier's own counting against the house's: two programs written apart, one rule."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.tampering import load
from civic.votes import budgets, ranked

verifier = load()
LETTERS = "甲乙丙丁戊"
letters = st.integers(2, 5).map(lambda number: LETTERS[:number])


@st.composite
def elections(draw):
    """An order on the ballot and rankings that may stop early."""
    order = draw(letters)
    ranking = st.permutations(order).flatmap(
        lambda one: st.integers(1, len(one)).map(lambda n: tuple(one[:n]))
    )
    return order, draw(st.lists(ranking, max_size=12))


@given(elections())
def test_instant_run_off_and_pairs(order_and_ballots):
    order, rankings = order_and_ballots
    grouped = Counter(rankings)
    theirs, pairs = ranked.run_off(grouped, order), ranked.pairs(grouped, order)
    ours = verifier._ranked(grouped, list(order))
    assert ours["rounds"] == list(theirs.rounds) and ours["out"] == list(theirs.out)
    assert ours["winner"] == theirs.winner and ours.get("tie", []) == list(theirs.tied)
    assert ours["pairs"] == pairs and ours["condorcet"] == ranked.condorcet(pairs, order)


costs = letters.flatmap(lambda order: st.fixed_dictionaries({one: st.integers(0, 60) for one in order}))


@given(costs.flatmap(lambda costs: st.tuples(st.just(costs), st.lists(st.dictionaries(
    st.sampled_from(sorted(costs)), st.integers(1, 5)), max_size=8), st.integers(1, 150))))  # fmt: skip
@pytest.mark.parametrize("rule", ["greedy", "equal_shares"])
def test_budgets(rule, given_):
    costs, ballots, budget = given_
    options = [{"letter": one, "cost_fen": cost} for one, cost in costs.items()]
    ours = verifier._budget({"budget_rule": rule, "budget_fen": budget}, options, ballots)
    grouped = Counter(tuple(sorted(one.items())) for one in ballots)
    support = {one: sum(ballot.get(one, 0) for ballot in ballots) for one in costs}
    if rule == "greedy":
        theirs = budgets.greedy(costs, support, budget)
    else:
        theirs = budgets.equal_shares(costs, grouped, budget)
    assert ours["selected"] == list(theirs.projects) and Fraction(ours["spent_fen"]) == theirs.spent
    assert ours["support"] == support
