"""A meeting walks as its table says, and nobody sees it before it is called."""

import pytest

from civic.database import writing
from civic.errors import Conflict
from civic.meetings import workflow
from civic.meetings.models import Meeting
from civic.meetings.states import TRANSITIONS, MeetingKind, MeetingState
from tests.factories.meetings import called, make_meeting

VERBS = {
    MeetingState.CALLED: lambda meeting, by: workflow.call(meeting, by=by),
    MeetingState.OPEN: lambda meeting, by: workflow.open_meeting(meeting, by=by),
    MeetingState.ENDED: lambda meeting, by: workflow.end(meeting, by=by, had_quorum=True),
    MeetingState.CALLED_OFF: lambda meeting, by: workflow.call_off(meeting, by=by, reason="下雨"),
}


def test_every_verb_moves_as_the_table_says_and_nowhere_else(town, db_session):
    """A round table, which may begin where people stand."""
    for state in MeetingState:
        for target, verb in VERBS.items():
            meeting = make_meeting(town.secretary, kind=MeetingKind.ROUND_TABLE)
            with writing() as session:
                session.get(Meeting, meeting.id).state = state
            if target in TRANSITIONS[state]:
                with writing():
                    verb(meeting, town.secretary)
                assert db_session.get(Meeting, meeting.id).state == target
            else:
                with pytest.raises(Conflict), writing():
                    verb(meeting, town.secretary)


def test_only_a_round_table_begins_without_a_call(town):
    meeting = make_meeting(town.secretary)
    with pytest.raises(Conflict, match="通知"), writing():
        workflow.open_meeting(meeting, by=town.secretary)


def test_a_called_meeting_is_public_and_one_in_preparation_is_not(page, town):
    shown = called(town.secretary, title="楼门会说灯")
    hidden = make_meeting(town.secretary, title="还在准备的会")
    listed = page.get("/meetings")
    assert "楼门会说灯" in listed.text
    assert "还在准备的会" not in listed.text
    assert "先量路" in page.get(f"/meetings/{shown.id}").text
    page.get(f"/meetings/{hidden.id}", status=404)
