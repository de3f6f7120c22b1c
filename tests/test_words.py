"""The words of the house: complete in Chinese, plain on residents' screens, 党 and nothing else a Party."""

import re
from functools import cache

import pytest
from babel.messages import pofile
from babel.messages.extract import extract_from_dir

from civic.config import EMERGENCY
from tests.harness.folders import ROOT
from tests.harness.source import files

ROOMS = ROOT / "civic/translations/rooms"
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{\w+\}")
HAN = re.compile(r"[一-鿿]")

# look/README.md "Words": what a neighbour would not say, and what is said instead.
NEVER = {
    "我也遇到": "我家也这样",
    "诉求引出": "因…条反映而起",
    "点位": "放哪儿",
    "责任清单": "谁答应了什么",
    "不予受理": "这条没法上会,因为…",
    "意见群体": "想法相近的人",
    "在手里": "…在办,该…前答复",
}
# Words of the trade: on staff pages only, whose catalogues are named so.
STAFF_CATALOGUES = ("desk", "staff_")
STAFF_ONLY = ("挂账", "剔除", "并单", "签收", "派单异议")
NEVER_ENGLISH = re.compile(r"\blosers?\b|\bfactions?\b|\bopinion groups?\b", re.I)
# 方 is a body, a seat or a delegate. The one kind of body that is the Party's is named in full.
PARTY = re.compile(r"party", re.I)
PARTY_NAMES = re.compile(r"PARTY_COMMITTEE|party_committee|[Pp]arty committee|third[- ]part(?:y|ies)", re.I)


@cache
def catalogue():
    """{msgid: (msgstr, file)} of every room's catalogue."""
    found = {}
    for path in sorted(ROOMS.glob("*.po")):
        with path.open("rb") as source:
            for message in pofile.read_po(source, locale="zh_Hans_CN"):
                if message.id:
                    found[message.id] = (message.string, path.name, message)
    return found


@cache
def extracted():
    """{msgid: [file:line, …]} of everything the code and the templates say."""
    methods = [("templates/**.html", "jinja2"), ("**.py", "python")]
    keywords = {
        "_": None,
        "_l": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "_n": (1, 2),
    }
    keywords |= {"lazy_ngettext": (1, 2), "N_": None}
    found = {}
    for file, line, msgid, _, _ in extract_from_dir(
        ROOT / "civic", methods, keywords=keywords, options_map={}, strip_comment_tags=True
    ):
        found.setdefault(msgid, []).append(f"{file}:{line}")
    for label, name, _ in EMERGENCY:  # settings are read before there is a language
        found.setdefault(label, []).append(f"config.py: {name}")
    return found


def plain(message) -> str:
    """The words of a message, singular and plural alike."""
    return " ".join(message) if isinstance(message, (tuple, list)) else message


def test_every_word_is_there_in_chinese():
    known = catalogue()
    singular = {
        m if isinstance(m, str) else m[0] for m, (string, *_) in known.items() if plain(string).strip()
    }
    missing = [
        f"{where[0]}: {msgid!r}"
        for msgid, where in extracted().items()
        if (msgid if isinstance(msgid, str) else msgid[0]) not in singular
    ]
    assert not missing, f"{len(missing)} without Chinese:\n" + "\n".join(sorted(missing))


def test_no_catalogue_entry_is_fuzzy():
    fuzzy = [f"{file}: {msgid!r}" for msgid, (_, file, message) in catalogue().items() if message.fuzzy]
    assert not fuzzy, "\n".join(fuzzy)


def test_no_catalogue_keeps_words_nobody_says():
    said = {m if isinstance(m, str) else m[0] for m in extracted()}
    unused = [
        f"{file}: {msgid!r}"
        for msgid, (_, file, _) in catalogue().items()
        if (msgid if isinstance(msgid, str) else msgid[0]) not in said
    ]
    assert not unused, "\n".join(unused)


def test_placeholders_survive_translation():
    faults = []
    for msgid, (string, file, _) in catalogue().items():
        allowed = set(PLACEHOLDER.findall(plain(msgid)))
        for one in string if isinstance(string, (tuple, list)) else [string]:
            used = set(PLACEHOLDER.findall(one or ""))
            if not used <= allowed or (isinstance(msgid, str) and used != allowed):
                faults.append(f"{file}: {msgid!r} has {sorted(allowed)}, the Chinese {sorted(used)}")
    assert not faults, "\n".join(faults)


def test_msgids_are_english():
    faults = [f"{where[0]}: {m!r}" for m, where in extracted().items() if HAN.search(plain(m))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("word", NEVER)
def test_residents_never_read(word):
    found = [f"{file}: {plain(s)}" for s, file, _ in catalogue().values() if word in plain(s)]
    assert not found, f"say {NEVER[word]}:\n" + "\n".join(found)


@pytest.mark.parametrize("word", STAFF_ONLY)
def test_words_of_the_trade_stay_on_staff_pages(word):
    found = [
        f"{file}: {plain(s)}"
        for s, file, _ in catalogue().values()
        if word in plain(s) and not file.startswith(STAFF_CATALOGUES)
    ]
    assert not found, "\n".join(found)


def test_nobody_is_called_a_loser():
    found = [f"{where[0]}: {m!r}" for m, where in extracted().items() if NEVER_ENGLISH.search(plain(m))]
    assert not found, "\n".join(found)


def test_party_in_messages_means_the_party():
    faults = []
    for msgid, where in extracted().items():
        if PARTY.search(PARTY_NAMES.sub("", plain(msgid))):
            faults.append(f"{where[0]}: {msgid!r}")
        if "Party" in plain(msgid) and "党" not in plain(catalogue().get(msgid, ("",))[0]):
            faults.append(f"{where[0]}: {msgid!r} is not 党 in Chinese")
    assert not faults, "\n".join(faults)


def test_party_in_code_means_the_party():
    faults = []
    paths = [source.path for source in files("civic", "migrations", "verifier")]
    for path in [*paths, *(ROOT / "civic/templates").rglob("*.html")]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if PARTY.search(PARTY_NAMES.sub("", line)):
                faults.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not faults, "方 is a body, a seat or a delegate:\n" + "\n".join(faults)
