"""The agenda: typed one point a line, moved up and down, changed until the meeting begins."""

import re

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import workflow
from civic.meetings.calling import tell_change
from civic.meetings.kinds import ITEM_MINUTES, MOST_ITEMS, MOST_MINUTES
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.policies import IN_PLANNING

SET = act("meeting.agenda_set", public={"items"})
MINUTES = re.compile(
    r"^(?P<title>.*?\D)(?:[\s,,::·]+(?P<bare>\d{1,3})|[\s,,::·]*(?P<minutes>\d{1,3})\s*"
    r"(?:分钟|分|min(?:utes?)?))[。.]?$",
    re.I,
)
BREAKS = " \t,,::·"
TITLE = 120


def points(typed: str) -> list[tuple[str, int]]:
    """(title, minutes) of every filled line: “量路 15”, “量路,15分钟”, “量路” (ten minutes). Pure."""
    found = []
    for line in filter(None, map(str.strip, (typed or "").splitlines())):
        split = MINUTES.match(line)
        minutes = int(split["bare"] or split["minutes"]) if split else 0
        if 1 <= minutes <= MOST_MINUTES:
            found.append((split["title"].rstrip(BREAKS), minutes))
        else:
            found.append((line, ITEM_MINUTES))
    return found


def typed(items) -> str:
    """An agenda as it would be typed: `points` reads it back."""
    return "\n".join(f"{item.title} {item.minutes}" for item in items)


def refuse_unreadable(found) -> None:
    """Raises Refused for more points than anybody sits through, or a line too long."""
    if len(found) > MOST_ITEMS:
        raise Refused(
            _("%(count)s points are too many: at most %(most)s.", count=len(found), most=MOST_ITEMS),
            _("Keep the most important ones; the rest makes a second meeting."),
        )
    if any(len(title) > TITLE for title, _minutes in found):
        raise Refused(
            _("A point of the agenda has at most %(most)s characters.", most=TITLE), _("Say it shorter.")
        )


def set_agenda(meeting, found, *, by, tell=True) -> bool:
    """These points in this order; one that keeps its words keeps its topic. Returns whether anything changed.

    Args: tell — False where the caller tells of it with other changes. Raises Conflict once it began.
    """
    refuse_unreadable(found)
    meeting = _open_for_change(meeting)
    old = _items(meeting)
    wanted = [(title, minutes) for title, minutes, *_topic in found]
    if [(item.title, item.minutes) for item in old] == wanted:
        return False
    spare, kept = list(old), []
    for title, minutes in wanted:
        item = next((one for one in spare if one.title == title), None)
        spare = [one for one in spare if one is not item]
        kept.append(item or AgendaItem(meeting_id=meeting.id, title=title))
        kept[-1].minutes = minutes
    for item in spare:
        db.session.delete(item)
    _number(kept)
    workflow.note(SET, meeting, by, items=len(kept))
    if tell:
        tell_change(meeting, ["agenda"], by=by)
    return True


def move_item(item, steps, *, by) -> None:
    """One place up (-1) or down (1); at the end of the list nothing happens."""
    meeting = _open_for_change(item.meeting)
    order = _items(meeting)
    place = next(n for n, one in enumerate(order) if one.id == item.id)
    other = place + steps
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    _number(order)
    workflow.note(SET, meeting, by, items=len(order))
    tell_change(meeting, ["agenda"], by=by)


def _open_for_change(meeting) -> Meeting:
    meeting = locked(Meeting, meeting.id)
    if meeting.state not in IN_PLANNING:
        raise Conflict(
            _("The meeting has begun: its agenda stands as it was called."),
            _("What else comes up is noted under the point it belongs to."),
        )
    return meeting


def _items(meeting) -> list[AgendaItem]:
    mine = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return list(db.session.scalars(mine))


def _number(items) -> None:
    """Places from 1 on; through negative ones, as no two points may share a place in between."""
    for place, item in enumerate(items, 1):
        item.position = -place
    db.session.add_all(items)
    db.session.flush()
    for place, item in enumerate(items, 1):
        item.position = place
    db.session.flush()
