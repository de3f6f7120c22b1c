"""Elections in the Pabulib format: vote types, greedy rules, and what is wrong with a file in plain words."""

import hashlib
import json
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from civic.extensions import db
from civic.votes import budgets, pabulib
from civic.votes.elections import MOST_PROJECTS, held_day, letter_of
from civic.votes.models import CountedBallot
from civic.votes.queries import vote_or_404
from civic.votes.states import VoteState
from civic.votes.terms import Conduct

HEAD = "META\nkey;value\ndescription;试\nnum_projects;{projects}\nnum_votes;{votes}\nbudget;{budget}\n"


def file_of(ballots, costs, budget, vote_type="approval", rule="greedy", more="", column="vote"):
    """A Pabulib file of these lines of VOTES."""
    head = HEAD.format(projects=len(costs), votes=len(ballots), budget=budget)
    lines = [f"{head}vote_type;{vote_type}\nrule;{rule}\n{more}PROJECTS", "project_id;cost;name"]
    lines += [f'{name};{cost};"名 ""{name}""; 加分号"' for name, cost in costs.items()]
    lines += ["VOTES", f"voter_id;{column}"]
    lines += [f"v{n};{ballot}" for n, ballot in enumerate(ballots)]
    return ("\n".join(lines) + "\n").splitlines(keepends=True)


def selected(*args, **more):
    return pabulib.selected(pabulib.read(file_of(*args, **more)))


COSTS = {"a": 600, "b": 500, "c": 400}
BALLOTS = ["a"] * 5 + ["b"] * 4 + ["c"] * 3


def test_greedy_passes_over_what_does_not_fit_and_no_skip_ends_there():
    assert selected(BALLOTS, COSTS, 1000) == ["a", "c"]
    assert selected(BALLOTS, COSTS, 1000, rule="greedy-no-skip") == ["a"]


def test_a_threshold_keeps_out_what_few_want():
    more = "min_project_score_threshold;4\n"
    assert selected(BALLOTS, COSTS, 2000, rule="greedy-threshold", more=more) == ["a", "b"]


def test_points_count_and_not_heads_where_points_are_given():
    ballots = ["a;1", "a;1", "b,a;9,1", "c;2"]
    assert selected(ballots, COSTS, 500, "cumulative", column="vote;points") == ["b"]
    assert selected(ballots, COSTS, 600, "scoring", column="vote;points") == ["b"]


def test_ranks_are_worth_their_places_when_no_points_stand_there():
    assert selected(["c,a,b", "c,b", "a"], COSTS, 600, "ordinal") == ["c"]
    assert pabulib.read(file_of(["c,a,b"], COSTS, 1, "ordinal")).support() == {"c": 3, "a": 2, "b": 1}


def test_one_choice_each_and_empty_ballots_and_costs_with_decimals():
    costs = {"a": "600,50", "b": "399.50", "c": "0.01"}
    assert selected(["a", "b", "", "b"], costs, "1000.00", "choose-1") == ["a", "b"]


def test_the_earlier_line_goes_first_among_equals():
    assert selected(["a", "b"], {"b": 1, "a": 1}, 1) == ["b"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text[: len(text) // 2], "ends without VOTES|is not whole|columns"),
        (lambda text: text[: text.rindex("v11")], "is not whole"),
        (lambda text: text.replace("cost;name", "name;x"), "no column cost"),
        (lambda text: text.replace("a;600", "a;viel"), "no number"),
        (lambda text: text.replace("v3;a", "v3;z"), "no project"),
        (lambda text: text.replace("v3;a", "v3;a,a"), "twice"),
        (lambda text: text.replace("approval", "by-shouting"), "vote_type"),
        (lambda text: text.replace("budget;1000\n", ""), "no budget"),
        (lambda text: "voter_id;vote\n1;a\n", "begin with META"),
        (lambda text: text.replace("greedy", "by-lot"), "does not know the rule"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(spoil, words):
    text = spoil("".join(file_of(BALLOTS, COSTS, 1000)))
    with pytest.raises(pabulib.BadFile, match=rf"line \d+: .*({words})"):
        pabulib.selected(pabulib.read(text.splitlines(keepends=True)))


def test_a_byte_order_mark_and_titles_of_a_spreadsheet_are_no_fault():
    text = "\ufeff" + "".join(file_of(BALLOTS, COSTS, 1000)).replace("PROJECTS\n", "PROJECTS;;\n")
    assert pabulib.selected(pabulib.read(text.splitlines(keepends=True))) == ["a", "c"]


MONEY = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 9), min_size=1)


@given(
    costs=MONEY,
    support=st.dictionaries(st.sampled_from("abcde"), st.integers(0, 5)),
    budget=st.integers(0, 30),
)
def test_greedy_spends_within_the_budget_and_leaves_out_nothing_that_fits(costs, support, budget):
    found = budgets.greedy(costs, support, budget)
    assert found.spent == sum(costs[one] for one in found.projects) <= budget
    for one in set(costs) - set(found.projects):
        ahead = [p for p in found.projects if support.get(p, 0) >= support.get(one, 0)]
        assert costs[one] > budget - sum(costs[p] for p in ahead)


APPROVALS = st.lists(st.sets(st.sampled_from("abcd"), max_size=4).map(lambda s: tuple(sorted(s))), max_size=8)


def slow_shares(costs, ballots, budget):
    """Equal shares as the paper says it, voter by voter; approval, each project gives its cost."""
    purse = {n: Fraction(budget, len(ballots)) for n in range(len(ballots))}
    chosen = []
    while True:
        best = None
        for project in costs:
            if project in chosen:
                continue
            voters = [n for n, ballot in enumerate(ballots) if project in ballot]
            if sum(purse[n] for n in voters) < costs[project]:
                continue
            for n in sorted(voters, key=purse.get):  # whoever has less than the price gives all
                poorer = [m for m in voters if purse[m] < purse[n]]
                each = Fraction(costs[project] - sum(purse[m] for m in poorer), len(voters) - len(poorer))
                if each <= purse[n]:
                    price = each / costs[project]
                    break
            if best is None or price < best[0]:
                best = price, project, each, voters
        if best is None:
            return chosen
        _price, project, each, voters = best
        for n in voters:
            purse[n] -= min(purse[n], each)
        chosen.append(project)


@given(
    costs=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 12), min_size=1),
    ballots=APPROVALS,
    budget=st.integers(1, 30),
)
def test_equal_shares_is_the_paper_s(costs, ballots, budget):
    ballots = [tuple(p for p in ballot if p in costs) for ballot in ballots] or [()]
    grouped = {}
    for ballot in ballots:
        key = tuple((one, costs[one]) for one in ballot)
        grouped[key] = grouped.get(key, 0) + 1
    shares = budgets._shares(costs, grouped, Fraction(budget, len(ballots)))
    assert shares == slow_shares(costs, ballots, budget)
    whole = budgets.equal_shares(costs, grouped, budget)
    assert whole.spent <= budget


