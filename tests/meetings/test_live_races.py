"""Real processes at one meeting: two chairs at once, and many phones that ask and look meanwhile."""

import pytest

from civic.accounts.models import Person
from civic.database import locked, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.meetings import live_workflow as verbs
from civic.meetings.live_models import Speech
from civic.meetings.live_queries import attendance_of, room_of
from civic.meetings.live_states import Side, SpeechState
from civic.meetings.models import Meeting
from tests.factories import meeting_rooms as make
from tests.factories.accounts import make_resident


def take_part(meeting_id, person_id, speech_id, seen):
    """Whoever has a speech to give gives it; everybody else asks for the word and looks."""
    with writing():
        meeting, by = db.session.get(Meeting, meeting_id), locked(Person, person_id)
        if speech_id:
            return verbs.give(db.session.get(Speech, speech_id), by=by, seen=seen)
        verbs.ask(meeting, by=by, side=Side.FOR, attendance=attendance_of(meeting_id, person_id))
    return room_of(meeting_id).my_place


@pytest.mark.races
def test_one_chair_wins_and_no_request_is_lost(app, town, race):
    meeting = make.going_on(town.secretary)
    waiting = [make.asked(meeting, make.there(meeting, None, door_id=town.door.id)) for _ in range(2)]
    people = [make_resident(town.household) for _ in range(3)]
    for person in people:
        make.there(meeting, person)
    seen, before = make.seen(meeting), db.session.get(Meeting, meeting.id).version
    chairs = (town.secretary.id, town.staff.id)
    moves = [(meeting.id, chair, one.id, seen) for chair, one in zip(chairs, waiting, strict=True)]
    moves += [(meeting.id, person.id, None, None) for person in people]
    told = race(take_part, moves)
    assert sorted(isinstance(one, Conflict) for one in told[:2]) == [False, True]
    assert told[2:] == [0, 0, 0]
    db.session.rollback()
    states = [one.state for one in db.session.query(Speech)]
    assert states.count(SpeechState.SPEAKING) == 1 and len(states) == 5
    assert db.session.get(Meeting, meeting.id, populate_existing=True).version == before + 4
