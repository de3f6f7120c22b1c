"""Lists as CSV, as people send them: encoding, delimiter and quoting, read as a stream; safe cells to write.

Pure: no database. A fault of the whole file (`FileFault`) stops everything before a word is written,
because after broken quoting nobody knows which words belong to whom. A fault of one row (`BadRow`)
leaves the others alone. Memory stays the same for 3 MB and for 200 MB.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

CHUNK = 1 << 20  # bytes
MOST_CELL = 100_000  # characters
DAMAGED = 0.05  # share of unreadable bytes up to which a file is taken for damaged UTF-8
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What a spreadsheet takes for a formula, in the two widths a Chinese keyboard has.
UNSAFE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class FileFault(Exception):
    """The file as a whole cannot be read; says why, in which line, and what to do."""


@dataclass(frozen=True)
class BadRow:
    """One row that cannot be taken, and why, in a sentence."""

    line: int
    external_no: str
    reason: str


def inert(value: str) -> str:
    """The cell as a spreadsheet shows it and never runs it."""
    return f"'{value}" if value.startswith(UNSAFE) else value


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
    """Offset of the first byte that is no text in this encoding, or None. Raises FileFault at a zero byte."""
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    with open(path, "rb") as file:
        while True:
            chunk, held = file.read(CHUNK), len(decoder.getstate()[0])
            if b"\0" in chunk:
                line = _line_at(path, done + chunk.index(b"\0"))
                why = _(
                    "Line %(line)s holds a zero byte, which no text has. Save it as “CSV UTF-8”.", line=line
                )
                raise FileFault(why)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                return done - held + fault.start
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


def records(path: Path, encoding: str, tell=lambda size: None) -> Iterator[tuple[int, list[str]]]:
    """(line where the record begins, from 1; its cells), blank ones too. Raises FileFault for broken quoting.

    Args: tell — called with the bytes read so far.
    """
    with open(path, encoding=encoding, newline="") as file:
        csv.field_size_limit(MOST_CELL)
        lines, line = csv.reader(file, delimiter=_delimiter(path, encoding), strict=True), 1
        while True:
            try:
                cells = next(lines)
            except StopIteration:
                return
            except csv.Error as fault:
                why = _("From line %(line)s on, a quotation mark is missing or one too many.", line=line)
                raise FileFault(why) from fault
            yield line, cells
            line = lines.line_num + 1  # csv counts the record's last line
            tell(file.buffer.tell())


def _delimiter(path, encoding):
    with open(path, encoding=encoding, newline="") as file:
        first = file.readline(MOST_CELL)
    return max(",\t;", key=first.count)
