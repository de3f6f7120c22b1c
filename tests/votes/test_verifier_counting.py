"""The verifier's own counting against the house's: two programs written apart, one rule."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.tampering import load, verdict
from civic.votes import ties
from civic.votes.contents import Sheet
from civic.votes.outcomes import outcome_of
from civic.votes.regimes import Line, Regime
from civic.votes.states import Method
from civic.votes.tallies import Purse, tally, with_silence
from civic.votes.terms import BudgetRule
from tests.votes.bundles import TERMS, file_of, make_bundle

verifier = load()
LETTERS = "甲乙丙丁戊"
shares = st.fractions(0, 1, max_denominator=6).filter(bool)
lines = st.builds(Line, shares, st.booleans())


def of_sheet(method, letters):
    """What one ballot may say, without the mark."""
    some = st.lists(st.sampled_from(letters), min_size=1, unique=True)
    points = st.dictionaries(st.sampled_from(letters), st.integers(0, 5))
    return {
        Method.SINGLE: st.sampled_from(letters).map(lambda one: {"choice": one}),
        Method.APPROVAL: some.map(lambda found: {"approved": found}),
        Method.PROJECTS: some.map(lambda found: {"approved": found}),
        Method.RANKED: some.map(lambda found: {"ranking": found}),
        Method.SCORE: points.map(lambda found: {"scores": found}),
        Method.POINTS: points.filter(lambda found: sum(found.values()) <= 5).map(
            lambda found: {"points": found}
        ),
    }[method]


@st.composite
def elections(draw, method):
    """(vote, options, letters, contents): an election of that method with everything that matters."""
    letters = LETTERS[: draw(st.integers(2, 5))]
    sheet = Sheet(method, tuple(letters), method not in (Method.PROJECTS, Method.POINTS), 5)
    contents = []
    for content in draw(st.lists(of_sheet(method, letters), max_size=9)):
        liked = set(content.get("approved", content.get("ranking", [content.get("choice")])))
        marks = [one for one in letters if one not in liked and draw(st.booleans())] if sheet.cannot else []
        contents.append(sheet.check(content | ({"cannot": marks} if sheet.cannot else {})))
    costs = {letter: draw(st.integers(0, 60)) for letter in letters}
    rule = draw(st.sampled_from(BudgetRule))
    budget = draw(st.integers(1, 150))
    return sheet, contents, Purse(costs, budget, rule), draw(lines), draw(lines), draw(st.integers(0, 9))


OPTION_METHODS = [method for method in Method if method not in (Method.YES_NO, Method.CONSENT)]


@pytest.mark.parametrize("method", OPTION_METHODS)
@given(st.data())
def test_any_election_comes_out_the_same(method, data):
    sheet, contents, purse, quorum, threshold, stayed = data.draw(elections(method))
    roll, counts = len(contents) + stayed, tally(sheet, contents, purse)
    vote = SimpleNamespace(regime=Regime.ADVISORY, method=method, roll_size=roll, quorum=quorum,
                           threshold=threshold, points_most=5, silence_follows=False)  # fmt: skip
    figures = {"counts": counts, "returned": len(contents), "returned_area": 0}
    outcome = outcome_of(vote, figures).value
    terms = TERMS | {
        "method": method.value, "points_most": 5, "quorum": said(quorum), "threshold": said(threshold),
        "budget_fen": purse.limit, "budget_rule": purse.rule.value,
    }  # fmt: skip
    options = [{"letter": letter, "cost_fen": cost} for letter, cost in purse.costs.items()]
    for content in contents:
        verifier.check_ballot(terms, list(sheet.letters), content)
    assert verifier.tally(terms, options, list(sheet.letters), contents) == counts
    assert verifier.outcome(terms, figures | {"roll_size": roll, "roll_area": 0}, counts) == outcome


def said(line):
    return {"num": line.share.numerator, "den": line.share.denominator, "strict": line.strict}


OWNED = (Regime.OWNERS_ORDINARY, Regime.OWNERS_SPECIAL)


@given(st.sampled_from(OWNED), st.booleans(), st.lists(st.integers(1, 9000), max_size=4), st.lists(
    st.tuples(st.sampled_from(("yes", "no", "abstain")), st.integers(1, 9000)), max_size=9))  # fmt: skip
def test_any_vote_of_owners_comes_out_the_same(regime, silence, stayed, ballots):
    contents = [{"choice": word, "area": area} for word, area in ballots]
    back = sum(area for _word, area in ballots)
    figures = {"returned": len(contents), "returned_area": back}
    roll = {"roll_size": len(contents) + len(stayed), "roll_area": back + sum(stayed)}
    counts = tally(Sheet(Method.YES_NO, cannot=False), contents)
    terms = TERMS | verifier_terms(regime) | {"regime": regime.value, "method": "yes_no"}
    assert verifier.tally(terms, [], [], contents) == counts
    if silence:
        ours = verifier.silent(counts, *roll.values())
        counts["with_silence"] = with_silence(counts, *roll.values())
        assert ours == counts["with_silence"]
    vote = SimpleNamespace(regime=regime, method=Method.YES_NO, silence_follows=silence, **roll)
    outcome = outcome_of(vote, figures | {"counts": counts})
    assert verifier.outcome(terms | {"silence_follows": silence}, figures | roll, counts) == outcome.value


def verifier_terms(regime):
    """Two thirds take part; more than half, or three quarters, of them agree (Civil Code art. 278)."""
    threshold = (1, 2, True) if regime == Regime.OWNERS_ORDINARY else (3, 4, False)
    return {
        "quorum": {"num": 2, "den": 3, "strict": False},
        "threshold": dict(zip(("num", "den", "strict"), threshold, strict=True)),
    }


@settings(max_examples=20)
@given(st.text(max_size=20))
def test_a_lot_falls_on_the_same_option(value):
    contents = [{"choice": letter, "cannot": []} for letter in "甲甲甲乙乙乙"]
    counts = {"chosen": {"甲": 3, "乙": 3}, "cannot": {"甲": 0, "乙": 0}, "tie": ["甲", "乙"]}
    half = {"num": 1, "den": 2, "strict": False}
    terms = {"letters": "甲乙", "threshold": half, "tie_rule": "lot", "draw_source": "摇奖"}
    pending = make_bundle(contents, counts, "not_reached", **terms)
    assert verdict(verifier, file_of(pending)) == (0, "")
    counts = counts | {"drawn": ties.drawn(pending["result"]["ballots_root"], value, ["甲", "乙"])}
    drawn = make_bundle(contents, counts, "reached", draw_value=value, **terms)
    assert verdict(verifier, file_of(drawn)) == (0, "")
    other = counts | {"drawn": "乙" if counts["drawn"] == "甲" else "甲"}
    assert (
        verdict(verifier, file_of(make_bundle(contents, other, "reached", draw_value=value, **terms)))[0] == 1
    )
