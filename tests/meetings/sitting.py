"""A meeting that was held, with people in it: rows of attendance as the door list leaves them."""

from datetime import timedelta

from civic.database import locked, utcnow, writing
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings import minutes_workflow, workflow
from civic.meetings.minutes_models import Minutes
from civic.meetings.models import Attendance, Meeting
from civic.meetings.presence import recount
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from tests.factories import save
from tests.factories.meetings import make_meeting


def came(meeting, person, capacity=Capacity.RESIDENT, **where):
    """Somebody is there; `meeting`: it, or its minutes."""
    no = getattr(meeting, "meeting_id", meeting.id)
    row = save(
        Attendance(meeting_id=no, person_id=person and person.id, capacity=capacity,
                   checked_by=CheckInBy.LIST, **where)
    )  # fmt: skip
    with writing():
        recount(locked(Meeting, row.meeting_id))
    return row


def sitting(town, kind=MeetingKind.ROUND_TABLE, **what):
    """Open now: the secretary holds it, the staff records it; two residents and a delegate came."""
    meeting = make_meeting(town.secretary, kind=kind, recorder_id=town.staff.id, **what)
    with writing():
        workflow.call(meeting, by=town.secretary)
        workflow.open_meeting(meeting, by=town.secretary)
    came(meeting, town.resident, door_id=town.door.id)
    came(meeting, town.neighbour, door_id=town.other_household.door_id)
    came(meeting, town.delegate, Capacity.BODY, body_id=town.property.id)
    came(meeting, town.secretary, Capacity.STAFF)
    came(meeting, town.staff, Capacity.STAFF)
    return meeting


def held(town, kind=MeetingKind.ROUND_TABLE, agreed=("换密闭盖桶",), **what):
    """Over, with what was agreed."""
    meeting = sitting(town, kind, **what)
    with writing():
        for words in agreed:
            agreements.agree(
                meeting, by=town.staff, what=words, standard="闻不到味儿", owner_id=town.property.id,
                due_on=(utcnow() + timedelta(days=20)).date(),
            )  # fmt: skip
        workflow.end(meeting, by=town.secretary, had_quorum=True)
    return meeting


def drafted(town, **what):
    meeting = held(town, **what)
    with writing():
        return minutes_workflow.draft(meeting, by=town.staff)


def laid_out(town, days=0, **what):
    minutes = drafted(town, **what)
    with writing():
        minutes_workflow.lay_out(minutes, by=town.staff, comment_days=days)
    return minutes


def say_yes(minutes, *people):
    for person in people:
        with writing():
            here = locked(Minutes, minutes.id)
            minutes_workflow.confirm(here, by=person, version=here.version)


def published(town, **what):
    minutes = laid_out(town, **what)
    say_yes(minutes, town.resident, town.neighbour)
    with writing():
        minutes_workflow.publish(minutes, by=town.staff)
    return minutes
