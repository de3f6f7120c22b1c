"""The XLSX half of the hotline's file, by openpyxl, which weighs 30 MB: loaded only when a workbook comes.

What a stranger's file may not do to us: unpack without end, declare entities, hold one word of 300 MB. What
openpyxl keeps in memory and we do not: the table of shared strings (here a temporary file) and the rows
already read. Formulas are never evaluated and their last results never believed.
"""

import os
import re
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from civic.csv_files import CONTROLS, FileFault
from civic.dispatch.hotline_columns import MOST_COLUMNS
from civic.dispatch.hotline_rows import ErrorValue, Formula

MOST_UNPACKED, MOST_PARTS = 400 << 20, 1000
CHUNK, LONGEST_RUN = 1 << 16, 16  # chunks of 64 KB without a mark-up character: a word of 1 MB
DAMAGED = (
    zipfile.BadZipFile, zlib.error, ParseError, expat.ExpatError, InvalidFileException, KeyError, ValueError,
    IndexError, TypeError, AttributeError, EOFError, OSError, NotImplementedError,
)  # fmt: skip
STRING_TAG, TEXT_TAG, DATA_TAG = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "sheetData"))
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
HALF_A_SECOND = timedelta(milliseconds=500)
MIDNIGHT = time()
EXACT = 10**15  # Excel keeps 15 digits of a number


def sheet_records(path: Path, tell=lambda size: None) -> Iterator[tuple[int, list[str]]]:
    """(line, cells as text) of the first sheet that is shown; a line is filled up to the header's width.

    Raises FileFault for a file that is damaged, too large or not a workbook. Args: tell — called with the
    bytes of the file read so far.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_harmful(archive)
        with _workbook(path) as reader:
            yield from _lines(reader, tell)
    except DAMAGED as fault:
        raise FileFault(
            _("This workbook is damaged or was not made by a spreadsheet. Open it there and save it again.")
        ) from fault


def _refuse_harmful(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        most = MOST_UNPACKED >> 20
        raise FileFault(_("Unpacked this workbook is larger than %(most)s MB. Split it.", most=most))
    if any(part.flag_bits & 1 for part in parts):
        raise FileFault(_("This workbook has a password. Save it without one."))
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as source:
                _refuse_harmful_part(source)


def _refuse_harmful_part(source):
    """Declarations stand before the first element; a word without end has no mark-up in it."""
    parser, begun, run, before = expat.ParserCreate(), [], 0, b""
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = lambda name, attributes: begun.append(name)
    while chunk := source.read(CHUNK):
        if not begun:
            parser.Parse(chunk)
        run = 0 if b"<" in chunk else run + 1
        if run > LONGEST_RUN or b"<![CDATA[" in before + chunk:
            raise FileFault(_("A cell of this workbook is longer than any order. Nothing of it was read."))
        before = chunk[-8:]


def _refuse_declarations(*_declared):
    raise FileFault(_("This workbook declares entities, which no spreadsheet does. Nothing of it was read."))


@contextmanager
def _workbook(path):
    with open(path, "rb") as file:
        reader = _Reader(file, read_only=True, data_only=False, keep_links=False)
        try:
            reader.read()
            yield reader
        finally:
            if isinstance(reader.shared_strings, SharedStrings):
                reader.shared_strings.close()
            reader.archive.close()


class _Reader(ExcelReader):
    """openpyxl's, without reading words and sheets before they are asked for."""

    sheet = None  # the part that holds the first sheet that is shown

    def read_strings(self):
        if part := self.package.find(SHARED_STRINGS):
            self.shared_strings = SharedStrings(self.archive.open(part.PartName[1:]))

    def read_worksheets(self):
        for sheet, relation in self.parser.find_sheets():
            if sheet.state == "visible" and relation.Type.endswith("/worksheet"):
                self.sheet = self.sheet or relation.target


