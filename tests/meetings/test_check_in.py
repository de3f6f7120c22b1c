"""Who is here: by the code, a tap, the list; a seat has one voice and may pass on; slips and venues."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.accounts.models import Person
from civic.accounts.workflow import leave
from civic.councils.models import MandateRole
from civic.councils.queries import council_or_404
from civic.database import local_today, locked, utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.meetings import check_in, check_in_ways, slips, workflow
from civic.meetings.calling_models import OpinionSlip
from civic.meetings.check_in_ways import Way
from civic.meetings.look_models import ListRead, MeetingLook
from civic.meetings.models import Attendance, Meeting, Venue
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from civic.topics.models import Opinion
from civic.topics.queries import rounds_of
from civic.topics.rounds import give_opinion
from civic.topics.rules import MOST_OPINIONS
from tests.factories.accounts import make_person
from tests.factories.councils import make_mandate
from tests.factories.meetings import called, make_meeting, opened
from tests.factories.topics import make_round, noticed

SOON = {"kind": MeetingKind.COUNCIL, "quorum": 4}


def council_meeting(town, **what):
    soon = utcnow() + timedelta(minutes=20)
    return called(town.secretary, **SOON | {"council_id": town.council.id, "starts_at": soon} | what)


def seat_of(town, place):
    """A seat of the town's council with its body and mandates."""
    return council_or_404(town.council.id).seats[place]


def come(meeting, person, seat=None, capacity=Capacity.RESIDENT, **more):
    way = Way(Capacity.SEAT, seat=seat, body=seat.body) if seat else Way(capacity)
    with writing():
        check_in.check_in(meeting, person=person, way=way, **more)


def counted(meeting):
    db.session.rollback()
    now = db.session.get(Meeting, meeting.id)
    return now.present, now.seats_present


def test_the_code_lets_in_and_nobody_sees_who(town, page):
    meeting = council_meeting(town)
    key = check_in.key_of(meeting)
    assert page.as_(town.secretary).get("meetings.room_sheet", no=meeting.id).all("svg.qr")
    resident, delegate = page.as_(town.resident), page.as_(town.delegate)
    resident.get("meetings.arrival", no=meeting.id, key="0" * 20, status=404)
    resident.post(f"/meetings/{meeting.id}/check-in/{'0' * 20}", {"way": "resident"}, status=404)
    assert page.fetch(f"/meetings/{meeting.id}/check-in/{key}").location.startswith("/sign-in")
    resident.get("meetings.arrival", no=meeting.id, key=key)
    resident.submit("签到")
    delegate.get("meetings.arrival", no=meeting.id, key=key)
    doc = delegate.submit("签到")
    assert "星榆物业" in doc and counted(meeting) == (2, 1)
    delegate.post(
        "meetings.create_own_arrival", {"way": f"seat-{town.seats[0].id}"}, no=meeting.id, status=422
    )
    rows = list(db.session.scalars(select(Attendance).order_by(Attendance.id)))
    assert [(one.capacity, one.checked_by) for one in rows] == [
        (Capacity.RESIDENT, CheckInBy.CODE), (Capacity.SEAT, CheckInBy.CODE),
    ]  # fmt: skip
    assert rows[0].door_id == town.household.door_id
    shown = page.get("meetings.show", no=meeting.id)
    assert "再来3个才能定事" in shown and not {"杜仲", "侧柏"} & set(shown.text.split())
    doc = resident.get("meetings.show", no=meeting.id)
    resident.submit("我先走了")
    assert counted(meeting) == (1, 1)
    resident.get("meetings.own_arrival", no=meeting.id)
    resident.submit("签到")
    assert counted(meeting) == (2, 1)


def test_the_door_is_open_from_half_an_hour_before_until_the_end(town, clock):
    meeting = council_meeting(town, starts_at=utcnow() + timedelta(minutes=31))
    with pytest.raises(Conflict, match="现在不能签到"):
        come(meeting, town.resident)
    now = utcnow()
    for minutes, is_open in ((29, False), (30, False), (31, True), (89, True), (121, False)):
        moment = now + timedelta(minutes=minutes - 30)
        assert check_in_ways.is_door_open(meeting, moment) == is_open or minutes == 30
    with writing():
        workflow.open_meeting(meeting, by=town.secretary)
    come(meeting, town.resident)
    with writing():
        workflow.end(meeting, by=town.secretary, had_quorum=False)
    for verb in (
        lambda: check_in.list_names(meeting, ["晚来的"], by=town.secretary),
        lambda: check_in.list_seat(meeting, seat_of(town, 5), by=town.secretary, name="晚来的"),
    ):
        with pytest.raises(Conflict, match="现在不能签到"), writing():
            verb()


