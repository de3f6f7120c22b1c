"""Planned, called with notice, changed and told again, answered, called off, in everybody's calendar."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.councils.models import Council
from civic.database import SHANGHAI, local_today, utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.meetings import agenda, calling, workflow
from civic.meetings.calling_models import MeetingInvitation, MeetingRequest
from civic.meetings.kinds import RULES
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.states import Answer, MeetingKind, MeetingState
from civic.notifications.models import Message
from tests.factories.accounts import Person
from tests.factories.councils import make_mandate
from tests.factories.meetings import make_meeting, opened
from tests.factories.tables import make_neighbours

PLAN = {"title": "桶站放哪儿", "where_held": "10号楼前槐树下", "agenda": "先量路 15\n再看窗 20分钟\n散会"}


def typed(days, hour=19):
    """A moment that many days from today, as a form takes it."""
    return (utcnow().astimezone(SHANGHAI) + timedelta(days=days)).strftime(f"%Y-%m-%dT{hour}:00")


def invitations(meeting):
    mine = select(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id)
    return {row.body_id: row for row in db.session.scalars(mine)}


def points_of(meeting):
    mine = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    near = mine.options(joinedload(AgendaItem.meeting))
    return list(db.session.scalars(near))


def told(verb):
    db.session.rollback()
    return set(db.session.scalars(select(Message.person_id).where(Message.verb == verb)))


def test_the_secretary_plans_calls_changes_and_calls_off(town, page):
    secretary, stranger = page.as_(town.secretary), page.as_()
    secretary.get("meetings.index")
    secretary.follow("安排一次会")
    secretary.follow("合伙人会")
    many = "\n".join(f"第{n}件事" for n in range(200))
    doc = secretary.submit("先记下", PLAN, starts_at=typed(4), agenda=many, status=422)
    assert "200项太多了" in doc and "第199件事" in doc.source and "10号楼前槐树下" in doc.source
    doc = secretary.submit("先记下", PLAN, starts_at=typed(4))
    meeting = db.session.scalar(select(Meeting))
    assert (meeting.quorum, meeting.council_id, len(invitations(meeting))) == (4, town.council.id, 6)
    assert "45分钟" in doc and told("meeting.called") == set()
    stranger.get("meetings.show", no=meeting.id, status=404)
    stranger.get("meetings.call", no=meeting.id, status=303)
    secretary.get("meetings.call", no=meeting.id)
    secretary.submit("现在通知大家")
    assert told("meeting.called") == {town.delegate.id, town.other_delegate.id, town.officer.id}
    assert "桶站放哪儿" in stranger.get("meetings.show", no=meeting.id)
    first = Calendar.from_ical(page.fetch(f"/meetings/{meeting.id}.ics").data).events[0]
    secretary.get("meetings.plan", no=meeting.id)
    doc = secretary.submit("保存修改", starts_at=typed(5), agenda="再看窗 20\n先量路 15")
    assert [item.text() for item in doc.all("#agenda li")][0].startswith("再看窗")
    assert told("meeting.changed") == told("meeting.called")
    second = Calendar.from_ical(page.fetch("/meetings.ics").data).events[0]
    assert second["uid"] == first["uid"] and second["sequence"] == first["sequence"] + 1
    assert (second["dtstart"].dt - first["dtstart"].dt) == timedelta(days=1)
    secretary.get("meetings.calling_off", no=meeting.id)
    doc = secretary.submit("不开了", reason="下大雨")
    assert "下大雨" in doc and told("meeting.called_off")
    last = Calendar.from_ical(page.fetch("/meetings.ics").data).events[0]
    assert (last["status"], last["sequence"]) == ("CANCELLED", second["sequence"] + 1)


def test_a_call_that_comes_too_late_needs_a_reason_everybody_reads(town, page):
    for kind in MeetingKind:
        days = RULES[kind].notice_days
        for early in range(max(0, days - 1), days + 1):
            soon = utcnow() + timedelta(days=early, minutes=1)
            meeting = make_meeting(town.secretary, kind=kind, notice_days=days, starts_at=soon)
            if calling.days_before(meeting) < days:
                with pytest.raises(Refused, match="提前"), writing():
                    calling.call_together(meeting, by=town.secretary)
            else:
                with writing():
                    calling.call_together(meeting, by=town.secretary)
    late = make_meeting(town.secretary, kind=MeetingKind.HEARING, notice_days=7)
    secretary = page.as_(town.secretary)
    assert "现在通知已经晚了" in secretary.get("meetings.call", no=late.id)
    secretary.submit("现在通知大家", status=422, but=())
    secretary.get("meetings.call", no=late.id)
    secretary.submit("现在通知大家", urgent_reason="明天就要断水")
    assert "明天就要断水" in page.get("meetings.show", no=late.id)
    over = make_meeting(town.secretary, starts_at=utcnow() - timedelta(hours=1))
    with pytest.raises(Refused, match="已经过了"), writing():
        calling.call_together(over, by=town.secretary)
    bare = make_meeting(town.secretary, items=[])
    with pytest.raises(Refused, match="要谈什么"), writing():
        calling.call_together(bare, by=town.secretary)


def test_an_invited_body_answers_and_answers_anew_when_the_hour_changes(town, page):
    meeting = make_meeting(town.secretary)
    with writing():
        calling.invite(meeting, {town.property.id, town.department.id}, by=town.secretary)
        calling.call_together(meeting, by=town.secretary)
    mine = invitations(meeting)[town.property.id]
    delegate = page.as_(town.delegate)
    delegate.get("meetings.invitation", no=meeting.id, invitation=mine.id)
    doc = delegate.submit("#main form", answer="not_coming", status=422)
    assert "为什么不来" in doc
    delegate.get("meetings.invitation", no=meeting.id, invitation=mine.id)
    doc = delegate.submit("#main form", answer="coming", who="项目经理")
    assert "项目经理" in doc
    page.as_(town.officer).get("meetings.invitation", no=meeting.id, invitation=mine.id, status=403)
    with writing():
        calling.change(meeting, by=town.secretary, title="桶站再看看")
    assert invitations(meeting)[town.property.id].answer == Answer.COMING
    with writing():
        calling.change(meeting, by=town.secretary, where_held="议事厅")
    assert invitations(meeting)[town.property.id].answer == Answer.WAITING
    with writing():
        assert calling.invite(meeting, {town.property.id, town.school.id}, by=town.secretary) == 1
    running = opened(town.secretary)
    with pytest.raises(Conflict), writing():
        calling.change(running, by=town.secretary, title="晚了")


def test_a_body_with_a_seat_asks_and_is_answered(town, page):
    delegate, secretary = page.as_(town.delegate), page.as_(town.secretary)
    for answer in ("no", "plan"):
        delegate.get("meetings.requests")
        delegate.submit("提出", title="电梯什么时候修", why="停了三天")
        wish = db.session.scalars(select(MeetingRequest).order_by(MeetingRequest.id.desc())).first()
        with pytest.raises(Conflict, match="还没有答复"), writing():
            calling.ask_for_meeting(town.council, town.seats[2], by=town.delegate, title="再", why="催")
        assert "电梯什么时候修" in secretary.get("/desk").source
        secretary.get("meetings.wish", no=wish.id)
        if answer == "no":
            secretary.submit("回答", reason="维修队周三到")
        else:
            secretary.follow("安排这个会")
            secretary.submit("先记下", PLAN, starts_at=typed(4))
        db.session.rollback()
        assert (wish.answered_at is not None) and (wish.meeting_id is not None) == (answer == "plan")
    with pytest.raises(Conflict, match="已经答复"), writing():
        calling.answer_request(wish, by=town.secretary, reason="再说一遍")
    assert "维修队周三到" in delegate.get(f"/meetings/requests/{wish.id - 1}")
    assert told("meeting.request_answered") == {town.delegate.id}
    page.as_(town.resident).get("meetings.requests", status=403)
    page.as_(town.officer).get("meetings.wish", no=wish.id, status=403)


def test_a_residents_seat_asks_too_and_no_council_calls_or_asks_after_its_term(town, page):
    council = make_neighbours(town, seats=1)
    seat = council.seats[-1]
    make_mandate(seat, db.session.get(Person, town.resident.id))
    mine = page.as_(town.resident)
    mine.get("meetings.requests")
    mine.submit("提出", title="单元门老不关", why="夜里进了生人")
    wish = db.session.scalar(select(MeetingRequest))
    assert (wish.seat_id, wish.body_id) == (seat.id, None)
    assert "居民席" in mine.get("meetings.wish", no=wish.id)
    page.as_(town.neighbour).get("meetings.wish", no=wish.id, status=403)
    secretary = page.as_(town.secretary)
    secretary.get("meetings.wish", no=wish.id)
    secretary.submit("回答", reason="下周装闭门器")
    assert told("meeting.request_answered") == {town.resident.id}
    later = make_meeting(town.secretary, kind=MeetingKind.COUNCIL, council_id=council.id)
    with writing() as session:
        session.get(Council, council.id).term_to = local_today()  # its last day is the day before the meeting
    secretary.get("meetings.call", no=later.id)
    assert "任期到" in secretary.submit("现在通知大家", status=409).text
    with writing() as session:
        gone = session.get(Council, council.id)
        gone.since = gone.term_to = local_today() - timedelta(days=1)
    assert "续任期" in mine.get("meetings.requests", status=409).text  # before anything is typed
    with pytest.raises(Conflict, match="任期"), writing():
        calling.ask_for_meeting(gone, seat, by=town.resident, title="又没关上", why="再说一次")


def test_who_plans_what(town, page):
    steward, resident = page.as_(town.door_steward), page.as_(town.resident)
    doc = steward.get("meetings.new")
    assert "楼门会" in doc and "听证会" not in doc.text
    steward.follow("楼门会")
    steward.submit("先记下", PLAN, starts_at=typed(2))
    meeting = db.session.scalar(select(Meeting))
    assert (meeting.place_id, meeting.kind, meeting.chair_id) == (
        town.door.id, MeetingKind.DOOR, town.door_steward.id
    )  # fmt: skip
    steward.get("meetings.new", kind="hearing")
    assert "什么会" in steward.last
    resident.get("meetings.new", status=403)
    resident.get("meetings.call", no=meeting.id, status=403)
    secretary = page.as_(town.secretary)
    secretary.get("meetings.new", kind="round_table")
    doc = secretary.submit("先记下", PLAN, starts_at=typed(0), minutes_planned="61", status=422)
    assert "5到60分钟" in doc
    secretary.submit("先记下", PLAN, starts_at=typed(0), minutes_planned="40", now="y")
    last = db.session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert (last.state, last.where_held) == (MeetingState.OPEN, "10号楼前槐树下")


def test_the_street_calls_and_the_community_holds(town, page):
    street = page.as_(town.street)
    doc = street.get("meetings.new", kind="round_table")
    assert not doc.all("[name=now]")  # nobody of there holds it yet
    street.submit("先记下", PLAN, starts_at=typed(2), minutes_planned="40")
    meeting = db.session.scalar(select(Meeting))
    assert (meeting.community_id, meeting.chair_id) == (town.community.id, None)
    assert meeting.title in street.get("meetings.index")
    street.get("meetings.show", no=meeting.id)
    page.as_(town.resident).get("meetings.show", no=meeting.id, status=404)
    street.post("meetings.send_call", {}, no=meeting.id)
    assert db.session.get(Meeting, meeting.id, populate_existing=True).state == MeetingState.CALLED
    street.post("meetings.create_beginning", {}, no=meeting.id, status=403)
    street.get("meetings.desk", no=meeting.id, status=403)


def test_the_agenda_moves_by_buttons_and_stands_once_it_began(town, page):
    meeting = make_meeting(town.secretary, items=[("甲", 10), ("乙", 20), ("丙", 30)], minutes_planned=45)
    items, secretary = points_of(meeting), page.as_(town.secretary)
    doc = secretary.get("meetings.agenda_page", no=meeting.id)
    assert "要60分钟" in doc
    secretary.submit(f"form[action$='/{items[2].id}/rise']")
    secretary.submit(f"form[action$='/{items[0].id}/descent']")
    doc = secretary.get("meetings.show", no=meeting.id)
    assert [one.split()[0] for one in doc.texts("#agenda li")] == ["丙", "甲", "乙"]
    running = opened(town.secretary)
    with pytest.raises(Conflict, match="已经开始"), writing():
        agenda.set_agenda(running, [("新的", 5)], by=town.secretary)
    with pytest.raises(Conflict, match="已经开始"), writing():
        agenda.move_item(points_of(running)[0], 1, by=town.secretary)


def test_a_line_of_the_agenda_is_read_as_typed():
    lines = {
        "量路 15": ("量路", 15), "量路,15分钟": ("量路", 15), "看10号楼": ("看10号楼", 10),
        "量路15分": ("量路", 15), "预算2026": ("预算2026", 10), "量路 900": ("量路 900", 10),
        "Where the bins go 5 min": ("Where the bins go", 5),
    }  # fmt: skip
    assert agenda.points("\n\n".join(lines)) == list(lines.values())


def test_pages_cost_the_same_with_many_invited(town, page, at_most):
    meeting = make_meeting(town.secretary, items=[(f"第{n}项", 5) for n in range(12)])
    with writing():
        workflow.call(meeting, by=town.secretary)
    page.get("meetings.show", no=meeting.id)
    with at_most(9) as few:
        page.get("meetings.show", no=meeting.id)
    with writing():
        everybody = {town.property.id, town.department.id, town.school.id, town.committee.id}
        calling.invite(meeting, everybody, by=town.secretary)
    with at_most(len(few)):
        page.get("meetings.show", no=meeting.id)