class SharedStrings:
    """The words of a workbook in a temporary file, read as far as asked for: 8 bytes of memory for each.

    A sheet uses them roughly in their order, so looking at its header reads a few.
    """

    def __init__(self, source):
        self.source, self.coming = source, _texts(source)
        self.file, self.ends = tempfile.TemporaryFile(), array("Q", [0])  # noqa: SIM115 - see close()

    def __getitem__(self, at):
        if at < 0:
            raise IndexError(at)
        while at + 1 >= len(self.ends):
            self._take_one(at)
        start, end = self.ends[at], self.ends[at + 1]
        return os.pread(self.file.fileno(), end - start, start).decode()

    def _take_one(self, at):
        words = next(self.coming, None)
        if words is None:
            raise IndexError(at)
        data = words.encode("utf-8", "replace")
        os.write(self.file.fileno(), data)
        self.ends.append(self.ends[-1] + len(data))

    def close(self):
        """Give both files back."""
        self.file.close()
        self.source.close()


def _texts(source):
    root = None
    for event, node in iterparse(source, ("start", "end")):
        if root is None:
            root = node
        elif event == "end" and node.tag == STRING_TAG:
            plain = len(node) == 1 and node[0].tag == TEXT_TAG
            words = (node[0].text or "") if plain else Text.from_tree(node).content
            yield ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words
            root.clear()


class _Rows(WorkSheetParser):
    """openpyxl's own cells, without its keeping every row it has seen."""

    def parse_cell(self, element):
        plain = element.get("t") == "inlineStr" and len(element) == 1 == len(element[0])
        if not plain or element[0][0].tag != TEXT_TAG:
            return super().parse_cell(element)
        # Most cells of most writers; by the model of a rich text this took three quarters of the time.
        where = element.get("r")
        self.col_counter = coordinate_to_tuple(where)[1] if where else self.col_counter + 1
        return {"column": self.col_counter, "value": element[0][0].text, "data_type": "s"}

    def rows(self):
        holder = None
        for event, node in iterparse(self.source, ("start", "end")):
            if event == "start":
                holder = node if node.tag == DATA_TAG else holder
            elif node.tag == ROW_TAG and holder is not None:
                yield self.parse_row(node)
                holder.clear()
                self.row_dimensions.clear()
            elif node.tag == DATA_TAG:
                return


def _lines(reader, tell):
    book, width = reader.wb, 0
    with reader.archive.open(reader.sheet) as source:
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        rows = _Rows(source, reader.shared_strings, epoch=book.epoch, **formats)
        for line, row in rows.rows():
            cells = [""] * width
            for cell in row:
                if cell["value"] is not None:
                    _put(cells, cell["column"], _text(cell["value"], cell["data_type"]))
            width = width or len(cells)
            yield line, cells
            tell(reader.archive.fp.tell())


def _put(cells, column, words):
    if column > MOST_COLUMNS:
        raise FileFault(_("The file has more than %(most)s columns.", most=MOST_COLUMNS))
    if column > len(cells):
        cells.extend([""] * (column - len(cells)))
    cells[column - 1] = words


def _text(value, kind):
    """The cell as a line of text would have it."""
    if kind == "s":
        return value
    if kind in SPECIAL:
        return SPECIAL[kind](value)
    if isinstance(value, datetime):
        return _day_or_moment((value + HALF_A_SECOND).replace(microsecond=0))
    return _number(value) if isinstance(value, float) else str(value)


def _day_or_moment(moment):
    """Midnight is a day without a time: a spreadsheet keeps no difference."""
    return f"{moment:%Y-%m-%d}" if moment.time() == MIDNIGHT else f"{moment:%Y-%m-%d %H:%M:%S}"


def _number(value):
    if abs(value) >= EXACT:
        return f"{value:.5E}"  # as Excel shows it: its last digits are lost
    return str(int(value)) if value.is_integer() else repr(value)


# By the kind openpyxl gives a cell: formula, error, yes or no.
SPECIAL = {"f": lambda value: Formula("="), "e": ErrorValue, "b": lambda value: "是" if value else "否"}


def write_workbook(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
    """Write one sheet whose every cell is text, whatever it begins with; returns the number of rows."""
    book, count = Workbook(write_only=True), 0
    sheet = book.create_sheet()
    sheet.append([_inert(sheet, words) for words in header])
    for row in rows:
        sheet.append([_inert(sheet, words) for words in row])
        count += 1
    book.save(path)
    return count


def _inert(sheet, words):
    cell = WriteOnlyCell(sheet, CONTROLS.sub("", words)[:32_767])  # Excel's longest cell
    cell.data_type = "s"
    cell.number_format = "@"  # so that typing into it, too, gives text
    return cell