def test_a_person_is_here_for_one_seat_only(town):
    meeting, two_posts = council_meeting(town), make_person()
    make_mandate(town.seats[4], two_posts, MandateRole.ALTERNATE)
    make_mandate(town.seats[5], two_posts)
    come(meeting, two_posts, seat_of(town, 5))
    with pytest.raises(Refused, match="望榆小学") as refusal:
        come(meeting, two_posts, seat_of(town, 4))
    assert "城管办要由候补代表" in refusal.value.next_step
    come(meeting, two_posts)  # a neighbour too: stays here for the seat
    assert counted(meeting) == (1, 1)


def test_a_seat_passes_on_in_the_middle_and_counts_once(town):
    meeting, alternate = council_meeting(town), make_person()
    make_mandate(town.seats[2], alternate, MandateRole.ALTERNATE)
    come(meeting, town.delegate, seat_of(town, 2))
    with pytest.raises(Conflict, match="已经有人在场"):
        come(meeting, alternate, seat_of(town, 2))
    come(meeting, alternate, seat_of(town, 2), takes_over=True)
    assert counted(meeting) == (1, 1)
    rows = check_in.attendance_of(meeting.id)
    assert [(one.person_id, one.seat_id, one.left_at is None) for one in rows] == [
        (town.delegate.id, town.seats[2].id, False), (alternate.id, town.seats[2].id, True),
    ]  # fmt: skip


def test_ways_are_what_somebody_holds_today(town, page):
    meeting = council_meeting(town)
    doc = page.as_(town.secretary).get("meetings.own_arrival", no=meeting.id)
    assert len(doc.all("input[type=radio]")) == 3  # the seat, staff, guest
    page.get("meetings.own_arrival", no=meeting.id, status=303)
    page.as_(town.resident).get("meetings.own_arrival", no=make_meeting(town.secretary).id, status=404)


def test_the_list_at_the_door_takes_several_at_once(town, page, clock):
    meeting = council_meeting(town)
    steward, secretary = page.as_(town.door_steward), page.as_(town.secretary)
    steward.get("meetings.attendance", no=meeting.id)
    doc = steward.submit("记下", names="\n".join(f"老{n}" for n in range(61)), status=422)
    assert "老60" in doc.source and "最多60个" in doc
    for names, words in (([f"老{n}" for n in range(61)], "61个名字太多"), (["长" * 41], "最多40个字")):
        with pytest.raises(Refused, match=words), writing():
            check_in.list_names(meeting, names, by=town.secretary)
    doc = steward.submit("记下", names="王大爷\n李婶\n王大爷\n")
    assert counted(meeting) == (2, 0) and "王大爷" not in doc.text
    secretary.get("meetings.attendance", no=meeting.id)
    secretary.submit("记下", names="记者")
    doc = secretary.submit("form[action$='/seats']", name="老校长", seat=str(town.seats[5].id))
    assert counted(meeting) == (4, 1) and "老校长" not in doc
    named = secretary.submit("显示姓名十分钟")
    assert "老校长" in named and "门口签到名单" in named.text.rpartition("谁看过姓名")[2]
    assert "老校长" not in page.as_(town.staff).get(named.url)  # another one looks for themselves
    kept = db.session.scalar(select(MeetingLook))
    assert (kept.viewer_id, kept.list_read) == (town.secretary.id, ListRead.DOOR)
    clock.forward(minutes=10)
    assert "老校长" not in secretary.get(named.url)
    doors = {one.name: one.door_id for one in check_in.attendance_of(meeting.id)}
    assert doors["王大爷"] == town.door.id and doors["记者"] is None
    secretary.submit(f"form[action$='/{check_in.attendance_of(meeting.id)[0].id}/leaving']")
    assert counted(meeting) == (3, 1)
    page.as_(town.resident).get("meetings.attendance", no=meeting.id, status=403)
    steward.post("meetings.create_look", no=meeting.id, status=403)
    steward.post("meetings.create_seat", {"seat": town.seats[0].id, "name": "我"}, no=meeting.id, status=403)
    assert "王大爷" not in page.get("meetings.show", no=meeting.id).source
    sheet = secretary.get("meetings.attendance_sheet", no=meeting.id, door=town.door.id)
    assert len(sheet.all("tbody tr")) == 20


