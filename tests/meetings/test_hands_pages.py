"""Motions as pages: from the chair's phone to the hands of those present, and on the screen."""

from civic.councils.queries import council_or_404
from civic.meetings.live_models import Motion
from civic.meetings.live_states import MotionState
from civic.meetings.states import Capacity, MeetingKind
from civic.topics import options
from tests.factories import meeting_rooms as make
from tests.factories.topics import screened
from tests.meetings.test_hands import do


def test_a_text_goes_from_words_to_hands_on_phones(page, town, db_session):
    topic = screened(town.secretary)
    do(options.add_bottom_line, topic, by=town.secretary, text="盲道不能占")
    meeting = make.going_on(town.secretary, items=[("桶放哪儿", 10, topic.id)])
    make.there(meeting, town.resident)
    make.there(meeting, town.neighbour, Capacity.GUEST)
    no, chair = meeting.id, page.as_(town.secretary)
    phone, guest = page.as_(town.resident), page.as_(town.neighbour)
    chair.get("meetings.desk", no=no)
    chair.follow("提出一条提案")
    assert "请填写" in chair.submit("提出来", text="", status=422).text
    chair.submit("提出来", text="西墙点先加灯,再放桶")
    chair.submit("存下这段话", text="西墙点先加一盏灯,再放桶")
    chair.submit("就这么定原文", status=422)
    chair.submit("就这么定原文", breaks="0")
    chair.submit("原文念过了")
    chair.submit("大家在手机上点")
    assert "还没表态" not in guest.get("meetings.floor", no=no).text
    guest.post(f"/meetings/{no}/motions/1/hand", {"choice": "for"}, status=403)
    phone.get("meetings.floor", no=no)
    phone.submit("同意", button="同意")
    screen = page.get("meetings.screen", no=no)
    assert "同意1,不同意0,弃权0;到会能举手的1" in screen.text and "不是正式表决" in screen.text
    chair.get("meetings.motion", no=no, number=1)
    assert "通过" in chair.submit("结束,看结果").text
    assert "西墙点先加一盏灯" in page.get("meetings.motion", no=no, number=1).text
    assert db_session.query(Motion).one().state == MotionState.CARRIED
    stranger = page.as_(town.neighbour)
    for act in ("wording", "freezing", "reading", "hands", "result", "hands-down", "replacement"):
        stranger.post(f"/meetings/{no}/motions/1/{act}", {"text": "x"}, status=403)
    stranger.post(f"/meetings/{no}/motions", {"text": "x"}, status=403)


def test_the_table_speaks_seat_by_seat(page, town):
    council = council_or_404(town.council.id)
    meeting = make.going_on(town.secretary, kind=MeetingKind.COUNCIL, council_id=council.id, quorum=2)
    mine, other = council.seats[2], council.seats[0]
    make.there(meeting, town.delegate, Capacity.SEAT, seat_id=mine.id, body_id=mine.body_id)
    make.seated(meeting, [other])
    no = meeting.id
    make.moved(meeting, town.secretary, until="read")
    chair, phone = page.as_(town.secretary), page.as_(town.delegate)
    chair.get("meetings.motion", no=no, number=1)
    chair.submit("请各席表态")
    phone.get("meetings.floor", no=no)
    phone.submit("不同意", button="不同意")
    assert "还没表态" in chair.submit("结束,看结果", status=422).text
    chair.get("meetings.motion", no=no, number=1)
    form = f'form[action="/meetings/{no}/motions/1/seats/{other.id}/voice"]'
    chair.submit(form, button=f"同意 · {other.body.short_name}")
    assert "接着商量" in chair.submit("结束,看结果").text
    chair.follow("换一条新的")
    chair.submit("提出来", text="先试一个月,再说")
    assert "换成了这一条" in page.get("meetings.motion", no=no, number=1).text


def test_hands_are_typed_and_checked_against_those_here(page, town):
    meeting = make.going_on(town.secretary, town.resident, town.neighbour)
    make.moved(meeting, town.secretary, until="hands")
    chair = page.as_(town.secretary)
    chair.get("meetings.motion", no=meeting.id, number=1)
    assert "请填数字" in chair.submit("就是这个数", agree="", against="0", abstain="0", status=422).text
    assert "再数一遍" in chair.submit("就是这个数", agree="3", against="0", abstain="0", status=422).text
    assert chair.last.one("input[name=agree]").attributes["value"] == "3"
    assert "没通过" in chair.submit("就是这个数", agree="1", against="1", abstain="0").text
