"""Reply times of an earlier list, brought over as history: numbers and moments, no words, no names."""

import csv
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import insert, select

from civic.database import SHANGHAI
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.queries import community
from civic.reviews.score_models import HistoricReply

IMPORTED = act("history.imported", public={"replies"})
BATCH = 1000
NEEDED = ("external_no", "submitted_at", "replied_at")


class NotThisFile(ValueError):
    """The file lacks a column; its sentence names it."""


def batches(path):
    """Lists of (line number, row for the table or None where it cannot be taken), a thousand lines each."""
    rows = _rows_of(path)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
            raise NotThisFile(", ".join(missing))
        for line in reader:
            yield reader.line_num, _row(line)


def _row(line):
    number = (line["external_no"] or "").strip()
    submitted, replied = _moment(line["submitted_at"]), _moment(line["replied_at"])
    if not number or submitted is None or replied is None or replied < submitted:
        return None
    category = (line.get("category") or "").strip()[:64]
    return {
        "external_no": number[:64], "category": category, "submitted_at": submitted, "replied_at": replied,
    }  # fmt: skip


def _moment(typed):
    try:
        found = datetime.fromisoformat((typed or "").strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def keep(source, rows) -> int:
    """Write a batch; numbers that are there already are left alone. Returns how many were new."""
    numbers = [row["external_no"] for row in rows]
    known = select(HistoricReply.external_no).where(
        HistoricReply.source == source, HistoricReply.external_no.in_(numbers)
    )
    there, fresh = set(db.session.scalars(known)), {}
    for row in rows:
        if row["external_no"] not in there:
            fresh.setdefault(row["external_no"], row | {"source": source})
    if fresh:
        db.session.execute(insert(HistoricReply), list(fresh.values()))
        record(IMPORTED, subject=community(), public={"replies": len(fresh)})
    return len(fresh)
