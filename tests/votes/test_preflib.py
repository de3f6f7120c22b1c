"""Rankings in both PrefLib formats, and the command that counts them."""

import json

import pytest

from civic.votes import preflib
from civic.votes.pabulib import BadFile

NEW = """# FILE NAME: 00001-00000001.soi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: 甲
# ALTERNATIVE NAME 2: 乙: 北侧
# ALTERNATIVE NAME 3: 丙
4: 1,2,3
3: 2,3
2: 3,2,1
"""
OLD = "3\n1,甲\n2,乙: 北侧\n3,丙\n9,9,3\n4,1,2,3\n3,2,3\n2,3,2,1\n"


@pytest.mark.parametrize("text", [NEW, OLD], ids=["new", "old"])
def test_both_formats_say_the_same(text):
    found = preflib.count(preflib.read(text.splitlines()))
    assert found["ballots"] == 9
    assert found["alternatives"] == {"1": "甲", "2": "乙: 北侧", "3": "丙"}
    assert found["irv"] == {"alternative": "2", "name": "乙: 北侧"}
    assert found["condorcet"] == {"alternative": "2", "name": "乙: 北侧"}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text[: text.index("2: 3,2,1")], "not whole"),
        (lambda text: text.replace("4: 1,2,3", "4: 1,2,7"), "no alternative"),
        (lambda text: text.replace("4: 1,2,3", "4: 1,2,1"), "twice"),
        (lambda text: text.replace("4: 1,2,3", "vier: 1,2,3"), "how often"),
        (lambda text: "", "empty"),
        (lambda text: "not a file\n", "must begin"),
    ],
)
def test_what_is_wrong_is_said(spoil, words):
    with pytest.raises(BadFile, match=words):
        preflib.read(spoil(NEW).splitlines())


def test_ties_are_read_and_the_run_off_says_that_it_needs_orders():
    with_ties = preflib.read(NEW.replace("2: 3,2,1", "2: {3,2},1").splitlines())
    assert with_ties.ballots[((2, 3), (1,))] == 0 and with_ties.ballots[((3, 2), (1,))] == 2
    with pytest.raises(ValueError, match="strict orders"):
        preflib.count(with_ties)


def test_the_command_prints_one_object_and_nothing_else(app, tmp_path):
    path = tmp_path / "one.soi"
    path.write_text(NEW, "utf-8")
    told = app.test_cli_runner().invoke(args=["votes", "count-preflib", str(path), "--json"])
    assert told.exit_code == 0 and json.loads(told.stdout)["irv"]["alternative"] == "2"
