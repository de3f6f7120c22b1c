"""The one-file verifier: its arithmetic against the RFCs, each of its checks by a bundle that needs it."""

import ast
import copy
import json

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.tampering import PROGRAM, load, verdict
from civic.ledger import merkle
from tests.votes.bundles import HALF, file_of, make_bundle, single, with_log

verifier = load()

# RFC 8032 §7.1, TEST 1 to 3: public key, message, signature
VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_signatures_of_rfc_8032(key, message, signature):
    key, message, signature = map(bytes.fromhex, (key, message, signature))
    assert verifier.signed(key, message, signature)
    assert not verifier.signed(key, message + b"!", signature)
    assert not verifier.signed(key, message, bytes([signature[0] ^ 1]) + signature[1:])
    beyond = int.from_bytes(signature[32:], "little") + verifier.L  # the same point, a second writing
    assert not verifier.signed(key, message, signature[:32] + beyond.to_bytes(32, "little"))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99), st.integers(0, 511))
def test_signatures_as_the_library_makes_them(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), key.sign(message)
    assert verifier.signed(public, message, signature)
    wrong = (int.from_bytes(signature, "little") ^ 1 << bit).to_bytes(64, "little")
    assert not verifier.signed(public, message, wrong)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_canonical_json_is_rfc_8785(value):
    assert verifier.canonical(value) == rfc8785.dumps(value)
    assert verifier.read_json(rfc8785.dumps(value)) == value


def test_the_names_and_strings_of_rfc_8785():
    """§3.2.3: sorted by UTF-16 code units; §3.2.2.2: which signs are written how."""
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(verifier.canonical(names)).values()) == [2, 4, 6, 7, 1, 5, 3]
    said = verifier.canonical('\u20ac$\u000f\nA\'B"\\\\"/\u007f')
    assert said == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a":1,"a":1}', b"1.0", b"1e2", b"NaN", b"9007199254740992", b'"\\ud800"', b"\xff",
            b"[" * 99999],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_unreadable(raw):
    assert verdict(verifier, raw)[0] == 2


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40), st.integers(0, 40))
def test_the_tree_from_any_peaks_is_the_house_s_tree(leaves, start):
    start = min(start, len(leaves))
    assert verifier.root(leaves) == merkle.root(leaves)
    log = {
        "start": start,
        "size": len(leaves),
        "peaks": [
            merkle.root(leaves[at << level : (at + 1) << level]).hex() for level, at in merkle.peaks(0, start)
        ],
    }
    log["leaves"] = [one.hex() for one in leaves[start:]]
    for older in range(start, len(leaves) + 1):
        assert verifier._roots(log, older) == (merkle.root(leaves), merkle.root(leaves[:older]))


def test_it_runs_on_python_3_8_with_nothing_but_the_standard_library():
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    standard = {"argparse", "base64", "collections", "fractions", "pathlib", "hashlib", "json", "sys"}
    assert names <= standard


def altered(bundle, change):
    """The bundle after `change`, its count entered in the log again: as an operator with the key would."""
    bundle = copy.deepcopy(bundle)
    change(bundle)
    log = bundle["log"]
    return with_log(bundle | {"log": None}) if log else bundle


def of_result(**figures):
    return lambda bundle: bundle["result"].update(figures)


def of_vote(**terms):
    return lambda bundle: bundle["vote"].update(terms)


def of_ballot(content):
    def change(bundle):
        bundle["ballots"][0]["content"] = content
        marks = [merkle.leaf_hash(b"", one["content"] | {"key": one["key"]}) for one in bundle["ballots"]]
        bundle["result"]["ballots_root"] = merkle.root(marks).hex()

    return change


def twice(name):
    return lambda bundle: bundle[name].insert(0, bundle[name][0])


