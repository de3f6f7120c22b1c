"""A meeting as an entry of anybody's calendar (RFC 5545): one UID for ever, SEQUENCE grows with changes.

The library takes 3 MB in every process and few ask for a calendar: it is loaded when one does.
"""

import importlib
from functools import cache

from civic.meetings.states import MeetingState

PRODUCT = "-//Civic//Neighbours in Council//ZH"


@cache
def _library():
    return importlib.import_module("icalendar")


def event(meeting, address: str):
    """The icalendar.Event of one called meeting. Args: address — of its page."""
    entry = _library().Event()
    entry.add("uid", f"meeting-{meeting.id}-{meeting.created_at:%Y%m%d%H%M%S}@civic")
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", meeting.called_at)
    entry.add("dtstart", meeting.starts_at)
    entry.add("dtend", meeting.ends_at)
    entry.add("summary", meeting.title)
    entry.add("location", meeting.where_held)
    entry.add("description", "\n".join(filter(None, (str(meeting.kind.label), meeting.why, address))))
    entry.add("url", address)
    off = meeting.state == MeetingState.CALLED_OFF
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    return entry


def calendar(meetings, name: str, address_of) -> bytes:
    """All these meetings. Args: name — shown in the list of calendars; address_of(meeting)."""
    whole = _library().Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    for meeting in meetings:
        whole.add_component(event(meeting, address_of(meeting)))
    return whole.to_ical()
