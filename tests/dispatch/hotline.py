"""Hotline files made for tests."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import openpyxl

from civic.dispatch.hotline_columns import HEADINGS, said
from civic.dispatch.hotline_file import open_file, read

NOW = datetime(2026, 11, 29, tzinfo=UTC)
SUBMITTED = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LISTED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is></c>', re.S)
HEADER = [*(names[0] for names, _most in HEADINGS.values()), "区编码", "联系人微信"]
FEW = ["工单编号", "标题", "诉求时间", "办理时限"]


def values(number):
    """One order by code, different from every other."""
    at = SUBMITTED + timedelta(minutes=number)
    return {
        "external_no": f"20260301{number:06d}",
        "title": f"{number}号楼电梯坏了",
        "body": f"{number}号楼电梯坏了,“没人管”,\n请尽快修。",
        "submitted_at": at,
        "received_at": at + timedelta(hours=1),
        "due_at": at + timedelta(days=7),
        "priority": "一般",
        "kind": "投诉",
        "category": "物业/电梯",
        "place": f"星榆花园{number}号楼",
        "lead": "望榆街道办事处",
        "assist": "星榆物业、望榆社区居委会;电梯公司",
        "name": "榆某",
        "phone": "13900000001",
        "confidential": "是",
        "reply": "当日修复",
        "replied_at": at + timedelta(days=2),
        "contacted_at": at + timedelta(hours=3),
        "evidence": "照片2张",
        "state": "已办结",
        "city_contacted": "是",
        "city_solved": "部分解决",
        "city_satisfied": "基本满意",
    }


def rows(count, start=1):
    """Full rows as text, in HEADER's order."""
    for number in range(start, start + count):
        yield [*(said(value) for value in values(number).values()), f"Q{number}", f"wx{number}"]


def few(number, title="灯坏了", submitted="2026-03-01 09:30", due="2026-03-08"):
    return [number, title, submitted, due]


def text(lines, header=HEADER):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([header, *lines])
    return out.getvalue()


def csv_file(path, lines, header=HEADER, encoding="utf-8"):
    path.write_text(text(lines, header), encoding)
    return path


def workbook(path, lines, header=HEADER):
    """As Excel writes it: typed cells, formulas, and the words in a table of their own."""
    book, table = openpyxl.Workbook(), []
    for line in [header, *lines]:
        book.active.append(line)
    book.save(path)

    def shared(inline):
        table.append(inline[1])
        return b't="s"><v>%d</v></c>' % (len(table) - 1)

    rewritten(path, SHEET, lambda xml: INLINE.sub(shared, xml))
    rewritten(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", LISTED + b"</Types>"))
    words = b"".join(b"<si>%s</si>" % words for words in table)
    return rewritten(path, STRINGS, lambda xml: b'<sst xmlns="%s">%s</sst>' % (MAIN, words))


def rewritten(path, part, change):
    """The workbook with one of its parts changed: `change(bytes) -> bytes`."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def read_all(path):
    return list(read(open_file(path), NOW))