NOBODYS = {"choice": "乙", "cannot": []}
THREE_FIFTHS = {"num": 3, "den": 5, "strict": True}
REFUTED = {
    "a field of the vote": (lambda b: b["vote"].pop("tie_rule"), "少了一项:tie_rule"),
    "a field too many": (lambda b: b["roll"].update(extra=1), "不认识的:extra"),
    "a field too many in an option": (lambda b: b["options"][0].update(x=1), "不认识的:x"),
    "a field too many in a ballot": (of_ballot({"choice": "丙", "cannot": [], "x": 1}), "不认识的:x"),
    "no mark": (of_ballot({"choice": "丙"}), "少了一项:cannot"),
    "another kind": (of_result(returned="5"), "不像样:returned"),
    "truth for a number": (of_result(spoiled=True), "不像样:spoiled"),
    "a line above one": (lambda b: b["vote"]["quorum"].update(num=3), "分数"),
    "another version": (lambda b: b.update(format="civic-vote-bundle/9"), "版本"),
    "one letter twice": (lambda b: b["options"][1].update(letter="甲"), "同一个字"),
    "no options": (lambda b: b.update(options=[]), "选项和投法"),
    "lines of a secret roll": (lambda b: b["roll"].update(lines=[]), "逐行公开"),
    "another roll": (of_result(roll_size=9), "名册对不上"),
    "a receipt twice": (twice("receipts"), "重复"),
    "a receipt of no form": (lambda b: b["receipts"].append(["x", "counted"]), "一行回执"),
    "a receipt less": (lambda b: b["receipts"].pop(), "回执和公布的印记"),
    "a receipt that became another": (lambda b: b["receipts"][0].__setitem__(1, "replaced"), "算数的回执"),
    "unverified ones": (of_result(unverified=1), "没核实"),
    "channels": (of_result(by_channel={"phone": 4}), "各渠道加起来"),
    "an unknown channel": (of_result(by_channel={"fax": 5}), "各渠道的数"),
    "more than the roll": (lambda b: (of_result(roll_size=4)(b), b["roll"].update(size=4)), "比名册上的还多"),
    "a ballot twice": (twice("ballots"), "选票有重复"),
    "a ballot less": (lambda b: b["ballots"].pop(), "结果却说收回 5 张"),
    "another ballot": (lambda b: b["ballots"][0].update(content=NOBODYS), "选票和公布的印记"),
    "an option that is not there": (of_ballot({"choice": "丁", "cannot": []}), "没有的选项"),
    "chosen and not acceptable": (of_ballot({"choice": "丙", "cannot": ["丙"]}), "又选了又说"),
    "marks out of order": (of_ballot({"choice": "丙", "cannot": ["乙", "甲"]}), "写乱了"),
    "an area": (of_result(returned_area=1), "面积"),
    "the count": (lambda b: b["result"]["counts"]["chosen"].update(甲=0, 乙=2), "重数一遍"),
    "the outcome": (of_result(outcome="not_reached"), "按规则该是"),
    "the quorum": (of_vote(quorum={"num": 3, "den": 4, "strict": False}), "按规则该是"),
    "exactly the line that must be passed": (of_vote(threshold=THREE_FIFTHS), "按规则该是"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUTED)
def test_whoever_holds_the_key_cannot_sign_this(name):
    change, words = REFUTED[name]
    assert verdict(verifier, file_of(single())) == (0, "")
    code, reason = verdict(verifier, file_of(altered(single(), change)))
    assert code == 1 and words in reason and "\n" not in reason, reason


@pytest.mark.parametrize("what", ["question", "title", "roll"])
def test_nobody_puts_another_question_under_the_same_figures(what):
    """Signed by the site's own key, the count untouched: only the mark in the log tells."""
    bundle = single()
    if what == "question":
        bundle["vote"]["question"] = "灯装哪儿"
    elif what == "title":
        bundle["options"][0]["title"], bundle["options"][2]["title"] = "丙", "甲"
    else:
        bundle["roll"]["root"] = "0" * 64
    assert "题目、规则或结果" in verdict(verifier, file_of(bundle))[1]


METRES = {"num": 2, "den": 3, "strict": False}
THREE_QUARTERS = {"num": 3, "den": 4, "strict": False}


def owners(yes, no, abstain=(), roll=9, regime="owners_special", threshold=THREE_QUARTERS, outcome="passed"):
    """A paper vote of owners by name: areas of those who said yes, no, neither; the roll owns 100 each."""
    said = [("yes", area) for area in yes] + [("no", area) for area in no]
    said += [("abstain", area) for area in abstain]
    contents = [{"choice": word, "area": area, "unit": f"{n}户"} for n, (word, area) in enumerate(said)]
    counts = {
        word: {"heads": len(areas), "area": sum(areas)}
        for word, areas in (("yes", yes), ("no", no), ("abstain", abstain))
    }
    rest = [{"kind": "owner", "id": None, "unit": f"x{n}", "area": 100} for n in range(roll - len(said))]
    lines = [
        {"kind": "owner", "id": None, "unit": one["unit"], "area": one["area"]} for one in contents
    ] + rest
    return make_bundle(
        contents, counts, outcome, roll=roll, lines=lines, regime=regime, unit="owner", conduct="paper",
        method="yes_no", ballot_kind="named", cannot_accept=False, quorum=METRES, threshold=threshold,
    )  # fmt: skip


OWNERS = {
    "exactly two thirds of both, exactly three quarters of both": ([100] * 6, [100] * 2, [], 12, "passed"),
    "one head short of two thirds": ([100] * 6, [100], [], 12, "void"),
    "a hundredth of a square metre short": ([100] * 6, [100] * 2, [], 12, "void"),
    "three quarters of heads, less of area": ([100] * 5 + [99], [100] * 2, [], 11, "not_passed"),
    "who abstains takes part": ([100] * 5, [100], [100] * 2, 12, "not_passed"),
}


@pytest.mark.parametrize("name", OWNERS)
def test_owners_count_by_heads_and_by_area(name):
    yes, no, abstain, roll, outcome = OWNERS[name]
    bundle = owners(yes, no, abstain, roll, outcome=outcome)
    if name == "a hundredth of a square metre short":
        bundle["roll"]["lines"][-1]["area"] += 1
        bundle["roll"]["area"] = bundle["result"]["roll_area"] = bundle["roll"]["area"] + 1
    assert verdict(verifier, file_of(bundle)) == (0, "")
    for other in {"passed", "not_passed", "void"} - {outcome}:
        assert verdict(verifier, file_of(altered(bundle, of_result(outcome=other))))[0] == 1


def test_exactly_half_does_not_pass_where_more_than_half_is_asked():
    half = owners(
        [100] * 4, [100] * 4, roll=12, regime="owners_ordinary", threshold=HALF, outcome="not_passed"
    )
    assert verdict(verifier, file_of(half)) == (0, "")


def test_one_line_of_the_roll_votes_once():
    bundle = owners([100] * 6, [100] * 2, roll=12)
    bundle["roll"]["lines"][1]["unit"] = "0户"  # two alike on the roll may both vote, three may not
    assert "不在名册上" in verdict(verifier, file_of(bundle))[1]


def test_few_secret_ballots_stay_unshown_and_many_do_not():
    few = make_bundle(
        [{"choice": "甲", "cannot": []}] * 4,
        {"chosen": {"甲": 4, "乙": 0}, "cannot": {"甲": 0, "乙": 0}},
        "not_reached",
        letters="甲乙",
    )
    assert "没照办" in verdict(verifier, file_of(few))[1]
    assert verdict(verifier, file_of(few | {"ballots": None})) == (0, "")
    assert "没照办" in verdict(verifier, file_of(single() | {"ballots": None}))[1]


LOG_REFUTED = {
    "of another vote": (lambda log: log["entry"].update(subject="vote:8"), "不是这次表决"),
    "another act": (lambda log: log["entry"].update(verb="vote.opened"), "不是这次表决"),
    "of another community": (lambda log: log["entry"].update(community=5), "别的社区"),
    "another result": (lambda log: log["entry"]["public"].update(returned=4), "题目、规则或结果"),
    "other terms": (lambda log: log["entry"]["public"].update(terms="0" * 64), "题目、规则或结果"),
    "no such leaf": (lambda log: log.update(index=99), "没有这一条"),
    "another leaf": (lambda log: log.update(index=1), "被换过"),
    "another salt": (lambda log: log.update(salt="1" * 32), "被换过"),
    "too few leaves": (lambda log: log["leaves"].pop(), "条数和叶子数"),
    "peaks of nothing": (lambda log: log["peaks"].append("0" * 64), "峰数"),
    "a field too many": (lambda log: log.update(also=1), "不认识的:also"),
    "another origin": (lambda log: log.update(origin="civic/community/5"), "校验点的签名"),
}


@pytest.mark.parametrize("name", LOG_REFUTED)
def test_the_count_must_stand_in_the_log(name):
    change, words = LOG_REFUTED[name]
    bundle = single()
    change(bundle["log"])
    code, reason = verdict(verifier, file_of(bundle))
    assert code == 1 and words in reason, reason
