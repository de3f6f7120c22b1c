"""The state table against a drawing of it, and what every state must satisfy."""

import pytest

from civic.issues.states import REFUSED, TRANSITIONS, UNTRIAGED, WAITING, IssueState
from civic.threads.models import Status

DRAWING = """
draft -> received
received -> asked_back accepted redirected merged declined
asked_back -> received accepted redirected merged declined
accepted -> deliberating acting answered redirected merged declined
deliberating -> accepted acting answered
acting -> accepted deliberating answered
answered -> confirmed reopened
confirmed -> reopened
reopened -> acting deliberating answered declined
redirected -> received
merged -> received
declined -> received
"""


def drawn():
    rows = (line.split(" -> ") for line in DRAWING.strip().splitlines())
    return {IssueState(state): {IssueState(target) for target in targets.split()} for state, targets in rows}


def test_the_table_is_the_drawing():
    assert drawn() == TRANSITIONS


@pytest.mark.parametrize("state", IssueState)
def test_each_state_has_a_word_for_staff_and_one_of_the_seven_for_residents(state):
    assert str(state.label)
    assert state.status in Status


def test_no_issue_can_vanish():
    """From every state the reporter's matter can still reach an answer or be received again."""
    for start in IssueState:
        reached, edge = {start}, [start]
        while edge:
            fresh = TRANSITIONS[edge.pop()] - reached
            reached |= fresh
            edge.extend(fresh)
        assert IssueState.ANSWERED in reached, start
    assert not any(IssueState.DRAFT in targets for targets in TRANSITIONS.values())


def test_the_clock_stops_only_when_the_reporter_owes_the_next_act():
    assert set(IssueState) - WAITING == REFUSED | {
        IssueState.DRAFT,
        IssueState.ANSWERED,
        IssueState.CONFIRMED,
    }
    assert UNTRIAGED <= WAITING
