"""Whoever is refused is told what to do next, not only that it did not work."""

import ast

import pytest

from civic.dispatch import whistle_call_workflow as call_verbs
from civic.dispatch import whistle_workflow as verbs
from civic.dispatch.whistle_next import CALL_NEXT, NEXT
from civic.dispatch.whistle_states import CallState, WhistleState
from civic.errors import CivicError, Conflict
from tests.factories import whistles as make
from tests.harness.folders import ROOT

REFUSALS = ("Refused", "Conflict")
# Says nothing about whistles: what to look for, and what then.
EMPTY = ("Look at it once more.", "Look at it once more before you act; what you typed is below.")


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def test_every_refusal_of_a_whistle_has_a_second_sentence():
    files = sorted((ROOT / "civic/dispatch").glob("whistle_*.py"))
    said = [
        (f"{path.name}:{call.lineno}", call)
        for path in files
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REFUSALS
    ]
    assert len(said) > 40
    assert [where for where, call in said if len(call.args) < 2] == []
    texts = [(where, ast.unparse(call.args[1])) for where, call in said]
    assert [where for where, text in texts if any(repr(words) in text for words in EMPTY)] == []


def test_each_state_says_what_comes_next():
    assert (set(NEXT), set(CALL_NEXT)) == (set(WhistleState), set(CallState))


@pytest.mark.parametrize("verb", [verbs.act_together, verbs.reopen, verbs.archive])
def test_what_is_too_early_or_too_late_is_told_what_comes_first(scene, verb):
    for stage in ("drafted", "blown", "called_off"):
        whistle = make.STAGES[stage](scene)
        with pytest.raises(Conflict) as refusal:
            make.act(verb, whistle, by=scene.street_staff)
        state = WhistleState(stage)
        assert str(state.label) in str(refusal.value)
        assert refusal.value.next_step == NEXT[state]


def test_a_called_body_is_told_what_comes_first(scene):
    call = make.calls(make.blown(scene))[0]
    make.came(call, scene.officers[0])
    with pytest.raises(CivicError) as refusal:
        make.act(call_verbs.acknowledge, call, by=scene.officers[0])
    assert refusal.value.next_step == CALL_NEXT[CallState.CHECKED_IN]
    called_off = make.calls(make.called_off(scene))[0]
    with pytest.raises(CivicError) as refusal:
        make.act(call_verbs.acknowledge, called_off, by=scene.officers[0])
    assert refusal.value.next_step == NEXT[WhistleState.CALLED_OFF]


def test_the_page_says_both_sentences(scene, page):
    whistle = make.blown(scene)
    doc = page.as_(scene.street_staff).post(f"/whistles/{whistle.id}/joint-action", {}, status=409)
    assert "现在还办不了这一步" in doc and "谁到了先记下" in doc


def test_a_sheet_refused_by_the_rules_says_both_sentences_too(scene, page, town):
    secretary = page.as_(town.secretary)
    sheet = make.FACTS | {"bodies": scene.bodies[0].id, "gathering": "meeting"}
    doc = secretary.post(f"/whistles?community={town.community.id}", sheet, status=422)
    assert "请写明几点开始" in doc
