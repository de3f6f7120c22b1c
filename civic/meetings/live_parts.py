"""On a meeting's page: the ways into the room while it goes on, and its desk for whoever holds it."""

from civic.meetings.parts import TOP, part
from civic.meetings.policies import may_run
from civic.meetings.states import MeetingState


@part("meetings/_live_part.html", where=TOP, order=20)
def live_part(meeting, user):
    """The floor and the shared screen from the call on; the desk until it is over."""
    holds, is_on = may_run(user, meeting), meeting.state == MeetingState.OPEN
    begins = holds and (meeting.is_ahead or meeting.state == MeetingState.DRAFTED)
    return {"is_on": is_on, "holds": begins, "no": meeting.id} if is_on or begins else None
