"""As what somebody may be in the room, best first, and when the door is open. Pure: no database."""

from dataclasses import dataclass
from datetime import timedelta

from civic.councils.policies import seats_spoken_for
from civic.meetings.kinds import OPEN_DOOR_BEFORE
from civic.meetings.policies import may_change
from civic.meetings.states import Capacity, MeetingState


@dataclass(frozen=True)
class Way:
    """One capacity: for a seat, for an invited body, as staff, as a neighbour of a door, as a guest."""

    capacity: Capacity
    seat: object = None
    body: object = None
    door_id: int | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        of = self.seat or self.body
        return f"{self.capacity.value}-{of.id}" if of else self.capacity.value

    @property
    def label(self):
        """The capacity, and the seat or the body where there is one."""
        of = self.seat or self.body
        return f"{self.capacity.label} · {of.short_name}" if of else str(self.capacity.label)


def ways(user, meeting, *, council, bodies, door_id, on) -> list[Way]:
    """Every way open to this person. Args: bodies — invited ones; council — with seats, or None."""
    seats = seats_spoken_for(user, council, on) if council else []
    found = [Way(Capacity.SEAT, seat=seat, body=seat.body) for seat in seats]
    seated = {seat.body_id for seat in seats}
    found += [
        Way(Capacity.BODY, body=body) for body in bodies if body.id in user.body_ids and body.id not in seated
    ]
    if may_change(user, meeting):
        found.append(Way(Capacity.STAFF))
    if user.household_ids and meeting.community_id in user.community_ids:
        found.append(Way(Capacity.RESIDENT, door_id=door_id))
    return [*found, Way(Capacity.GUEST)]


def is_door_open(meeting, now) -> bool:
    """From half an hour before until the end; a meeting that began early or lasts long stays open."""
    if meeting.state == MeetingState.OPEN:
        return True
    from_when = meeting.starts_at - timedelta(minutes=OPEN_DOOR_BEFORE)
    return meeting.state == MeetingState.CALLED and from_when <= now < meeting.ends_at