def test_who_leaves_leaves_no_name(town):
    meeting = council_meeting(town)
    come(meeting, town.resident)
    with writing():
        leave(locked(Person, town.resident.id))
    row = check_in.attendance_of(meeting.id)[0]
    assert (row.person_id, row.name, row.capacity) == (None, "", Capacity.RESIDENT)


def test_slips_become_opinions_once_or_stay_with_the_meeting(town, page):
    topic = noticed(town.secretary)
    make_round(topic, town.secretary)
    meeting = opened(town.secretary, topic_id=topic.id, items=[("桶", 10, topic.id), ("别的", 5)])
    plain = opened(town.secretary)
    secretary = page.as_(town.secretary)
    assert len(secretary.get("meetings.slip_sheet", no=meeting.id).all("svg.qr")) == 8
    for _time in range(MOST_OPINIONS):  # what she says herself leaves the slips of others alone
        with writing():
            give_opinion(rounds_of(topic)[0], by=town.secretary, body="我自己的")
    for number in range(1, 8):  # more than one person may say in a round
        secretary.get("meetings.slip_desk", no=meeting.id)
        doc = secretary.submit("录入", number=str(number), words=f"第{number}张:别挪太远")
    slip = db.session.scalar(select(OpinionSlip).where(OpinionSlip.number == 7))
    opinion = db.session.get(Opinion, slip.opinion_id)
    assert (opinion.body, opinion.person_id, slip.words) == ("第7张:别挪太远", None, "")
    assert (
        f"回执号{slip.id}" in doc
        and "别挪太远" not in page.get("meetings.slip", no=meeting.id, number=7).text
    )
    secretary.get("meetings.slip_desk", no=meeting.id)
    doc = secretary.submit("录入", number="7", words="同一张条子又录了一次,号没看清", status=409)
    assert "已经录过" in doc and "又录了一次" in doc.source
    with writing():
        kept = slips.key_slip(plain, by=town.secretary, number=1, words="灯太暗")
    assert (kept.words, kept.opinion_id) == ("灯太暗", None)
    page.as_(town.resident).get("meetings.slip_desk", no=meeting.id, status=403)
    assert "还没录入" in page.get("meetings.slip", no=meeting.id, number=99)
    assert page.get("meetings.agenda_sheet", no=meeting.id).all("svg.qr")


def test_staff_keep_the_list_of_venues(town, page):
    secretary = page.as_(town.secretary)
    room = {
        "name": "东小院议事厅",
        "address": "2号楼东侧",
        "hours": "周一至周六 9:00",
        "access": "北门有坡道",
    }
    for _ in range(2):
        secretary.get("meetings.new_venue")
        secretary.submit("#main form", room, status=303 if _ == 0 else 409)
    assert "北门有坡道" in page.get("meetings.venue_list")
    venue = db.session.scalar(select(Venue))
    secretary.get("meetings.venue", venue=venue.id)
    secretary.submit(f"form[action$='/venues/{venue.id}']", hours="周日也开", seats="30")
    assert "周日也开" in page.get("meetings.venue_list")
    page.as_(town.resident).get("meetings.venue", venue=venue.id, status=403)
    secretary.get("meetings.new", kind="consultation")
    day = (local_today() + timedelta(days=9)).isoformat()
    doc = secretary.submit(
        "先记下", title="来议事厅谈", venue=str(venue.id), starts_at=f"{day}T19:00", agenda="谈 20"
    )
    assert "东小院议事厅" in doc and "北门有坡道" in doc
    secretary.get("meetings.venue", venue=venue.id)
    secretary.submit("移出清单")
    assert "东小院议事厅" not in page.get("meetings.venue_list")
