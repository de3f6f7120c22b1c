"""Minutes made from what happened: attendance, agenda, what was said and moved, agreements, dissent.

Whatever else happened in the room (speakers by role, motions with their tallies) is told by functions in
SOURCES: each takes the meeting and returns dated lines. live_*.py appends its own.
"""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from civic.database import SHANGHAI
from civic.meetings import minutes_queries as reads
from civic.meetings.note_queries import notes_of

SOURCES = []


class Line(NamedTuple):
    """Something that happened: when, in plain words (roles, no names), under which agenda item."""

    at: datetime
    text: str
    item_id: int | None = None


def source(function):
    """Register what tells dated lines of a meeting, in one statement."""
    SOURCES.append(function)
    return function


@source
def noted_lines(meeting) -> list[Line]:
    """What the recorders wrote down, struck lines aside."""
    kept = (line for line in notes_of(meeting.id) if not line.struck_at)
    return [Line(line.created_at, line.text, line.item_id) for line in kept]


def document(minutes) -> dict:
    """The whole of the minutes as plain values, codes instead of translated words. Needs minutes_or_404."""
    meeting, lines = minutes.meeting, {}
    for line in sorted((line for tell in SOURCES for line in tell(meeting)), key=lambda line: line.at):
        lines.setdefault(line.item_id, []).append(line.text)
    return {
        "meeting": meeting.id, "kind": meeting.kind.value, "title": meeting.title,
        "place": meeting.place.label, "where": meeting.where_held,
        "held": _clock(meeting.opened_at or meeting.starts_at), "ended": _clock(meeting.ended_at),
        "had_quorum": meeting.had_quorum, "attendance": reads.attendance_counts(meeting.id),
        "agenda": [
            {"title": item.title, "minutes": item.minutes, "begun": _clock(item.begun_at),
             "ended": _clock(item.ended_at), "lines": lines.get(item.id, [])}
            for item in meeting.items
        ],
        "lines": lines.get(None, []),
        "problem": minutes.problem, "plan": minutes.plan, "telling": minutes.telling,
        "agreements": [
            {"what": made.what, "who": made.owner.short_name if made.owner else "",
             "due": made.due_on.isoformat() if made.due_on else None, "standard": made.standard}
            for made in reads.agreements_of(meeting.id)
        ],
        "dissents": [
            {"who": kept.who, "what": kept.what, "again": kept.again_on.isoformat()}
            for kept in reads.dissents_of(meeting.id)
        ],
        "confirmed": [
            {"as": said.capacity.value, "of": _of(said)}
            for said in minutes.confirmations if said.agrees and said.round == minutes.round
        ],
        "comments": len(minutes.comments),
    }  # fmt: skip


def readable(minutes) -> dict:
    """What a page shows: the frozen document once there is one, with its days and moments as such."""
    sheet = dict(minutes.document or document(minutes))
    for name in ("held", "ended"):
        sheet[name] = datetime.fromisoformat(sheet[name]) if sheet[name] else None
    sheet["agreements"] = [_with_day(made, "due") for made in sheet["agreements"]]
    sheet["dissents"] = [_with_day(kept, "again") for kept in sheet["dissents"]]
    return sheet


def _with_day(row, name):
    return row | {name: date.fromisoformat(row[name]) if row[name] else None}


def three_parts(meeting, agreed) -> dict:
    """问题 · 方案 · 怎么告诉大家, as far as it is known; the recorder goes on from there."""
    numbered = "\n".join(f"{made.position}. {made.what}" for made in agreed)
    return {
        "problem": meeting.why or "\n".join(reads.agenda_titles(meeting.id)),
        "plan": numbered,
        "telling": _("These minutes hang at every door and stand here; door stewards tell who has no phone."),
    }


def as_what(row) -> tuple:
    """(capacity, body or door) of whoever spoke: all that is ever shown of them."""
    return row.capacity, _of(row)


def _of(row) -> str:
    return row.body.short_name if row.body else (row.door.label if row.door else "")


def _clock(moment):
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes") if moment else None
