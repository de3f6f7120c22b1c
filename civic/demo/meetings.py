"""星榆花园 meetings around today: two 议事厅, one meeting called for next week, a round table called off.

The three meetings of the story with their minutes are a part of their own.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from civic.councils.models import Body, Council, Seat
from civic.database import SHANGHAI, dated, local_today
from civic.demo.topic_texts import PARKING
from civic.demo.topics import ago, people
from civic.extensions import db
from civic.meetings import calling, venues, workflow
from civic.meetings.calling_models import MeetingInvitation
from civic.meetings.kinds import RULES
from civic.meetings.models import Meeting, Venue
from civic.meetings.states import Answer, MeetingKind
from civic.places import queries as places
from civic.topics.models import Topic

VENUES = (
    ("望榆议事厅", "居委会一层,9号楼与10号楼之间", "周一至周六 9:00—20:00;晚上开会提前一天说一声",
     "东门平进,门宽一米,屋里有轮椅位", 30),
    ("槐荫小院", "中心花园西侧的棚子下", "白天都开;下雨不用", "地面平,没有台阶", 16),
)  # fmt: skip
PARKING_TALK = {
    "title": "锁着的车位怎么办:先听听有车没车的怎么说",
    "why": "地锁拆了又装,光拆不行。把车位怎么分、访客停哪儿一次谈透,有车没车的都来。",
    "items": (
        ("上次说好的事办得怎么样", 10),
        ("车位有多少、谁在用", 20),
        ("访客和送货停哪儿", 25),
        ("下一步谁做什么", 15),
    ),
}
HUTONG = {
    "title": "胡同口早高峰让路:就地说两句",
    "why": "送孩子的和出车的挤在一个口子上。",
    "items": (("错开几点", 15), ("谁来提醒", 10)),
    "off": "预报当天暴雨,胡同口要积水。改到下周再约,时间另行通知。",
}
WISH = ("充电车棚晚上谁来锁", "车棚门坏了一个月,有人半夜还在充电。物业、业委会、居委会得坐下来定谁管。")
ANSWERS = {  # by short name: who comes, or why nobody does
    "星榆物业": ("项目经理", ""),
    "街道城管办": ("", "当天区里统一检查,改派人书面说明"),
    "业委会": ("副主任", ""),
}


def load(town) -> int:
    """Add what is missing; returns how many venues, meetings and wishes were added."""
    here, cast = places.community(), people(town)
    known = set(db.session.scalars(select(Venue.name)))
    missing = [row for row in VENUES if row[0] not in known]
    for name, address, hours, access, seats in missing:
        venues.enter_venue(here, by=cast["secretary"], name=name, address=address, hours=hours, access=access,
                           seats=seats)  # fmt: skip
    there = set(db.session.scalars(select(Meeting.title)))
    added = len(missing)
    for told, tell in ((PARKING_TALK, _next_week), (HUTONG, _called_off)):
        if told["title"] not in there:
            tell(here, cast)
            added += 1
    return added


def _evening(days) -> datetime:
    day = local_today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 19, tzinfo=SHANGHAI)


def _next_week(here, cast):
    """Called three days ago; some bodies have answered. The school asks for another meeting meanwhile."""
    secretary, kind = cast["secretary"], MeetingKind.CONSULTATION
    topic = db.session.scalar(select(Topic).where(Topic.title == PARKING["title"]))
    venue = db.session.scalar(select(Venue).where(Venue.name == VENUES[0][0]))
    bodies = {body.short_name: body for body in db.session.scalars(select(Body))}
    evening = _evening(7)
    with dated(ago(days=3)):
        meeting = workflow.prepare(
            here, by=secretary, kind=kind, title=PARKING_TALK["title"], why=PARKING_TALK["why"],
            where_held=venue.name, venue_id=venue.id, starts_at=evening, minutes_planned=90,
            items=PARKING_TALK["items"], notice_days=RULES[kind].notice_days, topic_id=topic and topic.id,
            thread_id=topic and topic.thread_id,
        )  # fmt: skip
        invited = [bodies[name].id for name in (*ANSWERS, "居委会") if name in bodies]
        calling.invite(meeting, invited, by=secretary)
        calling.call_together(meeting, by=secretary)
    actors = {"星榆物业": "property", "街道城管办": "officer", "业委会": "owner"}
    for invitation in db.session.scalars(
        select(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id)
    ):
        name = next(name for name, body in bodies.items() if body.id == invitation.body_id)
        if name in ANSWERS:
            who, reason = ANSWERS[name]
            answer = Answer.COMING if who else Answer.NOT_COMING
            with dated(ago(days=1)):
                calling.answer_invitation(
                    invitation, by=cast[actors[name]], answer=answer, who=who, reason=reason
                )
    council = db.session.scalar(select(Council).order_by(Council.id).limit(1))
    seat = db.session.scalar(
        select(Seat).where(Seat.council_id == council.id, Seat.body_id == bodies["望榆小学"].id)
    )
    with dated(ago(hours=20)):
        calling.ask_for_meeting(council, seat, by=cast["teacher"], title=WISH[0], why=WISH[1])


def _called_off(here, cast):
    secretary, morning = cast["secretary"], _evening(-4) - timedelta(hours=11)
    with dated(ago(days=6)):
        meeting = workflow.prepare(
            here, by=secretary, kind=MeetingKind.ROUND_TABLE, title=HUTONG["title"], why=HUTONG["why"],
            where_held="西胡同口大树下", starts_at=morning, minutes_planned=30,
            items=HUTONG["items"],
        )  # fmt: skip
        calling.call_together(meeting, by=secretary)
    with dated(ago(days=5)):
        workflow.call_off(meeting, by=secretary, reason=HUTONG["off"])
