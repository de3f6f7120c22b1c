"""Reading complaint lists: every encoding people send, every way a file can be broken, any size."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.csv_files import BadRow, FileFault, encoding_of
from civic.issues.complaint_file import Complaint, read
from tests.issues.complaints import HEADER, NOW, rows, text, written


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Sentences without an application around them."""
    for module in ("civic.csv_files", "civic.issues.complaint_file"):
        monkeypatch.setattr(f"{module}._", lambda words, **values: words % values)


@pytest.fixture
def file(tmp_path):
    return lambda content, encoding="utf-8": written(tmp_path / "list.csv", content, encoding)


def read_all(path):
    return list(read(path, encoding_of(path), NOW))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_the_encodings_of_excel_and_of_everybody_else(file, encoding):
    found = read_all(file(text(rows(50)), encoding))
    assert len(found) == 50 and all(isinstance(row, Complaint) for row in found)
    assert found[0].title == "1号楼电梯坏了" and "“没人管”" in found[0].body


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_line_ends_and_delimiters(file, ending, delimiter):
    lines = [HEADER, *([*row[:3], "一句话", *row[4:]] for row in rows(3))]
    found = read_all(file(ending.join(delimiter.join(line) for line in lines) + ending))
    assert [row.external_no for row in found] == ["1", "2", "3"]


def test_chinese_headers_in_any_order_and_columns_nobody_needs(file):
    found = read_all(file("留言时间,x,留言详情,留言主题,留言编号\n2019/2/28 11:25:05,,灯坏了,路灯,7\n"))
    assert found == [Complaint(2, "7", "路灯", "灯坏了", datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        ("编号,标题\n1,灯\n", "body, submitted_at"),
        ("\ufeff", "header"),
        (text(rows(3)).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04" + b"\0" * 100, "Excel"),
        (text(rows(3)).encode() + b"4,\0,a,b,2019-01-01,0,0\n", "Line 5"),
        (text(rows(400)).encode().replace("10号楼".encode(), "10号楼".encode()[:-1], 1), "Line 11"),
        (bytes(range(128, 256)) * 30, "neither"),
        (text(rows(3)) + '4,R,"open,body,2019-01-01,0,0\n', "From line 5"),
        (text(rows(3)) + '4,R,"a"b,body,2019-01-01,0,0\n5,R,"c","d",2019-01-01,0,0\n', "From line 5"),
        (text(rows(3)) + '4,R,"' + "字" * 200_000, "From line 5"),
    ],
)
def test_what_stops_the_whole_file_says_where(file, content, word):
    with pytest.raises(FileFault, match=word):
        read_all(file(content))


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        (["", "R", "灯", "坏了", "2019-01-01", "0", "0"], "number is missing"),
        (["9" * 65, "R", "灯", "坏了", "2019-01-01", "0", "0"], "64"),
        (["9", "R", " ", "\u0000\u0007 ", "2019-01-01", "0", "0"], "no words"),
        (["9", "R", "灯" * 201, "坏了", "2019-01-01", "0", "0"], "200"),
        (["9", "R", "灯", "坏" * 20_001, "2019-01-01", "0", "0"], "20,000"),
        (["9", "R", "灯", "坏了", "昨天", "0", "0"], "date"),
        (["9", "R", "灯", "坏了", "2199-01-01", "0", "0"], "date"),
        (["9", "R", "灯", "坏了", "0001-01-01T00:00:00+08:00", "0", "0"], "date"),
        (["9", "R", "灯", "坏了"], "4 columns instead of 7"),
        (["9", "R", "灯", "坏了", "2019-01-01", "0", "0", "", ""], "9 columns instead of 7"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_read(file, cells, word):
    content = text([*rows(2), cells, *rows(2, start=3)]).replace("\x00", "")
    found = read_all(file(content))
    bad = [row for row in found if isinstance(row, BadRow)]
    assert len(found) == 5 and [row.line for row in bad] == [4] and word in bad[0].reason


def test_lines_are_counted_from_where_a_row_begins(file):
    lines = [["1", "R", "t", "one\ntwo\nthree", "2019-01-01", "0", "0"], ["2", "R", "", "", "x", "0", "0"]]
    assert [row.line for row in read_all(file(text(lines)))] == [2, 5]


def test_blank_lines_are_no_rows(file):
    assert len(read_all(file(text(rows(2)) + "\n,,,,,,\n" + "\n".join([""] * 5)))) == 2


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
# From 1992 on: before that Shanghai had summer time.
moments = st.datetimes(datetime(1992, 1, 1), datetime(2026, 1, 1))  # noqa: DTZ001 - as lists write them


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, moments), max_size=8), st.sampled_from(["utf-8", "gb18030"]))
def test_whatever_words_go_in_come_out_or_are_told(file, said, encoding):
    lines = [
        [f"n{at}", "", title, body, when.isoformat(), "", ""] for at, (title, body, when) in enumerate(said)
    ]
    path = file(text(lines, [*HEADER[:6], "支持数"]), encoding)
    found = read_all(path)
    assert [row.external_no for row in found] == [line[0] for line in lines]
    for row, (title, body, when) in zip(found, said, strict=True):
        if isinstance(row, Complaint):
            assert row.submitted_at == (when - timedelta(hours=8)).replace(tzinfo=UTC)
            kept = {character for character in title + body if character.isalnum()}
            assert kept <= set(row.title + row.body)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_file_at_all_breaks_the_reader(file, content):
    try:
        read_all(file(content))
    except FileFault as fault:
        assert str(fault)


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "large.csv"
    with open(path, "w", encoding="utf-8") as out:
        out.write(text([]))
        for start in range(1, 20_001, 1000):
            out.write(text(rows(1000, start)).split("\n", 1)[1].replace("请尽快修", "请尽快修" * 40))
    assert path.stat().st_size > 8_000_000
    tracemalloc.start()
    count = sum(1 for _ in read(path, encoding_of(path), NOW))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000 and peak < 8_000_000
