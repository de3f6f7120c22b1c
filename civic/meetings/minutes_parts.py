"""On a meeting's page: where to watch it (above the agenda), its notes and minutes (below it)."""

from civic.meetings import minutes_queries, stream_queries
from civic.meetings.parts import TOP, part
from civic.meetings.policies import may_record, may_run
from civic.meetings.states import MeetingState

HELD = (MeetingState.OPEN, MeetingState.ENDED)


@part("meetings/_stream_part.html", where=TOP, order=40)
def stream_part(meeting, user):
    """The stream, once there is one; whoever holds the meeting may prepare it."""
    found, holds = stream_queries.stream_of(meeting.id), may_run(user, meeting)
    if found is None and not (holds and meeting.is_ahead):
        return None
    return {"stream": found, "no": meeting.id}


@part("meetings/_minutes_part.html", order=20)
def minutes_part(meeting, user):
    """Notes for whoever writes, the minutes for everybody."""
    minutes = minutes_queries.minutes_of(meeting.id) if meeting.state in HELD else None
    writes = meeting.state in HELD and may_record(user, meeting)
    return {"minutes": minutes, "writes": writes, "no": meeting.id} if minutes or writes else None
