"""A list of complaints as CSV, read as a stream: encoding, header and quoting first, then row by row.

Pure: no Flask, no database. A fault of the whole file (`FileFault`) stops everything before a word
is written, because after broken quoting nobody knows which words belong to whom. A fault of one row
(`BadRow`) leaves the others alone. Memory stays the same for 3 MB and for 200 MB.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHUNK = 1 << 20  # bytes
MOST_TITLE, MOST_BODY, MOST_NUMBER, MOST_CELL = 200, 20_000, 64, 100_000  # characters
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
MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日")
DAMAGED = 0.05  # share of unreadable bytes up to which a file is taken for damaged UTF-8
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class FileFault(Exception):
    """The file as a whole cannot be read; says why, in which line, and what to do."""


@dataclass(frozen=True)
class Complaint:
    """One good row. `line` is where it begins in the file, from 1."""

    line: int
    external_no: str
    title: str
    body: str
    submitted_at: datetime


@dataclass(frozen=True)
class BadRow:
    """One row that cannot be taken, and why, in a sentence."""

    line: int
    external_no: str
    reason: str


def encoding_of(path: Path, tell=lambda size: None) -> str:
    """ "utf-8-sig" (with or without its mark) or "gb18030". Raises FileFault for anything else.

    Args: tell — called with the bytes read so far, for a progress bar.
    """
    with open(path, "rb") as file:
        start = file.read(4)
    if not start:
        raise FileFault(_("The file is empty."))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileFault(_("The file is written in UTF-16. Save it as “CSV UTF-8” and try again."))
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileFault(_("This is an Excel file. Save it as “CSV UTF-8” and try again."))
    fault = _first_fault(path, "utf-8", tell)
    if fault is None:
        return "utf-8-sig"
    if _looks_like_utf8(path, fault):
        raise FileFault(_("Line %(line)s holds characters that are damaged.", line=_line_at(path, fault)))
    if (other := _first_fault(path, "gb18030", lambda size: None)) is not None:
        line = _line_at(path, other)
        raise FileFault(_("Line %(line)s is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”.", line=line))
    return "gb18030"


def _first_fault(path, encoding, tell):
    """Offset of about the first byte that is not text in this encoding, or None."""
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    with open(path, "rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                return max(done + fault.start - 4, 0) if chunk else done
            if b"\0" in chunk:
                return done + chunk.index(b"\0")
            if not chunk:
                return None
            done += len(chunk)
            tell(done)


def _looks_like_utf8(path, at):
    with open(path, "rb") as file:
        file.seek(max(at - CHUNK // 2, 0))
        text = file.read(CHUNK).decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") <= max(DAMAGED * foreign, 2) < foreign


def _line_at(path, offset):
    line = 1
    with open(path, "rb") as file:
        while offset > 0 and (chunk := file.read(min(CHUNK, offset))):
            line += chunk.count(b"\n")
            offset -= len(chunk)
    return line


def read(path: Path, encoding: str, now: datetime, tell=lambda size: None) -> Iterator[Complaint | BadRow]:
    """Every row, good or bad. Raises FileFault for a header or quoting that cannot be followed.

    Args: now — no complaint is from a later moment; tell — called with the bytes read so far.
    """
    with open(path, encoding=encoding, newline="") as file:
        csv.field_size_limit(MOST_CELL)
        lines = csv.reader(file, delimiter=delimiter(path, encoding), strict=True)
        columns, width = None, 0
        for line, cells in records(lines):
            if columns is None:
                columns, width = _columns(cells), len(cells)
                continue
            if any(cell.strip() for cell in cells):
                yield _row(line, cells, columns, width, now)
            tell(file.buffer.tell())
        if columns is None:
            raise FileFault(_("The file has no header line."))


def records(lines):
    """(line where the record begins, cells) of a csv reader, whose own number is the record's last.

    Raises FileFault for quoting that cannot be followed.
    """
    line = 1
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as fault:
            why = _("From line %(line)s on, a quotation mark is missing or one too many.", line=line)
            raise FileFault(why) from fault
        yield line, cells
        line = lines.line_num + 1


def delimiter(path, encoding):
    """Comma, tabulator or semicolon: whichever the header line has most of."""
    with open(path, encoding=encoding, newline="") as file:
        first = file.readline(MOST_CELL)
    return max(",\t;", key=first.count)


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
    submitted_at = _moment(said)
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


def _moment(said):
    """An aware moment from an ISO or a Chinese list's date (then in Shanghai), or None."""
    moment = None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        for form in MOMENTS:
            try:
                moment = datetime.strptime(said, form)  # noqa: DTZ007 - Shanghai is added below
                break
            except ValueError:
                continue
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except OverflowError:
        return None
