"""Addresses: guarded, named as their templates, plural nouns, and never lost."""

import ast
import re

import pytest
from flask import Flask

from civic.authorization import anyone, refuse_unguarded, requires
from tests.harness.folders import ROOT
from tests.harness.source import called, civic
from tests.harness.templating import application, names

# First parts of an address: the plural nouns of DESIGN.md §4, and pages people say the name of.
NOUNS = {
    "issues", "work-orders", "topics", "meetings", "councils", "votes", "decisions", "action-items",
    "reviews", "places", "photos", "options", "opinions", "comments", "people", "households", "bodies",
    "reports", "messages", "transparency", "data", "ledger", "open311", "moderation", "desk", "mine",
    "help", "trust", "privacy", "emergency", "sign-in", "assets", "static", "healthz", "readyz",
    "metrics", "appearance", "verify", "api", "address", "sign-out", "me", "names", "memberships", "persons",
    "threads", "slips", "language", "owners", "whistles",
}  # fmt: skip
# What no part of an address may be: an act. Its result, as a noun, may (acceptance, closure, release).
VERBS = {
    "accept", "add", "approve", "ask", "assign", "cancel", "cast", "change", "close", "confirm", "create",
    "decline", "delete", "destroy", "do", "finish", "hide", "make", "merge", "move", "open", "post",
    "promote", "publish", "put", "reject", "remove", "reopen", "save", "send", "set", "show", "submit",
    "toggle", "undo", "unhide", "update", "upload", "withdraw",
}  # fmt: skip
# A stranger may send these. Each is here with what keeps it from being abused.
OPEN_POSTS = {
    "accounts.ask_code": "limited by number, by address and in all; says nothing about whether it is known",
    "accounts.check_code": "five tries a code, bound to the browser that asked",
    "accounts.another_code": "counts as asking for a code",
    "accounts.create_name": "only after a right code",
    "accounts.choose_name": "only after a right code",
    "accounts.check_password": "limited by number and by address",
    "accounts.sign_out": "ends one's own sign-in",
    "issues.create_draft": "a stranger's draft survives sign-in; limited by address, gone after seven days",
    "issues.create_place": "only with the draft's own token",
    "issues.create_photo": "only with the draft's own token; six photos, quarantined",
    "votes.challenge_by_slip": "only with the code on that home's slip; says nothing but 这不是我投的",
    "ledger_witnesses.create_cosignature": "only with a valid signature of a named witness; limited",
    "work_orders.create_private_answer": "only with the token on a notice; ten a notice, twenty an hour",
    "votes.create_code_ballot": "only with a code from an envelope; five tries an hour",
    "reviews.create_answer": "only with the link of that callback, 80 random bits; once, then changed openly",
    "reviews.create_correction": "only with that link; seven days, the earlier answer stays",
    "reviews.create_reopening": "only with that link; 30 days, once a round",
    "reviews.create_linked_pressure_report": "only with that link; five a day",
    "topics.create_reply": "only with the link of that invitation, 128 random bits; 60 days, one text each",
    "issues.create": "sends a draft; leads a stranger to sign in first",
}


ADDRESSES = ROOT / "tests/addresses.txt"  # every page there has been


@pytest.fixture(scope="module")
def rules():
    return [rule for rule in application().url_map.iter_rules() if rule.endpoint != "static"]


def policy(rule):
    return getattr(application().view_functions[rule.endpoint], "policy", None)


def writes(rule):
    return bool(rule.methods & {"POST", "PUT", "PATCH", "DELETE"})


def test_every_route_has_a_policy(rules):
    bare = [rule.endpoint for rule in rules if policy(rule) is None]
    assert not bare, bare


def test_a_route_without_a_policy_stops_the_boot():
    app = Flask("bare")
    app.add_url_rule("/open", "open", lambda: "", methods=["POST"])
    with pytest.raises(RuntimeError, match="open"):
        refuse_unguarded(app)
    app.view_functions["open"] = requires(anyone)(lambda: "")
    refuse_unguarded(app)


def test_posts_open_to_strangers_are_known(rules):
    found = {rule.endpoint for rule in rules if writes(rule) and policy(rule) is anyone}
    assert found == set(OPEN_POSTS)


def test_addresses_are_nouns(rules):
    faults = []
    for rule in rules:
        parts = [part for part in rule.rule.split("/") if part and "<" not in part]
        if parts and parts[0].partition(".")[0] not in NOUNS:
            faults.append(f"{rule.rule}: starts with {parts[0]}")
        faults += [f"{rule.rule}: {part} is an act" for part in parts if part.partition(".")[0] in VERBS]
        if re.search(r"[A-Z_]", re.sub(r"<[^>]*>", "", rule.rule)):
            faults.append(f"{rule.rule}: small letters and hyphens")
        if rule.rule != "/" and rule.rule.endswith("/"):
            faults.append(f"{rule.rule}: no slash at the end")
    assert not faults, "\n".join(faults)


def test_no_address_reads_and_writes_at_once(rules):
    both = [rule.rule for rule in rules if writes(rule) and "GET" in rule.methods]
    assert not both, f"a GET and a POST have a function each: {both}"


def test_no_address_is_lost(rules):
    """Addresses hang in stairwells and stand in chats: a page that moves leaves a redirect behind."""
    now = {rule.rule for rule in rules if "GET" in rule.methods}
    lost = set(ADDRESSES.read_text("utf-8").split()) - now
    assert not lost, f"lost, or write them anew with `python -m tests.test_routes`: {sorted(lost)}"


def test_pages_are_named_as_their_endpoints():
    faults = []
    for source in civic():
        if not source.path.name.endswith("views.py"):
            continue
        for name, node in source.functions().items():
            if "get" not in _verbs_of(node):
                continue
            for template in _rendered(node):
                if template not in _fitting(source, name):
                    faults.append(f"{source.shown}:{node.lineno} {name} shows {template}")
    assert not faults, "\n".join(faults)


def test_templates_of_posts_exist():
    faults = []
    for source in civic():
        for node in source.functions().values():
            faults += [f"{source.shown}:{node.lineno} {t}" for t in _rendered(node) if t not in names()]
    assert not faults, "\n".join(faults)


def _verbs_of(node):
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call)]
    return {called(call) for call in calls}


def _rendered(node):
    for call in ast.walk(node):
        shown = isinstance(call, ast.Call) and called(call) in ("render", "render_template") and call.args
        if shown and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


def _fitting(source, name):
    """issues.show -> issues/show.html; of photo_views.py also photo_show.html or photos/show.html."""
    room, stem = source.room, source.path.stem.removesuffix("views").rstrip("_")
    fits = {f"{room}/{name}.{kind}" for kind in ("html", "txt", "xml")}
    if stem:
        fits |= {f"{room}/{stem}_{name}.html", f"{room}/{stem}/{name}.html", f"{room}/{stem}s/{name}.html"}
    return fits


if __name__ == "__main__":
    every = application().url_map.iter_rules()
    pages = {rule.rule for rule in every if "GET" in rule.methods and rule.endpoint != "static"}
    ADDRESSES.write_text("\n".join(sorted(pages)) + "\n", "utf-8")
