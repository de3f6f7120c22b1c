"""Who did not go along is heard again: on the day they are told once, and it stands on the office's desk."""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.workflow import leave
from civic.database import local_today, locked, writing
from civic.desk.waiting import waiting_for
from civic.extensions import db
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings.minutes_models import Dissent
from civic.meetings.models import Attendance
from civic.notifications.models import Message
from tests.factories.accounts import Person
from tests.meetings.sitting import held


def told(verb):
    return sorted(db.session.scalars(select(Message.person_id).where(Message.verb == verb)))


def desk_of(person):
    db.session.rollback()
    return [(row.id, row.due_on) for row in waiting_for(person) if row.kind == "meeting.dissent"]


def test_on_its_day_whose_it_is_is_told_once_and_the_office_has_it_on_the_desk(town, page, tick, clock):
    meeting = held(town)
    no, due = meeting.id, local_today() + timedelta(days=7)
    mine = select(Attendance.id).where(Attendance.person_id == town.resident.id)
    staff = page.as_(town.staff)
    assert "居民" in staff.get("meetings.dissents", no=no)
    said = {"who": "3号楼一户", "what": "晚上太吵", "again_on": due.isoformat()}
    staff.submit("存下", **said, row=str(db.session.scalar(mine)))
    kept = db.session.scalar(select(Dissent))
    assert kept.person_id == town.resident.id and tick("meetings.dissents")["meetings.dissents"] == 0
    assert told("dissent.due") == desk_of(town.secretary) == []
    clock.forward(days=7)
    assert [tick("meetings.dissents")["meetings.dissents"] for _time in range(2)] == [1, 0]
    with writing():
        agreements.fall_due(db.session.get(Dissent, kept.id))  # two sweeps at the same moment
    everybody = sorted([town.resident.id, town.staff.id, town.secretary.id])  # and who writes and who held it
    assert told("dissent.due") == everybody
    assert desk_of(town.secretary) == [(no, due)] and desk_of(town.delegate) == []
    assert page.as_(town.resident).get("desk.mine").one(f'a[href="/meetings/{no}/minutes"]')
    with writing():
        agreements.hear_again(db.session.get(Dissent, kept.id), by=town.staff, outcome="换了静音桶")
    assert told("dissent.heard_again") == [town.resident.id] and desk_of(town.secretary) == []


def test_a_line_of_another_list_names_nobody_and_who_leaves_is_forgotten(town):
    here, elsewhere = held(town), held(town)
    line = select(Attendance.id).where(Attendance.person_id == town.resident.id)
    lines = {no: db.session.scalar(line.where(Attendance.meeting_id == no)) for no in (here.id, elsewhere.id)}
    with writing():
        kept = [agreements.dissent(here, by=town.staff, who="一户", what="太吵", row_id=lines[no])
                for no in lines]  # fmt: skip
    assert [one.person_id for one in kept] == [town.resident.id, None]
    with writing():
        leave(locked(Person, town.resident.id))
    assert db.session.scalars(select(Dissent.person_id)).all() == [None, None]
