"""The three meetings of domain.md §7: one walked on a phone from call to published minutes, two as told."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import func, select

from civic import demo
from civic.database import local_today, utcnow, writing
from civic.extensions import db
from civic.meetings import minutes_queries, stream_queries, workflow
from civic.meetings.minutes_models import Minutes, MinutesConfirmation
from civic.meetings.minutes_states import MinutesState
from civic.meetings.models import Attendance, Meeting
from civic.meetings.states import Capacity, MeetingKind, MeetingState
from civic.meetings.stream_models import StreamState
from tests.factories.meetings import make_meeting
from tests.harness.measures import follow, looks_right
from tests.meetings.sitting import came

PARTS = ("places", "accounts", "councils", "minutes")
LINK = "https://meeting.tencent.com/live/xingyu"


def test_the_seven_bodies_meet_in_the_open(town, visitor, walk_in, address):
    """七方开放会, with every step a person takes taken on a phone of 360×800."""
    meeting = make_meeting(
        town.secretary, kind=MeetingKind.JOINT, title="七方开放会", where_held="中心花园",
        recorder_id=town.staff.id, items=[("早上几点收", 20), ("谁来盯", 20)], why="六点收桶太吵",
        council_id=town.council.id,
    )  # fmt: skip
    with writing():
        workflow.call(meeting, by=town.secretary)
        workflow.open_meeting(meeting, by=town.secretary)
    came(
        meeting,
        town.other_delegate,
        Capacity.SEAT,
        seat_id=town.seats[3].id,
        body_id=town.owners_committee.id,
    )
    came(meeting, town.resident, door_id=town.door.id)
    came(meeting, town.neighbour, door_id=town.other_household.door_id)
    no = meeting.id
    holder, guest, stranger = visitor(person=town.secretary), visitor(person=town.neighbour), visitor()
    broadcast(holder, guest, stranger, address, no)
    take_notes(holder, address, no, town)
    with writing():
        workflow.end(db.session.get(Meeting, no), by=town.secretary, had_quorum=True)
    write_minutes(holder, address, no)
    for person in (town.other_delegate, town.resident):  # the phone goes from hand to hand
        walk_in(guest, person)
        guest.goto(address("meetings.minutes", no=no))
        follow(guest.get_by_role("button", name="是这样", exact=True))
    holder.reload()
    follow(holder.get_by_role("button", name="带指纹公布"))
    follow(holder.get_by_role("button", name="变成承诺"))
    stranger.goto(address("meetings.show", no=no))
    follow(stranger.get_by_role("link", name="看纪要"))
    looks_right(stranger)
    for words in ("早六点改七点半能做", "9号楼2户", "早清运改到七点半", "有人答应了"):
        expect(stranger.get_by_text(words).first).to_be_visible()
    assert len(minutes_queries.minutes_of(no).fingerprint) == 64


MET = (
    {
        "kind": MeetingKind.COUNCIL, "title": "第1次合伙人会", "where_held": "居委会二层", "quorum": 4,
        "items": [("先量路,再看窗,后算账", 40)], "note": "物业:四个人盯三十一组桶,盯不过来。",
        "agreed": "每个楼门量步行距离并公开",
    },
    {
        "kind": MeetingKind.DOOR, "title": "8–10号楼楼门议事会", "where_held": "10号楼前槐树下",
        "items": [("乙方案走多远", 30)], "note": "10号楼:我们要走一百三十多米。",
        "agreed": "西墙点加灯后可接受", "dissent": ("9号楼2户", "北风大,味儿进屋"),
    },
)  # fmt: skip


def test_the_council_and_the_doors_meet_from_the_call_to_published_minutes(town, visitor, walk_in, address):
    """第1次合伙人会 and 楼门议事会, without JavaScript: the holder's phone, and one that goes round."""
    holder, guest = (visitor(javascript=False, person=who) for who in (town.secretary, town.resident))
    for told in MET:
        what = {key: told[key] for key in ("kind", "title", "where_held", "items", "quorum") if key in told}
        at_table = told["kind"] == MeetingKind.COUNCIL
        table = {"council_id": town.council.id} if at_table else {"place_id": town.door.id}
        meeting = make_meeting(town.secretary, starts_at=utcnow() + timedelta(minutes=20), **what, **table)
        call_and_begin(holder, address, meeting.id)
        seats = town.seats[2:6] if at_table else ()
        for seat in seats:
            came(meeting, None, Capacity.SEAT, seat_id=seat.id, body_id=seat.body_id)
        for person in (town.resident, town.neighbour):
            walk_in(guest, person)
            guest.goto(address("meetings.own_arrival", no=meeting.id))
            guest.get_by_role("button", name="签到").click()
        write_down(holder, address, meeting.id, told)
        for person in (town.neighbour, town.resident):
            walk_in(guest, person)
            guest.goto(address("meetings.minutes", no=meeting.id))
            guest.get_by_role("button", name="是这样", exact=True).click()
        holder.reload()
        holder.get_by_role("button", name="带指纹公布").click()
        guest.reload()
        for words in (told["note"], told["agreed"], *told.get("dissent", ())):
            expect(guest.get_by_text(words).first).to_be_visible()
        db.session.rollback()  # what the phones wrote
        ended = db.session.get(Meeting, meeting.id)
        assert (ended.present, ended.seats_present, ended.had_quorum) == (2 + len(seats), len(seats), True)
        assert len(minutes_queries.minutes_of(meeting.id).fingerprint) == 64
    looks_right(guest)


