"""How somebody in the room is called in front of everybody: by body, door or capacity, never by name."""

from flask_babel import gettext as _

from civic.meetings.states import Capacity


def speaker_name(speech) -> str:
    """For the screen and every list. Needs body, door and attendance loaded."""
    if speech.body is not None:
        return speech.body.short_name
    if speech.door is not None:
        return _("A neighbour of %(door)s", door=speech.door.label)
    return str(speech.attendance.capacity.label if speech.attendance else Capacity.GUEST.label)


def row_name(row) -> str:
    """One line of those who checked in, for whoever holds the meeting; the number tells two apart."""
    what = row.body.short_name if row.body is not None else str(row.capacity.label)
    return _("No. %(number)s · %(what)s", number=row.id, what=what)
