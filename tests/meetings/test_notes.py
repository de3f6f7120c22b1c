"""Two recorders at once: both texts stay, nothing is lost, and the second is told."""

import pytest

from civic.accounts.models import Person
from civic.database import writing
from civic.errors import Conflict
from civic.extensions import db
from civic.meetings.models import Meeting
from civic.meetings.note_models import MeetingNote
from civic.meetings.note_queries import notes_of
from civic.meetings.note_workflow import save_note, strike
from tests.meetings.sitting import laid_out, sitting


def save(meeting_id, person_id, text, line_id=None, version=None):
    with writing():
        meeting, person = db.session.get(Meeting, meeting_id), db.session.get(Person, person_id)
        return save_note(meeting, by=person, text=text, line_id=line_id, version=version).clash


@pytest.mark.races
def test_three_recorders_change_one_line_at_one_moment(app, town, race):
    meeting, who = sitting(town), town.staff.id
    save(meeting.id, who, "国槐:怕臭")
    line = notes_of(meeting.id)[0]
    texts = [f"业委会:怕臭,也怕摊钱 {number}" for number in range(3)]
    clashes = race(save, [(meeting.id, who, text, line.id, line.version) for text in texts])
    assert sorted(clashes) == [False, True, True]
    db.session.rollback()
    lines = notes_of(meeting.id)
    assert sorted(one.text for one in lines) == texts
    assert {one.beside_id for one in lines} == {None, line.id}


def test_a_clash_is_told_and_settled(page, town):
    meeting = sitting(town)
    save(meeting.id, town.staff.id, "物业:四个人")
    line = notes_of(meeting.id)[0]
    first, second = page.as_(town.staff), page.as_(town.secretary)
    first.get("meetings.notes", no=meeting.id)
    second.get("meetings.notes", no=meeting.id)
    for recorder, text in ((first, "物业:四个人盯桶"), (second, "物业:三十一组桶")):
        shown = recorder.submit(f"#line-{line.id} form:first-of-type", text=text)
    assert "两份都留着" in shown.source and "另一份是" in shown.text
    assert "物业:四个人盯桶" in shown.source and "物业:三十一组桶" in shown.source
    kept = notes_of(meeting.id)[1]
    assert not save(meeting.id, town.staff.id, "物业:四个人盯三十一组桶", kept.id, kept.version)
    assert not save(meeting.id, town.staff.id, "物业:四个人盯三十一组桶", kept.id, 1)  # sent twice: no clash
    with writing() as session:
        strike(session.get(MeetingNote, line.id), by=town.staff)
    assert "另一份是" not in second.get("meetings.notes", no=meeting.id).text


def test_what_was_laid_out_stands_still(town):
    minutes = laid_out(town)
    with pytest.raises(Conflict, match="不再改动"):
        save(minutes.meeting_id, town.staff.id, "事后想起一句")