def call_and_begin(holder, address, no):
    holder.goto(address("meetings.call", no=no))
    holder.get_by_role("button", name="现在通知大家").click()
    holder.get_by_role("link", name="主持会议").click()
    holder.get_by_role("button", name="开会").click()


def write_down(holder, address, no, told):
    """Notes, what was agreed and who does not go along; the end; the minutes, laid out."""
    holder.goto(address("meetings.notes", no=no))
    holder.get_by_label("记一行").fill(told["note"])
    holder.get_by_role("button", name="存下这行").click()
    holder.goto(address("meetings.agreements", no=no))
    holder.get_by_label("说定的事").fill(told["agreed"])
    holder.get_by_role("button", name="存下").click()
    if "dissent" in told:
        holder.goto(address("meetings.dissents", no=no))
        holder.get_by_label("谁保留意见").fill(told["dissent"][0])
        holder.get_by_label("不同意什么").fill(told["dissent"][1])
        holder.get_by_role("button", name="存下").click()
    holder.goto(address("meetings.desk", no=no))
    holder.get_by_text("散会").first.click()
    holder.get_by_role("button", name="确认散会").click()
    write_minutes(holder, address, no)


def broadcast(holder, neighbour, stranger, address, no):
    holder.goto(address("meetings.show", no=no))
    follow(holder.get_by_role("link", name="开直播"))
    follow(holder.get_by_role("link", name="填写链接"))
    holder.get_by_label("直播平台上的网址").fill("javascript:alert(1)")
    follow(holder.get_by_role("button", name="存下"))
    expect(holder.get_by_label("直播平台上的网址")).to_have_value("javascript:alert(1)")
    holder.get_by_label("直播平台上的网址").fill(LINK)
    follow(holder.get_by_role("button", name="存下"))
    neighbour.goto(address("meetings.stream", no=no))
    follow(neighbour.get_by_role("button", name="我不入镜"))
    follow(holder.get_by_role("link", name="问在场的每个人"))
    follow(holder.get_by_role("button", name="都问过了"))
    follow(holder.get_by_role("button", name="向大家公开"))
    stranger.goto(address("meetings.stream", no=no))
    expect(stranger.get_by_role("link", name="去平台上看")).to_have_attribute("href", LINK)
    expect(stranger.get_by_text("到场3人,1人不入镜")).to_be_visible()
    looks_right(stranger)
    follow(holder.get_by_role("button", name="马上断开"))
    stranger.reload()
    expect(stranger.get_by_role("link", name="去平台上看")).to_have_count(0)


def take_notes(recorder, address, no, town):
    recorder.goto(address("meetings.notes", no=no))
    recorder.get_by_label("记一行").fill("清运公司:早六点改七点半能做,")
    expect(recorder.get_by_text("手机没电也丢不了")).to_be_visible()
    recorder.reload()  # the phone died
    recorder.get_by_label("记一行").fill("清运公司:早六点改七点半能做,但雨雪天照旧。")
    follow(recorder.get_by_role("button", name="存下这行"))
    looks_right(recorder)
    follow(recorder.get_by_role("link", name="添一条说定的事"))
    recorder.get_by_label("说定的事").fill("早清运改到七点半")
    recorder.get_by_label("谁来办").select_option(str(town.hauler.id))
    recorder.get_by_label("什么时候前").fill((local_today() + timedelta(days=20)).isoformat())
    recorder.get_by_label("办成是什么样子").fill("7:30以前不进车")
    follow(recorder.get_by_role("button", name="存下"))
    follow(recorder.get_by_role("link", name="添一条保留意见"))
    recorder.get_by_label("谁保留意见").fill("9号楼2户")
    recorder.get_by_label("不同意什么").fill("北风大,味儿进屋")
    follow(recorder.get_by_role("button", name="存下"))


def write_minutes(recorder, address, no):
    recorder.goto(address("meetings.notes", no=no))
    follow(recorder.get_by_role("button", name="起草纪要"))
    looks_right(recorder)
    recorder.get_by_label("几天收意见").fill("0")
    follow(recorder.get_by_role("button", name="拿给在场的人看"))


def test_the_three_meetings_stand_in_the_demo(app, page):
    assert demo.load(PARTS)["minutes"] == 4
    assert not any(demo.load(PARTS).values())
    told = {one.title: one for one in db.session.scalars(select(Meeting))}
    first, second, third = (told[title] for title in ("第1次合伙人会", "8–10号楼楼门议事会", "七方开放会"))
    for meeting, present in ((first, 17), (second, None), (third, 46)):
        minutes = minutes_queries.minutes_of(meeting.id)
        assert (meeting.state, minutes.state) == (MeetingState.ENDED, MinutesState.PUBLISHED)
        yes = select(func.count()).where(MinutesConfirmation.minutes_id == minutes.id)
        assert db.session.scalar(yes) == 2
        came_in = db.session.scalar(select(func.count()).where(Attendance.meeting_id == meeting.id))
        assert came_in == meeting.present == (present or came_in)
        page.get("meetings.minutes_printed", no=meeting.id)
    assert "先量路,再看窗,后算账" in page.get("meetings.minutes", no=first.id).text
    assert "试用满月又听了一次" in page.get("meetings.minutes", no=second.id).text
    assert stream_queries.stream_of(third.id).state == StreamState.SHOWN
    assert "到场46人,3人不入镜" in page.get("meetings.stream", no=third.id).text
    assert db.session.scalar(select(func.count()).select_from(Minutes)) == 4
