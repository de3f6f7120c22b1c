"""The hotline's order file, CSV or XLSX, read as a stream: header first, then line by line.

Pure: no Flask, no database. Memory stays the same for a hundred lines and for 100,000; numbers already met
lie in a temporary file that is gone when reading ends.
"""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

from civic.csv_files import BadRow, FileFault, encoding_of, records
from civic.dispatch.hotline_columns import Layout
from civic.dispatch.hotline_rows import HotlineOrder, RowReader

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class HotlineFile:
    """A file whose header was understood. `encoding` is "" for a workbook."""

    path: Path
    encoding: str
    layout: Layout


def open_file(path: Path, tell=lambda size: None) -> HotlineFile:
    """Look at the kind of file, its encoding and its header. Raises FileFault when one cannot be followed.

    Args: tell — called with the bytes looked at so far, for a progress bar.
    """
    with open(path, "rb") as file:
        start = file.read(4)
    if start == OLE:
        raise FileFault(_("This is an old .xls file, or it has a password. Save it as .xlsx without one."))
    encoding = "" if start == ZIP else encoding_of(path, tell)
    with closing(_records(path, encoding, lambda size: None)) as lines:
        header = next((cells for _line, cells in lines if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise FileFault(_("The file has no header line."))
    return HotlineFile(path, encoding, Layout.of(header))


def read(file: HotlineFile, now: datetime, tell=lambda size: None) -> Iterator[HotlineOrder | BadRow]:
    """Every line, good or bad; of two with one number the first counts and the other is a BadRow.

    Raises FileFault for quoting that cannot be followed and for a damaged workbook. Args: now — nothing
    that has happened lies after it; tell — called with the bytes read so far (a workbook: of its size).
    """
    reader, is_header = RowReader(file.layout, now), True
    with closing(sqlite3.connect("", check_same_thread=False)) as met:  # "": a file that deletes itself
        met.execute("CREATE TABLE met (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        for line, cells in _records(file.path, file.encoding, tell):
            if not any(cell.strip() for cell in cells):
                continue
            if is_header:
                is_header = False
                continue
            row = reader.row(line, cells)
            yield _unless_met(met, row) if isinstance(row, HotlineOrder) else row


def _records(path, encoding, tell):
    if encoding:
        return records(path, encoding, tell)
    return importlib.import_module("civic.dispatch.hotline_workbook").sheet_records(path, tell)


def _unless_met(met, row):
    if met.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (row.external_no, row.line)).rowcount:
        return row
    first = met.execute("SELECT line FROM met WHERE number = ?", (row.external_no,)).fetchone()[0]
    why = _("The number stands in line %(line)s already; that one counts.", line=first)
    return BadRow(row.line, row.external_no, why)
