"""A meeting that goes on, with people in the room."""

from civic.database import locked, writing
from civic.meetings import hands_workflow as motions
from civic.meetings import live_workflow as verbs
from civic.meetings.live_queries import current_item, current_speech, floor_tag
from civic.meetings.live_states import Side, Way
from civic.meetings.models import Attendance, Meeting
from civic.meetings.presence import recount
from civic.meetings.states import Capacity, CheckInBy
from tests.factories import save
from tests.factories.meetings import called
from tests.harness.scenes import followed, staged


@staged
def going_on(by, *people, **what):
    """Begun, the first point taken up; `people` are there as residents."""
    meeting = called(by, **what)
    with writing():
        verbs.begin(meeting, by=by)
    for person in people:
        there(meeting, person)
    return meeting


@followed
def there(meeting, person=None, capacity=Capacity.RESIDENT, **where):
    """One more in the room, counted."""
    row = save(
        Attendance(
            meeting_id=meeting.id, person_id=person.id if person else None, capacity=capacity,
            checked_by=CheckInBy.LIST, **where,
        )
    )  # fmt: skip
    with writing():
        recount(locked(Meeting, meeting.id))
    return row


@followed
def seated(meeting, seats):
    """The seats that came, each with whoever speaks for it unknown."""
    return [there(meeting, None, Capacity.SEAT, seat_id=seat.id, body_id=seat.body_id) for seat in seats]


@followed
def asked(meeting, row, side=Side.FOR, by=None, **who):
    """On the list of speakers."""
    with writing():
        return verbs.ask(meeting, by=by, side=side, attendance=row, **who)


def seen(meeting):
    """What whoever holds the meeting sees now."""
    return floor_tag(current_item(meeting.id), current_speech(meeting.id))


@staged
def moved(meeting, by, text="西墙点先加一盏灯,再放桶", until="drafted", **more):
    """A motion, as far as asked: drafted, frozen, read, or with hands up in `way`."""
    way, breaks_id = more.pop("way", Way.COUNTED), more.pop("breaks_id", None)
    steps = (
        ("frozen", lambda one: motions.freeze(one, by=by, breaks_id=breaks_id)),
        ("read", lambda one: motions.read_aloud(one, by=by)),
        ("hands", lambda one: motions.call_hands(one, by=by, way=way)),
    )
    with writing():
        motion = motions.move(meeting, by=by, text=text, **more)
    for _name, step in steps[: ("drafted", "frozen", "read", "hands").index(until)]:
        with writing():
            step(motion)
    return motion
