"""Verbs of notes: save a line, strike it. Two recorders at once keep both texts.

Saving leaves no entry in the record of acts: five people save every three seconds, and what was said
becomes public with the minutes, whose entry it is.
"""

from typing import NamedTuple

from flask_babel import gettext as _

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.meetings.minutes_queries import minutes_of
from civic.meetings.minutes_states import MinutesState
from civic.meetings.models import AgendaItem
from civic.meetings.note_models import MeetingNote
from civic.meetings.states import MeetingState

LONGEST = 1000


class Saved(NamedTuple):
    """The line that holds the text now, and whether somebody else had changed the one it was meant for."""

    line: MeetingNote
    clash: bool


def save_note(meeting, *, by, text, item_id=None, line_id=None, version=None) -> Saved:
    """Keep a line, new or changed. `version`: of the line as it was when typing began.

    When it was changed meanwhile, both texts stay: this one becomes a line of its own beside it.
    """
    text = text.strip()
    if not text:
        raise Refused(_("There is nothing to keep yet."), _("Write a line; to drop one, strike it."))
    if meeting.state not in (MeetingState.OPEN, MeetingState.ENDED):
        raise Conflict(_("Notes are taken once the meeting is open."), _("Open it, then save once more."))
    _guard_laid_out(meeting.id)
    line = locked(MeetingNote, line_id) if line_id else None
    if line is None or line.meeting_id != meeting.id:
        return Saved(_new(meeting, by, text, item_id), False)
    if version != line.version and text != line.text:
        return Saved(_new(meeting, by, text, line.item_id, beside_id=line.id), True)
    if text != line.text:
        line.text, line.author_id = text, by.id
        line.version += 1
    line.beside_id = None  # somebody looked at both and settled this one
    return Saved(line, False)


def strike(line, *, by) -> None:
    """Leave it out of the minutes; it stays readable for the recorders. A second time puts it back."""
    line = locked(MeetingNote, line.id)
    _guard_laid_out(line.meeting_id)
    line.struck_at = None if line.struck_at else utcnow()
    line.beside_id = None
    line.author_id = by.id
    line.version += 1


def _guard_laid_out(meeting_id):
    """Who confirms the minutes confirms these lines too: they stand still once the minutes are laid out."""
    minutes = minutes_of(meeting_id)
    if minutes is not None and minutes.state != MinutesState.DRAFTED:
        raise Conflict(
            _("The minutes lie with those who were there; the notes stand as they are."),
            _("Put what is missing into the text of the minutes."),
        )


def _new(meeting, by, text, item_id, beside_id=None):
    if item_id and db.session.get(AgendaItem, item_id).meeting_id != meeting.id:
        item_id = None
    line = MeetingNote(
        meeting_id=meeting.id, item_id=item_id, text=text, beside_id=beside_id, author_id=by.id
    )
    db.session.add(line)
    db.session.flush()
    return line
