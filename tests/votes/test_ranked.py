"""Instant run-off and Condorcet against the slowest way to say the same: one ballot at a time."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.votes import ranked

RANKINGS = st.integers(1, 5).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, size - 1), unique=True, min_size=0, max_size=size).map(tuple), max_size=30
    ).map(lambda ballots: (size, ballots))
)


def slow_run_off(order, ballots):
    """Every ballot is read anew in every round; the history of rounds breaks ties for leaving."""
    still, history, out = list(order), [], []
    while still:
        tops = [next((one for one in ballot if one in still), None) for ballot in ballots]
        votes = {one: tops.count(one) for one in still}
        history.append(votes)
        voters = len([top for top in tops if top is not None])
        for one in still:
            if votes[one] * 2 > voters:
                return one, out, history
        if len(still) == 2 or voters == 0:
            return None, out, history
        worst = sorted(still, key=lambda one: ([past[one] for past in reversed(history)], -order.index(one)))
        out.append(worst[0])
        still.remove(worst[0])
    return None, out, history


@given(RANKINGS)
@settings(max_examples=400)
def test_the_run_off_is_the_slow_one(case):
    size, ballots = case
    order = list(range(size))
    found = ranked.run_off(Counter(ballots), order)
    winner, out, history = slow_run_off(order, ballots)
    assert (found.winner, list(found.out), list(found.rounds)) == (winner, out, history)


@given(RANKINGS)
@settings(max_examples=400)
def test_condorcet_is_whoever_wins_every_duel(case):
    size, ballots = case
    order = list(range(size))

    def prefers(one, other):
        return sum(
            one in ballot and (other not in ballot or ballot.index(one) < ballot.index(other))
            for ballot in ballots
        )

    duels = [one for one in order if all(prefers(one, o) > prefers(o, one) for o in order if o != one)]
    wanted = duels[0] if duels and (size > 1) else None
    found = ranked.condorcet(ranked.pairs(Counter(ballots), order), order)
    assert found == wanted or size == 1


def test_a_majority_ends_it_at_once_and_the_last_two_alike_are_a_tie():
    assert ranked.run_off({("丙",): 417, ("甲",): 201, ("乙",): 86}, "甲乙丙").rounds == (
        {"甲": 201, "乙": 86, "丙": 417},
    )
    tie = ranked.run_off({("甲",): 5, ("乙",): 5}, "甲乙")
    assert tie.winner is None and tie.tied == ("甲", "乙")


def test_who_leaves_had_fewer_before_and_else_stands_later():
    ballots = {("甲",): 4, ("乙", "丙"): 3, ("丙", "乙"): 3}
    assert ranked.run_off(ballots, "甲乙丙").out == ("丙",)
    assert ranked.run_off(ballots, "甲丙乙").out == ("乙",)
