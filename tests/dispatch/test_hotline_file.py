"""The hotline's file as CSV: every column, every bad row, any size; and the same written back."""

import csv
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.csv_files import BadRow, FileFault
from civic.dispatch.hotline_columns import HEADINGS, Layout
from civic.dispatch.hotline_export import write_csv
from civic.dispatch.hotline_file import open_file, read
from civic.dispatch.hotline_rows import HotlineOrder
from civic.issues.kinds import IssueKind, Urgency
from tests.dispatch.hotline import FEW, HEADER, NOW, SUBMITTED, csv_file, few, read_all, rows, text, values
from tests.harness.folders import ROOT

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "orders.csv"


def reasons(found):
    return [row.reason for row in found if isinstance(row, BadRow)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_column_is_read(path, encoding):
    first, second = read_all(csv_file(path, rows(2), encoding=encoding))
    wanted = values(1)
    for code in ("external_no", "title", "body", "submitted_at", "received_at", "due_at", "priority",
                 "category", "place", "lead", "name", "phone", "reply", "replied_at", "contacted_at",
                 "evidence"):  # fmt: skip
        assert getattr(first, code) == wanted[code], code
    assert (first.urgency, first.kind, first.kind_words) == (Urgency.NORMAL, IssueKind.COMPLAINT, "投诉")
    assert first.assist == ("星榆物业", "望榆社区居委会", "电梯公司")
    assert first.confidential is True
    assert (first.city_contacted, first.city_solved, first.city_satisfied) == (True, "partly", "basically")
    assert first.others == {"23": "Q1"} and first.personal == {"24": "wx1"}
    assert (first.line, second.line) == (2, 4)  # the words of the first hold a line end


def test_codes_are_headings_too_and_order_does_not_matter(path):
    header = ["due_at", "body", "note", "external_no", "urgency"]
    (found,) = read_all(csv_file(path, [["2026-03-08 18:00", "灯坏了", "x", "7", "URGENT"]], header))
    assert found == HotlineOrder(
        2, "7", body="灯坏了", due_at=datetime(2026, 3, 8, 10, tzinfo=UTC), priority="URGENT",
        urgency=Urgency.URGENT, others={"2": "x"},
    )  # fmt: skip


def test_headings_with_ornaments_and_blank_lines_before(path):
    path.write_text("\n\n* 工单编号 (必填),标 题:,工单号\n7,灯坏了,8\n,,\n", "utf-8")
    (found,) = read_all(path)
    assert found.external_no == "7" and found.title == "灯坏了" and found.others == {"2": "8"}


def test_a_deadline_without_a_time_ends_with_its_day(path):
    (found,) = read_all(csv_file(path, [few("1", due="2026-03-08")], FEW))
    assert found.due_at == datetime(2026, 3, 8, 16, tzinfo=UTC)  # 24:00 in Shanghai
    assert found.submitted_at == SUBMITTED


@pytest.mark.parametrize("said", ["=1+1", "+86", "-", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_a_formula_is_words_and_is_written_back_so_that_it_does_not_run(path, said):
    file = open_file(csv_file(path, [[said, said, "2026-03-01", ""]], FEW))
    (found,) = read(file, NOW)
    assert found.title == said and found.external_no == said
    cells = file.layout.cells({"external_no": found.external_no, "title": found.title}, found.others)
    assert write_csv(path, file.layout.names, [cells]) == 1
    with open(path, encoding="utf-8-sig", newline="") as written:
        assert list(csv.reader(written)) == [FEW, ["'" + said, "'" + said, "", ""]]


@pytest.mark.parametrize("said", ['="0012345678901234567"', "'0012345678901234567", "0012345678901234567"])
def test_a_long_number_keeps_its_digits(path, said):
    (found,) = read_all(csv_file(path, [few(said)], FEW))
    assert found.external_no == "0012345678901234567"


def test_of_two_with_one_number_the_first_counts(path):
    found = read_all(csv_file(path, [few("7", "灯"), few("8"), few(" 7", "水"), few("7", "电")], FEW))
    assert [row.title for row in found[:2]] == ["灯", "灯坏了"]
    assert [(row.line, row.external_no) for row in found[2:]] == [(4, "7"), (5, "7")]
    assert all("line 2 already" in reason for reason in reasons(found))


def test_a_number_counts_only_where_its_row_does(path):
    bad, good = read_all(csv_file(path, [few("7", submitted="昨天"), few("7")], FEW))
    assert isinstance(bad, BadRow) and isinstance(good, HotlineOrder)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["", "灯", "", ""], "number is missing"),
        (["2.02603E+17", "灯", "", ""], "rounded"),
        (["9" * 65, "灯", "", ""], "“工单编号” is longer than 64"),
        (["7", " \x07", "", ""], "no words"),
        (["7", "灯" * 201, "", ""], "“标题” is longer than 200"),
        (["7", "灯", "昨天", ""], "“诉求时间” is no date"),
        (["7", "灯", "3/14/26", ""], "“诉求时间” is no date"),
        (["7", "灯", "2026-02-30", ""], "“诉求时间” is no date"),
        (["7", "灯", "1889-02-03", ""], "“诉求时间” is no date"),
        (["7", "灯", "2026-11-30", ""], "“诉求时间” lies too far ahead"),
        (["7", "灯", "", "2099-01-01"], "“办理时限” lies too far ahead"),
        (["7", "灯"], "2 columns instead of 4"),
        (["7", "灯", "", "", "x"], "5 columns instead of 4"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_read(path, cells, says):
    found = read_all(csv_file(path, [few("1"), cells, few("2")], FEW))
    assert [type(row) for row in found] == [HotlineOrder, BadRow, HotlineOrder]
    assert found[1].line == 3 and says in found[1].reason


@pytest.mark.parametrize(
    ("heading", "word", "says"),
    [
        ("是否解决", "大概", "已解决、解决、部分解决"),
        ("是否满意", "还行", "基本满意"),
        ("是否联系", "也许", "“是否联系” must be one of"),
        ("是否保密", "随便", "“是否保密” must be one of"),
    ],
)
def test_an_answer_we_do_not_know_is_not_guessed(path, heading, word, says):
    (found,) = read_all(csv_file(path, [["7", "灯", word]], ["工单编号", "标题", heading]))
    assert says in found.reason


def test_what_is_not_said_stays_unsaid(path):
    (found,) = read_all(csv_file(path, [["7", "灯", "其他", "特别急", "", "", "否"]], [
        "工单编号", "标题", "诉求类型", "优先级", "是否解决", "是否联系", "是否保密"]))  # fmt: skip
    assert (found.kind, found.kind_words, found.urgency, found.priority) == (None, "其他", None, "特别急")
    assert (found.city_solved, found.city_contacted, found.confidential) == ("", None, False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("\n\n , ,\n", "no header"),
        ("编码,标题\n1,灯\n", "missing: 工单编号. Found: 编码、标题"),
        ("工单编号,电话\n1,2\n", "missing: 标题 or 诉求内容. Found: 工单编号、电话"),
        ("a,b\n", "missing: 工单编号、标题 or 诉求内容. Found: a、b"),
        (",".join(["工单编号", "标题", *map(str, range(200))]) + "\n", "more than 200 columns"),
        (text([few("1")], FEW) + '2,"open,,\n3,x,,\n', "From line 3"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls file"),
        (text([few("1")], FEW).encode("utf-16"), "UTF-16"),
        (text([few("1")], FEW).encode() + b"2,\0,,\n", "Line 3 holds a zero byte"),
        (text([few("1")], FEW).encode("gb18030") + b"2,\0,,\n", "Line 3 holds a zero byte"),
        (b"external_no,title\n" + b"1,lamp\n" * 200_000 + b"2,\0\n", "Line 200002 holds a zero byte"),
        (text([few("1")], FEW).encode("utf-16-le"), "Line 1 holds a zero byte"),
        (b"external_no,title\n1,a lamp \xff\n", "Line 2 is neither UTF-8 nor GB18030"),
    ],
)
def test_what_stops_the_whole_file_says_why(path, content, says):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileFault, match=says):
        read_all(path)


def test_the_files_own_columns_are_written_back_in_their_order(path):
    file = open_file(csv_file(path, rows(1)))
    (found,) = read(file, NOW)
    layout = Layout.of(file.layout.names)  # as an export makes it again
    cells = layout.cells(values(1), found.others | found.personal)
    write_csv(path, layout.names, [cells])
    assert open_file(path).layout == file.layout
    assert read_all(path)[0] == found


def test_a_reply_finds_a_column_where_the_file_has_none():
    layout = Layout.of(FEW).with_columns("reply", "contacted_at", "title")
    assert layout.names == (*FEW, "回复内容", "首次联系时间")
    assert layout.cells({"reply": "已修", "external_no": 7}, {}) == ["7", "", "", "", "已修", ""]


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(words, min_size=len(HEADER), max_size=len(HEADER)), max_size=5))
def test_whatever_is_typed_is_read_or_told(path, lines):
    found = read_all(csv_file(path, lines))
    assert len(found) == sum(any(cell.strip() for cell in line) for line in lines)
    assert all(row.reason for row in found if isinstance(row, BadRow))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_file_at_all_breaks_the_reader(path, content):
    path.write_bytes(content)
    with pytest.raises(FileFault) as fault:
        read_all(path)
    assert str(fault.value)


def test_memory_does_not_grow_with_the_file(path):
    peaks = []
    for count in (2_000, 4_000):
        csv_file(path, rows(count))
        tracemalloc.start()
        assert sum(isinstance(row, HotlineOrder) for row in read(open_file(path), NOW)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000


def test_how_far_it_has_read_is_told(path):
    csv_file(path, rows(200))
    told = []
    list(read(open_file(path), NOW, told.append))
    assert told == sorted(told) and told[-1] == path.stat().st_size


def test_the_papers_name_every_column():
    papers = (ROOT / "docs/work-orders.md").read_text("utf-8")
    missing = [
        word for code, (names, _most) in HEADINGS.items() for word in (code, names[0]) if word not in papers
    ]
    assert not missing
