"""Whose table, whose meeting: every address of councils and meetings, tried by outsiders.

As for orders (tests/dispatch/test_strangers.py): an outsider holds the same role elsewhere.
"""

from datetime import timedelta

import pytest

from civic.councils import application_workflow, exemption_workflow, lottery_workflow
from civic.councils.exemption_models import Circumstance, Matter
from civic.councils.models import Council
from civic.councils.pledge_workflow import promise
from civic.councils.policies import may_apply
from civic.councils.rules_workflow import adopt_house_rules
from civic.database import local_today, locked, writing
from civic.meetings import calling, live_workflow, stream_workflow
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings.minutes_commenting import comment
from civic.meetings.models import Meeting, Venue
from civic.meetings.note_workflow import save_note
from civic.meetings.policies import may_check_in
from civic.meetings.states import MeetingKind
from tests.dispatch.test_strangers import TO_MANY, guarded, outsiders  # noqa: F401 - a fixture
from tests.factories import meeting_rooms as make
from tests.factories.accounts import Person
from tests.factories.tables import make_neighbours
from tests.meetings.sitting import laid_out, sitting
from tests.meetings.test_streams import GOOD

ROOMS = ("councils", "meetings")
EVERYBODY = TO_MANY | {may_check_in, may_apply}
# A state that comes later; tests/meetings/test_minutes_pages.py opens these.
NOT_YET = {
    "meetings.house_rules", "meetings.minutes_document",
}  # fmt: skip


@pytest.fixture
def one_of_each(town):
    """The first row of every kind: meeting 1 goes on, of meeting 2 the minutes are laid out."""
    table, by = make_neighbours(town, seats=1), town.secretary
    meeting = sitting(town, MeetingKind.COUNCIL, council_id=town.council.id)
    with writing() as session:
        live_workflow.step(meeting, by=by, seen=make.seen(meeting))
        agreements.agree(meeting, by=by, what="装一盏灯")
        agreements.dissent(meeting, by=by, who="一户", what="太吵")
        session.add(Venue(community_id=town.community.id, name="议事厅", address="1号楼"))
    make.asked(meeting, None, body_id=town.property.id)
    make.moved(meeting, by)
    minutes = laid_out(town, days=2)
    with writing() as session:
        meeting, me = session.get(Meeting, meeting.id), session.get(Person, town.resident.id)
        save_note(meeting, by=by, text="物业:四个人")
        keep = local_today() + timedelta(days=90)
        stream_workflow.prepare_stream(meeting, by=by, url=GOOD, keep_until=keep)
        calling.invite(meeting, {town.property.id, town.department.id}, by=by)
        comment(minutes, by=me, words="少一条")
        adopt_house_rules(town.council, "谁提议谁跟进", how="第三次会议", by=by)
        calling.ask_for_meeting(town.council, town.seats[2], by=town.delegate, title="电梯", why="停了")
        promise(town.seats[2], "每周巡一次", "有记录", local_today(), by=by, community_id=town.community.id)
        _table(session, town, table)


def _table(session, town, table):
    by, today = town.secretary, local_today()
    me = session.get(Person, town.resident.id)
    application_workflow.apply(locked(Council, table.id), me, "天天看得见", by=me)
    lottery_workflow.announce(table, seats=2, quotas=[], seed_source="双色球", closes_on=today,
                              draw_on=today + timedelta(days=3), by=by)  # fmt: skip
    arranged = exemption_workflow.arrange(
        town.community.id, town.department, by=by, document="12号", matters=[Matter.PARKING],
        valid_from=today, valid_to=today + timedelta(days=90), per_half_year=2, days_good=30,
    )  # fmt: skip
    session.flush()
    asked = exemption_workflow.ask(arranged, me, matter=Matter.PARKING, by=me, happened_on=today,
                                   circumstance=Circumstance.TO_HOSPITAL)  # fmt: skip
    session.flush()
    exemption_workflow.issue(asked, by=by)


def test_nobody_from_elsewhere_reads_or_does_anything(app, town, page, one_of_each, outsiders):  # noqa: F811
    """And each page is there for somebody, else the refusals would say nothing."""
    ways = [
        (method, address.replace("/meetings/1/minutes", "/meetings/2/minutes"), endpoint)
        for method, address, endpoint in guarded(app, town, ROOMS, EVERYBODY)
        if endpoint != "councils.enter_lottery"  # every resident's
    ]
    insiders = [
        page.as_(one)
        for one in (town.secretary, town.delegate, town.officer, town.resident, town.administrator)
    ]
    closed = {
        endpoint
        for method, address, endpoint in ways
        if method == "GET" and not any(one.client.get(address).status_code == 200 for one in insiders)
    }
    assert sorted(closed) == sorted(NOT_YET), closed ^ NOT_YET
    told = []
    for who, person in (outsiders | {"a resident": town.second_adult}).items():  # who was not there
        visitor = page.as_(person)
        token = visitor.csrf_token()
        for method, address, endpoint in ways:
            send = visitor.client.get if method == "GET" else visitor.client.post
            answer = send(address, **({} if method == "GET" else {"data": {"csrf_token": token}}))
            if answer.status_code not in (403, 404):
                told.append(f"{who}: {method} {endpoint} {answer.status_code}")
    assert told == []
