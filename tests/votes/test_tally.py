"""Ballots of every method, read and counted: nothing dropped, nothing doubled, every envelope alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.votes.contents import CHOICES, FIELD, Sheet
from civic.votes.states import Method
from civic.votes.tallies import Purse, best_of, tally, with_silence
from civic.votes.tally import BALLOT_BYTES, SpoiledBallot, Voice, in_steps, roll_call
from civic.votes.ties import drawn

LETTERS = ("甲", "乙", "丙")
METHODS = [method for method in Method if method != Method.CONSENT]
PURSE = Purse({"甲": 500, "乙": 300, "丙": 400}, 800)


def sheet_of(method):
    marks = method in (Method.SINGLE, Method.APPROVAL, Method.RANKED, Method.SCORE)
    return Sheet(method, () if method == Method.YES_NO else LETTERS, marks, 5)


@st.composite
def contents(draw, method):
    some = draw(st.permutations(LETTERS))[: draw(st.integers(1, 3))]
    figures = {letter: draw(st.integers(0, 1)) for letter in LETTERS}
    said = {
        Method.YES_NO: st.sampled_from(CHOICES), Method.SINGLE: st.just(some[0]),
        Method.APPROVAL: st.just(some), Method.PROJECTS: st.just(some), Method.RANKED: st.just(some),
        Method.SCORE: st.just(figures), Method.POINTS: st.just(figures),
    }[method]  # fmt: skip
    content = {FIELD[method]: draw(said)}
    if sheet_of(method).cannot:
        liked = some[:1] if method == Method.SINGLE else [] if method == Method.SCORE else some
        content["cannot"] = [one for one in LETTERS if one not in liked and draw(st.booleans())]
    return sheet_of(method).check(content)


@pytest.mark.parametrize("method", METHODS)
def test_a_ballot_survives_its_envelope_and_weighs_the_same(method):
    @given(contents(method))
    @settings(max_examples=150, deadline=None)
    def survives(content):
        packed = sheet_of(method).pack(content)
        assert len(packed) == BALLOT_BYTES and sheet_of(method).unpack(packed) == content

    survives()


@pytest.mark.parametrize("method", METHODS)
def test_a_count_agrees_with_counting_on_fingers(method):
    @given(st.lists(contents(method), max_size=40), st.randoms())
    @settings(max_examples=300, deadline=None)
    def agrees(ballots, random):
        counts = tally(sheet_of(method), random.sample(ballots, len(ballots)), PURSE)
        for name, wanted in fingers(method, ballots).items():
            assert counts[name] == wanted, name

    agrees()


def fingers(method, ballots):
    """The figures that can be counted ballot by ballot; the run-off and budgets have tests of their own."""
    marks = {
        letter: sum(letter in b["cannot"] for b in ballots) for letter in LETTERS if sheet_of(method).cannot
    }
    found = {"cannot": marks} if sheet_of(method).cannot else {}
    if method == Method.YES_NO:
        return {w: {"heads": sum(b["choice"] == w for b in ballots), "area": 0} for w in CHOICES}
    if method == Method.SINGLE:
        return found | {"chosen": {x: sum(b["choice"] == x for b in ballots) for x in LETTERS}}
    if method == Method.RANKED:
        return found | {"first": {x: sum(b["ranking"][0] == x for b in ballots) for x in LETTERS}}
    if method == Method.SCORE:
        return found | {"sums": {x: sum(b["scores"].get(x, 0) for b in ballots) for x in LETTERS}}
    named = {x: sum(x in b.get("approved", ()) for b in ballots) for x in LETTERS}
    if method == Method.POINTS:
        named = {x: sum(b["points"].get(x, 0) for b in ballots) for x in LETTERS}
    return found | {"approved" if method == Method.APPROVAL else "support": named}


WRONG = {
    Method.SINGLE: [
        {"choice": "丁", "cannot": []}, {"choice": "甲"}, {"choice": "甲", "cannot": ["甲"]},
        {"choice": "甲", "cannot": ["乙", "乙"]}, {"choice": ["甲"], "cannot": []},
        {"choice": "甲", "cannot": [], "by": 7}, {"choice": "甲", "cannot": [["乙"]]},
    ],
    Method.APPROVAL: [{"approved": [], "cannot": []}, {"approved": ["甲"], "cannot": ["甲"]}],
    Method.RANKED: [
        {"ranking": [], "cannot": []}, {"ranking": ["甲", "甲"], "cannot": []},
        {"ranking": ["甲"], "cannot": 5},
    ],
    Method.SCORE: [{"scores": {"甲": n}, "cannot": []} for n in (6, -1, True, 1.5, "2")],
    Method.POINTS: [{"points": {"甲": 3, "乙": 3}}, {"points": {"丁": 1}}],
    Method.PROJECTS: [{"approved": ["甲"], "cannot": []}],
    Method.YES_NO: [{"choice": "maybe"}, [], None],
}  # fmt: skip
CASES = [(method, content) for method, contents in WRONG.items() for content in contents]


@pytest.mark.parametrize(("method", "content"), CASES)
def test_what_is_not_on_the_ballot_is_refused(method, content):
    with pytest.raises(SpoiledBallot):
        sheet_of(method).check(content)


@pytest.mark.parametrize("payload", [b"", b"[]", b"null", b"\xff", '{"choice":"甲"}'.encode()])
def test_foreign_bytes_are_no_ballot(payload):
    with pytest.raises(SpoiledBallot):
        sheet_of(Method.SINGLE).unpack(payload)


def test_the_demo_town_count():
    """First choices of V1 (domain.md §7)."""
    ballots = [
        {"ranking": [x], "cannot": []} for x, n in (("丙", 417), ("甲", 201), ("乙", 86)) for _ in range(n)
    ]
    counts = tally(sheet_of(Method.RANKED), ballots)
    assert counts["first"] == {"甲": 201, "乙": 86, "丙": 417}
    assert best_of(counts) == ("丙", 417) and counts["condorcet"] == "丙"


def test_a_tie_names_its_leaders_and_an_empty_box_has_none():
    two = [{"choice": "甲", "cannot": []}, {"choice": "乙", "cannot": []}]
    assert tally(sheet_of(Method.SINGLE), two)["tie"] == ["甲", "乙"]
    assert best_of(tally(sheet_of(Method.SINGLE), two)) == (None, 1)
    assert (
        "tie" not in tally(sheet_of(Method.SINGLE), [])
        and best_of(tally(sheet_of(Method.SINGLE), []))[0] is None
    )


def test_a_lot_is_worked_out_from_the_count_and_the_draw_alone():
    fell = {drawn("ab" * 32, value, ["甲", "乙"]) for value in map(str, range(40))}
    assert fell == {"甲", "乙"}
    assert drawn("ab" * 32, " 7 ", ["甲", "乙"]) == drawn("ab" * 32, "7", ["乙", "甲"])


def test_silence_follows_the_majority_in_heads_and_area():
    counts = {
        "yes": {"heads": 5, "area": 50},
        "no": {"heads": 3, "area": 90},
        "abstain": {"heads": 1, "area": 1},
    }
    told = with_silence(counts, 20, 200)
    assert told["yes"] == {"heads": 16, "area": 109} and told["no"] == counts["no"]


def test_money_goes_down_the_list_within_the_sum():
    ballots = [{"approved": ["甲"]}] * 3 + [{"approved": ["丙"]}] * 2 + [{"approved": ["乙"]}]
    counts = tally(sheet_of(Method.PROJECTS), ballots, PURSE)
    assert counts["selected"] == ["甲", "乙"] and counts["spent_fen"] == 800


def test_a_roll_call_counts_voices():
    said = roll_call([Voice.CONSENT] * 5 + [Voice.STAND_ASIDE])  # V5
    assert said == {Voice.CONSENT: 5, Voice.STAND_ASIDE: 1, Voice.OBJECT: 0}
    with pytest.raises(ValueError, match="maybe"):
        roll_call(["maybe"])


def test_figures_of_an_open_vote_come_in_steps_of_five():
    assert [in_steps(n) for n in (0, 4, 5, 9, 704)] == [0, 0, 5, 5, 700]
