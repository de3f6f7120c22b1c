"""A list of complaints as CSV, read as a stream: encoding, header and quoting first, then row by row.

Pure: no Flask, no database. Encoding, quoting and the two kinds of fault: civic/csv_files.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask_babel import gettext as _

from civic.csv_files import CONTROLS, BadRow, FileFault, records
from civic.written_moments import read_moment

MOST_TITLE, MOST_BODY, MOST_NUMBER = 200, 20_000, 64  # characters
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
NEEDED = ("external_no", "title", "body", "submitted_at")
# What the same columns are called in lists that are passed around.
ALSO = {
    "留言编号": "external_no", "编号": "external_no", "工单编号": "external_no", "id": "external_no",
    "留言主题": "title", "标题": "title", "主题": "title",
    "留言详情": "body", "内容": "body", "详情": "body", "诉求内容": "body",
    "留言时间": "submitted_at", "时间": "submitted_at", "提交时间": "submitted_at",
    "来电时间": "submitted_at",
}  # fmt: skip


@dataclass(frozen=True)
class Complaint:
    """One good row. `line` is where it begins in the file, from 1."""

    line: int
    external_no: str
    title: str
    body: str
    submitted_at: datetime


def read(path: Path, encoding: str, now: datetime, tell=lambda size: None) -> Iterator[Complaint | BadRow]:
    """Every row, good or bad. Raises FileFault for a header or quoting that cannot be followed.

    Args: now — no complaint is from a later moment; tell — called with the bytes read so far.
    """
    columns, width = None, 0
    for line, cells in records(path, encoding, tell):
        if columns is None:
            columns, width = _columns(cells), len(cells)
        elif any(cell.strip() for cell in cells):
            yield _row(line, cells, columns, width, now)
    if columns is None:
        raise FileFault(_("The file has no header line."))


def _columns(cells):
    """Where each needed column stands. Raises FileFault naming those that are missing."""
    names = [cell.strip().lower() for cell in cells]
    known = {}
    for at, name in enumerate(names):
        known.setdefault(ALSO.get(name, name), at)
    if missing := [name for name in NEEDED if name not in known]:
        wanted = ", ".join(missing)
        raise FileFault(_("The header line lacks these columns: %(columns)s.", columns=wanted))
    return {name: known[name] for name in NEEDED}


def _row(line, cells, columns, width, now):
    if len(cells) != width:
        number = cells[columns["external_no"]] if len(cells) > columns["external_no"] else ""
        reason = _("It has %(found)s columns instead of %(wanted)s.", found=len(cells), wanted=width)
        return BadRow(line, _shown(number), reason)
    number, title, body, said = (CONTROLS.sub("", cells[columns[name]]).strip() for name in NEEDED)
    if reason := _reason(number, title, body):
        return BadRow(line, _shown(number), reason)
    submitted_at = read_moment(said)
    if submitted_at is None or not EARLIEST <= submitted_at <= now:
        return BadRow(line, _shown(number), _("The date is not one, or lies ahead of us."))
    return Complaint(line, number, title, body, submitted_at)


def _reason(number, title, body):
    """Why these words cannot be taken, or None."""
    if not number:
        return _("The number is missing.")
    if len(number) > MOST_NUMBER:
        return _("The number is longer than 64 characters.")
    if not title and not body:
        return _("There are no words.")
    if len(title) > MOST_TITLE:
        return _("The title is longer than 200 characters.")
    return _("The text is longer than 20,000 characters.") if len(body) > MOST_BODY else None


def _shown(number):
    return number.strip()[:MOST_NUMBER]
