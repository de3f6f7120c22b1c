"""One number for who is in the room: the counters are the rows, whoever comes, goes, passes a seat on."""

import random
import re
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from civic.accounts.models import Person
from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.meetings import calling_queries, check_in, minutes_queries
from civic.meetings.models import Attendance
from civic.meetings.states import Capacity
from tests.factories.accounts import make_person
from tests.meetings.test_check_in import come, council_meeting, counted, seat_of


def test_the_counters_are_the_rows_whatever_happens_at_the_door(town):
    """A walk by chance through every way in and out; also who is replaced and stays as a neighbour."""
    meeting, dice = council_meeting(town), random.Random(5)
    seats = [seat_of(town, place) for place in (1, 2, 3)]
    people = [make_person() for _person in range(4)]
    alternate = make_person()
    steps = (
        lambda: come(meeting, dice.choice(people)),
        lambda: come(meeting, dice.choice(people), capacity=Capacity.GUEST),
        lambda: come(meeting, dice.choice(people), dice.choice(seats), takes_over=dice.random() < 0.7),
        lambda: run(check_in.list_names, meeting, [f"住户{dice.randrange(9)}"], by=town.secretary),
        lambda: run(check_in.list_seat, meeting, dice.choice(seats), by=town.secretary, name="代签",
                    takes_over=dice.random() < 0.7),
        lambda: run(check_in.note_leaving, dice.choice(rows_of(meeting)), by=town.secretary),
    )  # fmt: skip
    come(meeting, alternate)
    for _step in range(60):
        with suppress(Conflict, Refused):
            dice.choice(steps)()
        there = [row for row in rows_of(meeting) if row.left_at is None]
        assert counted(meeting) == (len(there), len({row.seat_id for row in there} - {None}))
    seen = {(row.capacity, row.left_at is None) for row in rows_of(meeting)}
    assert {(Capacity.SEAT, True), (Capacity.SEAT, False), (Capacity.RESIDENT, True)} <= seen


def run(verb, *arguments, **named):
    with writing():
        return verb(*arguments, **named)


def rows_of(meeting):
    rows = select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id)
    return list(db.session.scalars(rows))


def test_rows_are_written_only_where_they_are_counted():
    """The counters are the one number: no file of the site writes a row without counting anew."""
    files = [path for path in Path("civic").rglob("*.py") if "Attendance(\n" in path.read_text() or
             re.search(r"\bAttendance\(\w+=", path.read_text())]  # fmt: skip
    assert len(files) >= 3
    assert [path for path in files if "recount(" not in path.read_text()] == []


def test_who_leaves_a_seat_to_another_and_stays_is_in_the_list_as_both(town):
    meeting, seat = council_meeting(town), seat_of(town, 2)
    other = make_person()
    come(meeting, town.delegate, seat)
    come(meeting, other, seat, takes_over=True)
    come(meeting, town.delegate)
    assert counted(meeting) == (2, 1)
    rows = [(row.person_id, row.capacity, row.left_at is None) for row in rows_of(meeting)]
    assert rows == [
        (town.delegate.id, Capacity.SEAT, False),
        (other.id, Capacity.SEAT, True),
        (town.delegate.id, Capacity.RESIDENT, True),
    ]
    latest = calling_queries.attendance_by(db.session.get(Person, town.delegate.id), meeting)
    assert latest.capacity == Capacity.RESIDENT
    counts = minutes_queries.attendance_counts(meeting.id)
    assert counts["total"] == 2 and counts["by_capacity"] == [["resident", 1], ["seat", 2]]
