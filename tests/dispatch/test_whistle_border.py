"""Across a border: two lead streets, a boundary finding before joint action (I17), a plan for afterwards."""

from datetime import timedelta

import pytest

from civic.database import local_today
from civic.dispatch import whistle_findings as findings
from civic.dispatch import whistle_workflow as verbs
from civic.dispatch.whistle_states import WhistleKind, WhistleState
from civic.errors import Conflict, Refused
from tests.factories import whistles as make
from tests.factories.whistles import act, state_of

PLAIN = "两个街道"


@pytest.fixture
def scene(town):
    return make.make_scene(town)


@pytest.fixture(autouse=True)
def in_chinese(app):
    with app.test_request_context("/"):
        yield


def test_the_border_needs_another_street(scene):
    with pytest.raises(Refused, match="另一个牵头街道"):
        make.asked(scene, crosses_border=True)
    with pytest.raises(Refused):
        make.asked(scene, second_street=make.queries.place(scene.street.id))


def test_both_streets_agree_before_it_is_blown(scene):
    whistle = make.approved(scene, border=True)
    with pytest.raises(Refused, match="两个牵头街道"):
        act(verbs.blow, whistle, by=scene.street_staff)
    act(verbs.join, whistle, by=scene.second_staff)
    with pytest.raises(Conflict):
        act(verbs.join, whistle, by=scene.second_staff)
    act(verbs.blow, whistle, by=scene.street_staff)
    assert state_of(whistle) is WhistleState.BLOWN


def test_nobody_joins_where_there_is_no_second_street(scene):
    with pytest.raises(Conflict):
        act(verbs.join, make.approved(scene), by=scene.second_staff)


def test_no_joint_action_without_a_boundary_finding(scene):
    """I17: refused with the plain sentence; a finding only one street has written is none."""
    whistle = make.diagnosing(scene, border=True)
    with pytest.raises(Refused, match=PLAIN):
        act(verbs.act_together, whistle, by=scene.street_staff)
    make.surveyed(scene, whistle, agreed=False)
    with pytest.raises(Refused, match=PLAIN):
        act(verbs.act_together, whistle, by=scene.street_staff)
    act(findings.agree_border, whistle, by=scene.second_staff, street_id=whistle.second_street_id)
    act(verbs.act_together, whistle, by=scene.street_staff)
    assert state_of(whistle) is WhistleState.ACTING


def test_no_joint_action_under_one_lead(scene):
    """I17's other half: an emergency is blown at once, but acted on only when both streets lead."""
    whistle = make.approved(scene, border=True, kind=WhistleKind.EMERGENCY)
    act(verbs.blow, whistle, by=scene.street_staff)
    for call, officer in zip(make.calls(whistle), scene.officers, strict=True):
        make.came(call, officer)
    act(verbs.open_diagnosis, whistle, by=scene.street_staff)
    for call, officer in zip(make.calls(whistle), scene.officers, strict=True):
        act(findings.write_finding, call, by=officer, finding="越界", will_do="拆")
    make.surveyed(scene, whistle)
    with pytest.raises(Refused, match=PLAIN):
        act(verbs.act_together, whistle, by=scene.street_staff)
    act(verbs.join, whistle, by=scene.second_staff)
    act(verbs.act_together, whistle, by=scene.street_staff)


def test_nobody_agrees_to_their_own_finding(scene):
    whistle = make.diagnosing(scene, border=True)
    with pytest.raises(Conflict):  # nothing to agree to yet
        act(findings.agree_border, whistle, by=scene.second_staff, street_id=whistle.second_street_id)
    make.surveyed(scene, whistle, agreed=False)
    for street in (whistle.street_id, scene.community.id):
        with pytest.raises(Conflict):
            act(findings.agree_border, whistle, by=scene.street_staff, street_id=street)


def test_what_both_agreed_to_stays(scene):
    whistle = make.diagnosing(scene, border=True)
    make.surveyed(scene, whistle)
    with pytest.raises(Conflict):
        make.surveyed(scene, whistle, agreed=False)


def test_a_survey_has_been_done(scene):
    whistle = make.diagnosing(scene, border=True)
    facts = {"words": "x", "surveyed_by": "民政局", "surveyed_on": local_today() + timedelta(days=1)}
    with pytest.raises(Refused):
        act(findings.survey, whistle, by=scene.street_staff, street_id=whistle.street_id, **facts)
    with pytest.raises(Conflict):  # without a second street there is no border
        facts["surveyed_on"] = local_today()
        inner = make.diagnosing(scene)
        act(findings.survey, inner, by=scene.street_staff, street_id=inner.street_id, **facts)


def test_not_closed_before_it_is_known_what_the_place_becomes(scene):
    whistle = make.evaluated(scene, border=True)
    with pytest.raises(Refused, match="以后怎么用"):
        act(verbs.archive, whistle, by=scene.street_staff)
    act(findings.plan_after_use, whistle, by=scene.second_staff, words="两边合用的绿地,六方轮流管")
    act(verbs.archive, whistle, by=scene.street_staff)
    assert state_of(whistle) is WhistleState.ARCHIVED


@pytest.mark.parametrize("stage", ["drafted", "blown", "archived", "called_off"])
def test_afterwards_is_planned_while_they_act(scene, stage):
    with pytest.raises(Conflict):
        act(findings.plan_after_use, make.STAGES[stage](scene), by=scene.street_staff, words="绿地")
