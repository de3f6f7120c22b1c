"""Complaint lists made for tests, and rows made the way an import makes them."""

import csv
import io
from datetime import UTC, datetime

from civic.issues.importing import bring_over, check
from civic.issues.kinds import Visibility

HEADER = ["external_no", "reporter_code", "title", "body", "submitted_at", "opposes", "supports"]
THINGS = ("路灯", "电梯", "垃圾桶", "停车位", "水管", "噪声", "楼道", "暖气")


def rows(count, start=1):
    """Rows like those of a real list, all different."""
    for no in range(start, start + count):
        thing = THINGS[no % len(THINGS)]
        day = f"2019-{no % 12 + 1:02d}-{no % 28 + 1:02d}T{no % 24:02d}:30:00+08:00"
        yield [
            str(no),
            f"R{no}",
            f"{no}号楼{thing}坏了",
            f"{thing}坏了{no}天,“没人管”,请尽快修。",
            day,
            "0",
            "1",
        ]


def text(lines, header=HEADER):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([header, *lines])
    return out.getvalue()


def written(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def brought_over(path, community, visibility=Visibility.HANDLERS_ONLY):
    """(Checked, new, already there) of an import as the command does it."""
    checked = check(path, path.with_suffix(".report.csv"))
    counts = list(bring_over(checked, community.id, visibility))
    return checked, sum(new for new, _ in counts), sum(known for _, known in counts)


NOW = datetime(2026, 11, 23, tzinfo=UTC)
