"""What happens by itself: minutes nobody confirmed lapse, a dissent falls due, links past their day go."""

from civic.database import writing
from civic.extensions import db
from civic.meetings import (
    minutes_agreements_workflow,
    minutes_queries,
    minutes_workflow,
    stream_queries,
    stream_workflow,
)
from civic.meetings.minutes_models import Dissent, Minutes
from civic.meetings.stream_models import MeetingStream
from civic.ticking import sweep


@sweep("meetings.minutes")
def let_minutes_lapse() -> int:
    """Each in a short transaction; safe to run twice at once."""
    overdue = minutes_queries.overdue_minutes()
    for number in overdue:
        with writing():
            minutes_workflow.lapse(db.session.get(Minutes, number))
    return len(overdue)


@sweep("meetings.dissents")
def tell_of_dissents() -> int:
    """The day on which somebody was to be heard again is there; each is told once."""
    due = minutes_queries.dissents_to_tell()
    for number in due:
        with writing():
            minutes_agreements_workflow.fall_due(db.session.get(Dissent, number))
    return len(due)


@sweep("meetings.streams")
def remove_streams() -> int:
    """The link disappears on the day that was said."""
    due = stream_queries.past_their_day()
    for number in due:
        with writing():
            stream_workflow.remove_stream(db.session.get(MeetingStream, number))
    return len(due)
