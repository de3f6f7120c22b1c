"""Every move of domain.md §4's table: legal ones stand in the ledger, illegal ones are refused."""

import pytest
from sqlalchemy import select

from civic.dispatch import whistle_call_workflow as call_verbs
from civic.dispatch import whistle_workflow as verbs
from civic.dispatch.whistle_states import (
    CALL_TRANSITIONS,
    TRANSITIONS,
    CallState,
    DeclineGround,
    WhistleState,
)
from civic.errors import CivicError
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories import whistles as make
from tests.factories.whistles import act, blown, calls, came, state_of

# What each verb may be applied to and where it leads; written from the table, not from the code.
MOVES = """
approve: drafted>approved
blow: approved>blown
open_diagnosis: checked_in>joint_diagnosis
act_together: joint_diagnosis>acting
resolve: acting>resolved
reopen: resolved>acting
archive: mutual_evaluated>archived
call_off: drafted>called_off approved>called_off blown>called_off checked_in>called_off
"""
LEGAL = {
    (verb, before): after
    for line in MOVES.strip().splitlines()
    for verb, ways in [line.split(": ")]
    for before, after in [way.split(">") for way in ways.split()]
}
VERBS = sorted({verb for verb, _ in LEGAL})
MORE = {"resolve": {"words": "办完了"}, "call_off": {"reason": "不用了"}}
RECORDED = {
    "approve": "whistle.approved", "blow": "whistle.blown", "open_diagnosis": "whistle.diagnosed",
    "act_together": "whistle.acted", "resolve": "whistle.resolved", "reopen": "whistle.reopened",
    "archive": "whistle.archived", "call_off": "whistle.called_off",
}  # fmt: skip


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def entries(verb, subject=None):
    statement = select(LedgerEntry).where(LedgerEntry.verb == verb)
    if subject is not None:
        statement = statement.where(LedgerEntry.subject == f"{subject.__tablename__}:{subject.id}")
    return list(db.session.scalars(statement))


@pytest.mark.parametrize("stage", make.STAGES)
def test_each_verb_moves_where_the_table_says_and_nowhere_else(scene, stage):
    """What is refused leaves the whistle as it was, so all of that is tried on one."""
    whistle = make.STAGES[stage](scene)
    legal = {verb for verb in VERBS if (verb, stage) in LEGAL}
    for verb in sorted(set(VERBS) - legal):
        before = len(entries(RECORDED[verb], whistle))
        with pytest.raises(CivicError):
            act(getattr(verbs, verb), whistle, by=scene.street_staff, **MORE.get(verb, {}))
        assert state_of(whistle).value == stage, (verb, stage)
        assert len(entries(RECORDED[verb], whistle)) == before
    for verb in sorted(legal):
        whistle = whistle if state_of(whistle).value == stage else make.STAGES[stage](scene)
        before = len(entries(RECORDED[verb], whistle))
        act(getattr(verbs, verb), whistle, by=scene.street_staff, **MORE.get(verb, {}))
        assert state_of(whistle).value == LEGAL[verb, stage], (verb, stage)
        assert len(entries(RECORDED[verb], whistle)) == before + 1


def test_the_table_has_no_other_ways():
    """What moves by itself besides: answers, arrivals and ratings."""
    by_itself = {
        ("blown", "acknowledged"), ("blown", "checked_in"), ("acknowledged", "checked_in"),
        ("blown", "joint_diagnosis"), ("acknowledged", "joint_diagnosis"),
        ("acknowledged", "called_off"), ("resolved", "mutual_evaluated"),
    }  # fmt: skip
    said = {(before, after) for (_, before), after in LEGAL.items()} | by_itself
    assert said == {(a.value, b.value) for a, ways in TRANSITIONS.items() for b in ways}


def test_a_whistle_moves_on_when_all_answered_and_when_all_came(scene):
    whistle = blown(scene)
    for call, officer in zip(calls(whistle), scene.officers, strict=True):
        assert state_of(whistle) is WhistleState.BLOWN
        act(call_verbs.acknowledge, call, by=officer)
    assert state_of(whistle) is WhistleState.ACKNOWLEDGED
    for call, officer in zip(calls(whistle), scene.officers, strict=True):
        assert state_of(whistle) is WhistleState.ACKNOWLEDGED
        came(call, officer)
    assert state_of(whistle) is WhistleState.CHECKED_IN
    assert len(entries("whistle.acknowledged", whistle)) == len(entries("whistle.checked_in", whistle)) == 1


