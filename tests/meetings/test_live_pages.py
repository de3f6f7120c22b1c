"""The desk, everybody's phone and the shared screen, as pages."""

from civic.meetings.live_models import Speech
from civic.meetings.live_states import Side, SpeechState
from tests.factories import meeting_rooms as make
from tests.factories.meetings import called, make_meeting


def test_a_neighbour_asks_and_the_chair_gives_the_word(page, town, clock, db_session):
    clock.to("2026-03-14 16:30")
    clock.stand()
    meeting = called(town.secretary)
    make.there(meeting, town.resident, door_id=town.door.id)
    chair, phone = page.as_(town.secretary), page.as_(town.resident)
    no = meeting.id
    assert "会还没开始" in phone.get("meetings.floor", no=no).text
    chair.get("meetings.desk", no=no)
    assert "先量路" in chair.submit("开会").text
    before = phone.get("meetings.floor", no=no)
    assert phone.submit("赞成", button="赞成", on=before).text.count("您排在第1位") == 1
    assert "排在" not in page.get("meetings.floor", no=no).text
    chair.region("meetings.desk", "room", no=no)
    assert town.door.label in chair.last.text and town.resident.nickname not in chair.last.text
    gone_by = chair.last
    assert "还剩 2:00" in chair.submit("请发言", region="room").text
    clock.forward(seconds=135)
    for shown in (page.get("meetings.screen", no=no), phone.get("meetings.floor", no=no)):
        assert "时间到,超了 0:15" in shown.text and "每人每次不超过两分钟" in shown.text
    assert "快了一步" in chair.submit("下一项", on=gone_by, status=409).text
    chair.get("meetings.desk", no=no)
    chair.submit("说完了")
    assert db_session.query(Speech).one().seconds == 135
    chair.submit("确认散会")
    assert "会开完了" in page.get("meetings.screen", no=no).text


def test_the_page_is_closed_to_whoever_is_not_in_the_room(page, town):
    meeting = make.going_on(town.secretary, town.resident)
    speech = make.asked(meeting, make.there(meeting, None, door_id=town.door.id))
    stranger = page.as_(town.neighbour)
    assert "请先签到" in stranger.get("meetings.floor", no=meeting.id).text
    stranger.post(f"/meetings/{meeting.id}/words", {"side": "for"}, status=403)
    for address in ("beginning", "steps", "conclusion", "silence", "words/new", f"words/{speech.id}/turn"):
        stranger.post(f"/meetings/{meeting.id}/{address}", {"seen": "0.0"}, status=403)
    stranger.post(f"/meetings/{meeting.id}/words/{speech.id}/withdrawal", status=403)
    for address in ("desk", "words/new"):
        stranger.get(f"/meetings/{meeting.id}/{address}", status=403)


def test_before_the_call_nobody_else_sees_it(page, town):
    meeting = make_meeting(town.secretary)
    for address in ("screen", "floor"):
        page.get(f"/meetings/{meeting.id}/{address}", status=404)
        page.get(f"/meetings/{meeting.id}/{address}?seen=1.0", status=404)
    page.as_(town.secretary).get(f"/meetings/{meeting.id}/screen")


def test_somebody_without_a_phone_is_put_on_the_list(page, town, db_session):
    meeting = make.going_on(town.secretary)
    make.there(meeting, None, name="丁香奶奶")
    chair = page.as_(town.secretary)
    form = chair.get("meetings.new_word", no=meeting.id)
    assert "丁香奶奶" not in form.text
    chair.submit("加入名单", status=422)
    chair.submit("加入名单", who=f"d{town.other_door.id}", side="against", on=form)
    assert f"{town.other_door.label}邻居 · 反对" in chair.last.text
    chair.submit("移出名单")
    assert db_session.query(Speech).one().state == SpeechState.WITHDRAWN


def test_an_unchanged_room_costs_one_small_statement_and_a_full_one_six(page, town, queries, clock):
    clock.to("2026-03-14 16:30")
    meeting = make.going_on(town.secretary)
    make.asked(meeting, make.there(meeting, None, door_id=town.door.id))
    no, sent = meeting.id, []
    for more in (0, 20):
        for _row in range(more):
            make.asked(meeting, make.there(meeting, None, door_id=town.door.id), Side.AGAINST)
        shown = page.get("meetings.screen", no=no)
        with queries() as full:
            part = page.client.get(
                f"/meetings/{no}/screen", headers={"HX-Request": "true", "HX-Target": "room"}
            )
        sent.append(len(full))
    assert part.status_code == 200 and part.headers["Cache-Control"] == "no-cache"
    assert sent[0] == sent[1] <= 6
    address = shown.element("room").attributes["hx-get"]
    with queries() as asked:
        assert page.client.get(address).status_code == 204
        again = page.client.get(shown.url, headers={"If-None-Match": shown.headers["ETag"]})
        assert again.status_code == 304 and not again.data
    assert len(asked) == 2
    make.asked(meeting, make.there(meeting, None, door_id=town.door.id))
    assert page.client.get(address).status_code == 200
