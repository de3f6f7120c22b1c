"""Two at the very same moment: one seat, one slip, two who call."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.accounts.models import Person
from civic.councils.models import MandateRole
from civic.councils.queries import council_or_404
from civic.database import utcnow, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.meetings import calling, check_in, slips
from civic.meetings.check_in_ways import Way
from civic.meetings.models import Attendance, Meeting
from civic.meetings.states import Capacity, MeetingKind
from tests.factories.accounts import make_person
from tests.factories.councils import make_mandate
from tests.factories.meetings import called, make_meeting

pytestmark = pytest.mark.races


def take_seat(meeting, person, council, place):
    seat = council_or_404(council).seats[place]
    way = Way(Capacity.SEAT, seat=seat, body=seat.body)
    with writing():
        came = check_in.check_in(
            db.session.get(Meeting, meeting), person=db.session.get(Person, person), way=way
        )
        return came.seat_id


def key(meeting, person):
    with writing():
        meeting, by = db.session.get(Meeting, meeting), db.session.get(Person, person)
        return slips.key_slip(meeting, by=by, number=3, words="灯太暗").number


def call(meeting, person):
    with writing():
        calling.call_together(db.session.get(Meeting, meeting), by=db.session.get(Person, person))
        return "called"


def all_three(meeting, planned, delegate, council, staff):
    """One race for all: a start costs more than what is raced for."""
    outcomes = []
    for function, arguments in (
        (take_seat, (meeting, delegate, council, 2)), (key, (meeting, staff)), (call, (planned, staff)),
    ):  # fmt: skip
        try:
            function(*arguments)
            outcomes.append("done")
        except Conflict:
            outcomes.append("told")
    return outcomes


def test_two_phones_for_one_seat_two_desks_for_one_slip_two_calls_of_one_meeting(town, race):
    alternate = make_person()
    make_mandate(town.seats[2], alternate, MandateRole.ALTERNATE)
    soon = {"starts_at": utcnow() + timedelta(minutes=10)}
    meeting = called(town.secretary, kind=MeetingKind.COUNCIL, council_id=town.council.id, **soon)
    planned = make_meeting(town.secretary)
    pairs = ((town.delegate.id, town.secretary.id), (alternate.id, town.staff.id))
    outcomes = race(
        all_three, [(meeting.id, planned.id, one, town.council.id, staff) for one, staff in pairs]
    )
    for each in zip(*outcomes, strict=True):
        assert sorted(each) == ["done", "told"], outcomes
    db.session.rollback()
    there = select(func.count()).where(Attendance.seat_id == town.seats[2].id, Attendance.left_at.is_(None))
    now = db.session.get(Meeting, meeting.id)
    assert (db.session.scalar(there), now.present, now.seats_present) == (1, 1, 1)