def test_diagnosis_may_begin_with_whoever_came_but_not_with_nobody(scene):
    whistle = blown(scene)
    with pytest.raises(CivicError):
        act(verbs.open_diagnosis, whistle, by=scene.street_staff)
    came(calls(whistle)[0], scene.officers[0])
    act(verbs.open_diagnosis, whistle, by=scene.street_staff)
    assert state_of(whistle) is WhistleState.JOINT_DIAGNOSIS


# ---- one called body

CALL_MOVES = """
acknowledge: called>acknowledged
check_in: called>checked_in acknowledged>checked_in late>checked_in no_show>checked_in
decline: called>declined acknowledged>declined
turn_late: called>late acknowledged>late
mark_no_show: late>no_show
order: late>called no_show>called
release: late>released no_show>released declined>released
send_to_district: declined>declined
"""
CALL_LEGAL = {
    (verb, before): after
    for line in CALL_MOVES.strip().splitlines()
    for verb, ways in [line.split(": ")]
    for before, after in [way.split(">") for way in ways.split()]
}
CALL_VERBS = sorted({verb for verb, _ in CALL_LEGAL})
BY_ITSELF = ("turn_late", "mark_no_show")
CALL_MORE = {
    "decline": {"ground": DeclineGround.ELSEWHERE, "words": "条例第五条,不在辖区"},
    "order": {"words": "区里定:要来"},
    "release": {"words": "理由成立"},
}
WAYS_TO = {
    "called": (), "acknowledged": ("acknowledge",), "checked_in": ("check_in",), "declined": ("decline",),
    "late": ("turn_late",), "no_show": ("turn_late", "mark_no_show"), "released": ("decline", "release"),
}  # fmt: skip
CALL_RECORDED = {
    "acknowledge": "acknowledged", "check_in": "checked_in", "decline": "declined",
    "turn_late": "turned_late", "mark_no_show": "no_show", "order": "ordered", "release": "released",
    "send_to_district": "escalated",
}  # fmt: skip


def do(verb, call, by):
    by = {} if verb in BY_ITSELF else {"by": by}
    act(getattr(call_verbs, verb), call, **by, **CALL_MORE.get(verb, {}))


def call_in_state(scene, state):
    call = calls(blown(scene))[0]
    for verb in WAYS_TO[state]:
        do(verb, call, scene.officers[0])
    return call


@pytest.mark.parametrize("state", CallState)
def test_each_call_verb_moves_where_the_table_says_and_nowhere_else(scene, state):
    """What is refused leaves the call as it was, so all of that is tried on one."""
    call = call_in_state(scene, state.value)
    legal = {verb for verb in CALL_VERBS if (verb, state.value) in CALL_LEGAL}
    for verb in sorted(set(CALL_VERBS) - legal):
        said = f"whistle_call.{CALL_RECORDED[verb]}"
        before = len(entries(said, call))
        with pytest.raises(CivicError):
            do(verb, call, scene.officers[0])
        assert call.state is state and len(entries(said, call)) == before, (verb, state)
    for place, verb in enumerate(sorted(legal)):
        call = call_in_state(scene, state.value) if place else call
        said = f"whistle_call.{CALL_RECORDED[verb]}"
        before = len(entries(said, call))
        do(verb, call, scene.officers[0])
        assert call.state.value == CALL_LEGAL[verb, state.value], (verb, state)
        assert len(entries(said, call)) == before + 1


def test_the_call_table_has_no_other_ways():
    """A declined body that the district orders to come is called anew; see test_whistle_calls.py."""
    said = {(b, a) for (verb, b), a in CALL_LEGAL.items() if a != b} | {("declined", "called")}
    assert said == {(a.value, b.value) for a, ways in CALL_TRANSITIONS.items() for b in ways}


@pytest.mark.parametrize("stage", ["resolved", "mutual_evaluated", "archived", "called_off", "drafted"])
def test_nobody_answers_a_whistle_that_is_not_being_blown(scene, stage):
    call = calls(make.STAGES[stage](scene))[0]
    for verb in CALL_VERBS:
        with pytest.raises(CivicError):
            do(verb, call, scene.officers[0])


def test_what_is_typed_never_enters_the_ledger(scene):
    make.archived(scene)
    told = db.session.scalars(select(LedgerPayload.public_json)).all()
    typed = (*list(make.FACTS.values())[1:], "墙体越界三米", "本周内贴公告", "拆完了")
    assert not [word for word in typed if word in str(told)]
