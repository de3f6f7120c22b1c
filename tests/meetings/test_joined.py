"""What the parts of the room do for each other: ways in, the council's own rules, what minutes come from."""

import pytest

from civic.councils.models import Seat
from civic.councils.rules_workflow import adopt_order, preset_lines
from civic.councils.table_workflow import recuse
from civic.database import writing
from civic.errors import Refused
from civic.meetings import hands_workflow as motions
from civic.meetings import live_workflow as verbs
from civic.meetings import minutes_draft, minutes_queries, minutes_workflow
from civic.meetings.calling import due_to_come
from civic.meetings.check_in import key_of
from civic.meetings.live_queries import room_of
from civic.meetings.live_states import Choice, MotionState, Way
from civic.meetings.states import Capacity, MeetingKind
from tests.factories import meeting_rooms as make
from tests.factories.meetings import make_meeting
from tests.factories.topics import make_topic


def test_the_page_leads_into_the_room_and_only_a_screen_put_up_there_shows_the_code(page, town):
    meeting = make.going_on(town.secretary)
    staff, stranger = page.as_(town.secretary), page.as_()
    desk = f"/meetings/{meeting.id}/desk"
    assert desk in staff.get("meetings.show", no=meeting.id).source
    shown = stranger.get("meetings.show", no=meeting.id)
    assert desk not in shown.source
    stranger.follow("会场进行到哪儿")
    asked = []
    for visitor in (staff, stranger):
        visitor.get("meetings.screen", no=meeting.id)
        asked.append("扫码签到" in visitor.last.text)
    assert asked == [True, False]
    assert key_of(meeting) not in stranger.get("meetings.floor", no=meeting.id).text


def test_the_rules_its_council_adopted_count_at_its_meeting(town):
    lines = [line for line in preset_lines() if line["key"] != "take_turns"]
    for line in lines:
        if line["key"] == "short_speech":
            line.update(sentence="每人一分钟,一件事只说一次。", speech_seconds=60, speeches_per_item=1)
    with writing():
        adopt_order(town.council, lines, how="合伙人会一致同意", by=town.secretary)
    ours = make.going_on(town.secretary, kind=MeetingKind.COUNCIL, council_id=town.council.id)
    others = make.going_on(town.secretary)
    row = make.there(ours, None, door_id=town.door.id)
    assert room_of(ours.id).limits.seconds == 60 and room_of(others.id).limits.seconds == 120
    speech = make.asked(ours, row)
    assert room_of(ours.id).rule == "先说同意还是不同意,再说理由。"
    with writing():
        verbs.give(speech, by=town.secretary, seen=make.seen(ours))
    assert room_of(ours.id).speech.allowed == 60
    with writing():
        verbs.finish(ours, by=town.secretary, seen=make.seen(ours))
    with pytest.raises(Refused):
        make.asked(ours, row)


def test_minutes_tell_who_spoke_and_what_was_moved(town):
    meeting = make.going_on(town.secretary)
    speech = make.asked(meeting, make.there(meeting, town.resident, door_id=town.door.id))
    with writing():
        verbs.give(speech, by=town.secretary, seen=make.seen(meeting))
    with writing():
        verbs.finish(meeting, by=town.secretary, seen=make.seen(meeting))
    motion = make.moved(meeting, town.secretary, text="先加灯,再放桶", until="hands")
    with writing():
        motions.settle(motion, by=town.secretary, count=motions.Count(1, 0, 0))
    with writing():
        verbs.end(meeting, by=town.secretary, seen=make.seen(meeting))
        minutes = minutes_workflow.draft(meeting, by=town.staff)
    sheet = minutes_draft.document(minutes_queries.minutes_or_404(meeting.id))
    said = [line for point in sheet["agenda"] for line in point["lines"]]
    assert any("邻居发言" in line for line in said)
    assert any("先加灯,再放桶" in line and "同意1" in line for line in said)
    assert "杜仲" not in str(sheet)
    assert minutes.id


def test_a_seat_that_steps_aside_has_no_voice_and_a_residents_seat_has_one(town, page):
    council = town.council
    topic = make_topic(town.secretary)
    meeting = make.going_on(
        town.secretary, kind=MeetingKind.COUNCIL, council_id=council.id, topic_id=topic.id
    )
    first, second = town.seats[:2]
    with writing() as session:
        session.get(Seat, second.id).body_id = None  # held by a resident
        recuse(first, topic.id, "收停车费的是我们", by=town.secretary, community_id=council.community_id)
    make.there(meeting, None, Capacity.SEAT, seat_id=first.id, body_id=first.body_id)
    make.there(meeting, None, Capacity.SEAT, seat_id=second.id)
    motion = make.moved(meeting, town.secretary, until="hands", way=Way.SEATS)
    with pytest.raises(Refused, match="回避"), writing():
        motions.voice_seat(motion, first.id, Choice.FOR, by=town.secretary)
    with pytest.raises(Refused, match="居民席"), writing():
        motions.settle(motion, by=town.secretary)
    staff = page.as_(town.secretary)
    for endpoint in ("motion", "attendance", "attendance_sheet"):
        more = {"number": motion.number} if endpoint == "motion" else {}
        assert "居民席" in staff.get(f"meetings.{endpoint}", no=meeting.id, **more).source
    with writing():
        motions.voice_seat(motion, second.id, Choice.FOR, by=town.secretary)
    with writing():
        motions.settle(motion, by=town.secretary)
    assert (motion.state, motion.base) == (MotionState.CARRIED, 1)


def test_a_council_with_a_residents_seat_is_called_together(town):
    with writing() as session:
        session.get(Seat, town.seats[1].id).body_id = None
    meeting = make_meeting(town.secretary, kind=MeetingKind.COUNCIL, council_id=town.council.id)
    assert due_to_come(meeting) == {seat.body_id for seat in town.seats} - {None}