def test_the_command_prints_one_object_and_nothing_else(app, tmp_path):
    path = tmp_path / "one.pb"
    path.write_text("".join(file_of(BALLOTS, COSTS, 1000)), "utf-8")
    told = app.test_cli_runner().invoke(args=["votes", "import-pabulib", str(path), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {
        "rule": "greedy", "budget": 1000, "projects": 3, "ballots": 12, "selected": ["a", "c"]
    }  # fmt: skip
    path.write_text(path.read_text("utf-8")[:150], "utf-8")
    refused = app.test_cli_runner().invoke(args=["votes", "import-pabulib", str(path), "--json"])
    assert refused.exit_code == 1 and "line" in refused.stderr and not refused.stdout


@pytest.mark.real_data
def test_real_elections_are_read_whole(real_data):
    """Our copies have no `selected` column; what is shown is that nothing is lost and all fits."""
    for path in sorted((real_data / "pabulib").glob("*.pb")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            election = pabulib.read(lines)
        assert election.votes == int(election.meta["num_votes"])
        chosen = pabulib.selected(election)
        assert chosen and sum(election.costs[one] for one in chosen) <= election.budget


def brought_in(app, path):
    told = app.test_cli_runner().invoke(args=["votes", "import-pabulib", str(path)])
    assert told.exit_code == 0, told.output
    return int(told.stdout.rsplit("vote ", 1)[1])


@pytest.mark.parametrize("vote_type", ["approval", "ordinal"])
def test_a_closed_vote_is_built_from_the_file_once(app, town, page, tmp_path, vote_type):
    path = tmp_path / "one.pb"
    path.write_text("".join(file_of(BALLOTS, COSTS, 1000, vote_type=vote_type)), "utf-8")
    number = brought_in(app, path)
    assert brought_in(app, path) == number
    vote = vote_or_404(number)
    assert vote.state == VoteState.CLOSED and vote.conduct == Conduct.EXTERNAL
    with path.open(encoding="utf-8-sig", newline="") as lines:
        election = pabulib.read(lines)
    titles = {option.letter: project for option, project in zip(vote.options, COSTS, strict=True)}
    chosen = [titles[letter] for letter in vote.result.counts["selected"]]
    assert chosen == pabulib.selected(election)
    kept = list(db.session.scalars(select(CountedBallot.content).where(CountedBallot.vote_id == number)))
    assert len(kept) == election.votes
    field = "approved" if vote_type == "approval" else "points"
    again = Counter(letter for one in kept for letter in one[field])
    if vote_type == "approval":
        assert again == Counter(vote.result.counts["support"]) - Counter()
    doc = page.as_().get("votes.show", no=number)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in doc and "1,000" in doc
    for wrong in ("户投了票", "每户一票", "重算不了"):
        assert wrong not in doc


def test_signs_are_two_and_different():
    signs = [letter_of(place) for place in range(MOST_PROJECTS - 1)]
    assert len(set(signs)) == len(signs) and {len(one) for one in signs} == {2} and signs[0] == "01"


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ({"date_end": "31.10.2022"}, date(2022, 10, 31)), ({"date_end": "2021-05-02"}, date(2021, 5, 2)),
        ({"date_end": "2019"}, date(2019, 12, 31)), ({"instance": "2018"}, date(2018, 12, 31)),
    ],
)  # fmt: skip
def test_the_day_is_the_file_s(meta, day):
    assert held_day(meta) == day
