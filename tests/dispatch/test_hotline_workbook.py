"""The hotline's file as XLSX: typed cells, formulas, and workbooks made to harm."""

import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from civic.csv_files import BadRow, FileFault
from civic.dispatch import hotline_workbook
from civic.dispatch.hotline_export import write_csv, write_xlsx
from civic.dispatch.hotline_file import open_file, read
from civic.dispatch.hotline_rows import HotlineOrder
from tests.dispatch.hotline import (
    FEW,
    HEADER,
    NOW,
    SHEET,
    STRINGS,
    csv_file,
    few,
    read_all,
    rewritten,
    rows,
    workbook,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "orders.xlsx"


def test_a_workbook_says_what_the_same_csv_says(path, tmp_path):
    ours = [[words.replace("\n", "") for words in row] for row in rows(20)]
    wanted = read_all(csv_file(tmp_path / "orders.csv", ours))
    assert read_all(workbook(path, ours)) == wanted
    write_xlsx(path, HEADER, ours)
    assert read_all(path) == wanted


def test_dates_numbers_and_day_numbers_of_a_spreadsheet(path):
    at = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - cells know no zone
    found = read_all(
        workbook(path, [few(7, "灯", at, date(2026, 3, 8)), few(8.0, 12.5, 46082.395833333336, 46089),
                        few("9", True, "2026年3月1日 9:30", "20260308")], FEW)
    )  # fmt: skip
    assert [row.external_no for row in found] == ["7", "8", "9"]
    assert [row.title for row in found] == ["灯", "12.5", "是"]
    assert {row.submitted_at for row in found} == {datetime(2026, 3, 1, 1, 30, tzinfo=UTC)}
    assert {row.due_at for row in found} == {datetime(2026, 3, 8, 16, tzinfo=UTC)}


def test_a_number_excel_has_rounded_is_refused(path):
    (found,) = read_all(workbook(path, [few(2.0260301000123e19)], FEW))
    assert "rounded" in found.reason


def test_a_formula_is_never_evaluated(path):
    bad, array, good = read_all(
        workbook(path, [few("1", "=1+1"), few("2", due='=HYPERLINK("http://x","y")'), few("3", "-1+1")], FEW)
    )
    assert "“标题” holds a formula" in bad.reason and "“办理时限” holds a formula" in array.reason
    assert (bad.line, bad.external_no, good.title) == (2, "1", "-1+1")


def test_an_error_in_a_cell_is_told(path):
    (found,) = read_all(workbook(path, [few("1", "#N/A")], FEW))
    assert "“标题” shows the error #N/A" in found.reason


def test_words_like_a_formula_are_written_as_words(path):
    said = [["=1+1", "+86", "-", "@x"], ["\t=1", "=cmd|' /C calc'!A0", "字\x0b", "1"]]
    assert write_xlsx(path, FEW, said) == 2
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    book.close()
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["=1+1", "+86", "-", "@x", "\t=1", said[1][1], "字", "1"]


def test_the_first_sheet_that_is_shown_counts(path):
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet()
    for line in (FEW, few("7"), [], few("8")):
        sheet.append(line)
    book.save(path)
    assert [(row.line, row.external_no) for row in read_all(path)] == [(2, "7"), (4, "8")]


def test_rich_words_and_escapes(path):
    workbook(path, [few("7", "灯坏了")], FEW)
    rich = "<si><r><t>灯</t></r><r><t>坏了_x000D_</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    plain = "<si><t>灯坏了</t></si>"
    rewritten(path, STRINGS, lambda xml: xml.replace(plain.encode(), rich.encode()))
    assert read_all(path)[0].title == "灯坏了"
    rewritten(path, STRINGS, lambda xml: xml.replace(rich.encode(), b"<si><t>a_x005F_x000D_b</t></si>"))
    assert read_all(path)[0].title == "a_x000D_b"


def test_words_stand_where_the_writer_put_them(path):
    """Rich words in the sheet itself, as some writers do."""
    write_xlsx(path, FEW, [few("7", "灯坏了")])
    rich = "<is><r><t>灯</t></r><r><t>坏了</t></r></is>".encode()
    rewritten(path, SHEET, lambda xml: xml.replace("<is><t>灯坏了</t></is>".encode(), rich))
    assert read_all(path)[0].title == "灯坏了"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HARM = {
    "entities": (STRINGS, lambda xml: xml.replace(b"<sst", BOMB + b"<sst", 1), "declares entities"),
    "outside": (SHEET, lambda xml: OUTSIDE + xml, "declares entities"),
    "one word": (
        SHEET,
        lambda xml: xml.replace(b"</row>", b"a" * (2 << 20) + b"</row>", 1),
        "longer than",
    ),
    "cdata": (STRINGS, lambda xml: xml.replace(b"<t>", b"<t><![CDATA[<]]>", 1), "longer than"),
    "cut": (SHEET, lambda xml: xml[: len(xml) // 2], "damaged"),
    "no such word": (STRINGS, lambda xml: xml.split(b"<si>")[0] + b"</sst>", "damaged"),
    "not xml": ("xl/workbook.xml", lambda xml: b"{}", "damaged"),
    "wide": (SHEET, lambda xml: xml.replace(b'r="D2"', b'r="XFD2"'), "more than 200 columns"),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_workbook_made_to_harm_is_refused(path, harm):
    part, change, says = HARM[harm]
    with pytest.raises(FileFault, match=says):
        read_all(rewritten(workbook(path, [few("7")], FEW), part, change))


def test_a_workbook_that_unpacks_without_end_is_refused(path, monkeypatch):
    monkeypatch.setattr(hotline_workbook, "MOST_UNPACKED", 3 << 20)
    rewritten(workbook(path, [few("7")], FEW), "xl/media/a.bin", lambda xml: b"\0" * (4 << 20))
    assert path.stat().st_size < 20_000
    with pytest.raises(FileFault, match="larger than 3 MB"):
        read_all(path)


def test_what_is_no_workbook_is_refused(path):
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    with pytest.raises(FileFault, match="damaged"):
        read_all(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(FileFault, match="damaged"):
        read_all(path)


def test_memory_does_not_grow_with_the_workbook(path):
    peaks = []
    for count in (300, 1500):
        workbook(path, rows(count))
        tracemalloc.start()
        found = read(open_file(path), NOW)
        assert sum(not isinstance(row, BadRow) for row in found) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # 8 bytes for each of some 20,000 words, and pages of the temporary table
    assert peaks[1] < peaks[0] + 1_000_000


def test_both_kinds_are_read_alike(path, tmp_path):
    write_csv(tmp_path / "a.csv", HEADER, rows(3))
    assert all(isinstance(row, HotlineOrder) for row in read_all(tmp_path / "a.csv"))
