"""Bringing a list of complaints over: the whole file is checked first, then written in short batches.

Each batch is one transaction: threads, issues, tokens for the staff's search and one ledger entry.
A row that is there already (by its number in the other list) is left alone, so an interrupted run
goes on where it stopped and a second run changes nothing. Imported words are own words: nothing
of them is public before somebody releases a summary.
"""

import csv
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select

from civic.csv_files import BadRow, encoding_of, inert
from civic.database import SHANGHAI, locked, utcnow, writing
from civic.extensions import db
from civic.issues import search
from civic.issues.complaint_file import Complaint, read
from civic.issues.kinds import Channel, SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.segmentation import tokens
from civic.issues.states import IssueState
from civic.ledger.workflow import act, record
from civic.places.models import Place
from civic.threads import workflow as threads
from civic.threads.models import Seal, SealState, Status, Thread

IMPORTED = act("issues.imported", public={"count", "first", "last", "visibility"})
BATCH = 500  # rows of a transaction
SHOWN = 10  # bad rows told on the screen; all are in the report


@dataclass(frozen=True)
class Checked:
    """A file that can be imported: how it is written, its good and bad rows."""

    path: Path
    encoding: str
    good: int
    bad: int
    first_bad: tuple
    seen_at: datetime


def check(path: Path, report: Path, tell=lambda size: None) -> Checked:
    """Read the whole file and write bad rows (line, number, reason) to `report`; nothing else.

    Raises FileFault when the file as a whole cannot be read. Args: tell — bytes read so far.
    """
    encoding, now = encoding_of(path, tell), utcnow()
    good, bad, first = 0, 0, []
    for row in read(path, encoding, now, tell):
        if isinstance(row, Complaint):
            good += 1
            continue
        _tell_of(row, report, begins=not bad)
        bad += 1
        first = [*first, row] if len(first) < SHOWN else first
    return Checked(path, encoding, good, bad, tuple(first), now)


def _tell_of(row, report, begins):
    """Add a bad row to the report; bad rows are few, so the file is opened for each."""
    report.parent.mkdir(parents=True, exist_ok=True)
    with open(report, "w" if begins else "a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        if begins:
            file.write("\ufeff")  # so that Excel reads Chinese
            lines.writerow(["line", "external_no", "reason"])
        lines.writerow([row.line, inert(row.external_no), row.reason])


def bring_over(checked: Checked, community_id: int, visibility: Visibility):
    """Write the good rows batch by batch; yields (new, already there) after each commit."""
    rows = read(checked.path, checked.encoding, checked.seen_at)
    good = (row for row in rows if not isinstance(row, BadRow))
    while batch := list(islice(good, BATCH)):
        yield _write(batch, community_id, visibility)


def _write(batch, community_id, visibility):
    once = {row.external_no: row for row in reversed(batch)}  # the first of two with one number counts
    known = set(db.session.scalars(_numbers(community_id, once)))
    found = {number: tokens(_words(row)) for number, row in once.items() if number not in known}
    with writing():
        community = locked(Place, community_id)  # two imports at once take turns
        known = set(db.session.scalars(_numbers(community_id, once)))
        new = [row for number, row in once.items() if number not in known]
        if new:
            _add(new, community, visibility, found)
    return len(new), len(batch) - len(new)


def _numbers(community_id, once):
    mine = Issue.community_id == community_id, Issue.external_no.in_(once)
    return select(Issue.external_no).where(*mine)


def _words(row):
    return f"{row.title}\n{row.body}".strip()


def _add(new, community, visibility, found):
    """Threads, issues, tokens and the one entry of a batch."""
    new.sort(key=lambda row: row.submitted_at)
    now, lines = utcnow(), [_thread(row, community.id) for row in new]
    db.session.add_all(lines)
    db.session.flush()
    rows = [_issue(row, line.id, community.id, visibility, now) for row, line in zip(new, lines, strict=True)]
    numbers = list(db.session.scalars(insert(Issue).returning(Issue.id, sort_by_parameter_order=True), rows))
    search.put_many(
        search.OWN,
        [{"id": no, "words": found[row.external_no]} for no, row in zip(numbers, new, strict=True)],
    )
    public = {"count": len(new), "first": numbers[0], "last": numbers[-1], "visibility": visibility.value}
    record(IMPORTED, subject=community, community_id=community.id, public=public)


def _thread(row, community_id):
    seals = {seal.value: {"state": SealState.TODO.value} for seal in threads.USUAL}
    line = Thread(community_id=community_id, area_id=community_id, title="", seals=seals)
    day = row.submitted_at.astimezone(SHANGHAI).date()
    threads.stamp(line, Seal.INTAKE, SealState.NOW, on=day, status=Status.RECEIVED)
    return line


def _issue(row, thread_id, community_id, visibility, now):
    return {
        "thread_id": thread_id,
        "community_id": community_id,
        "place_id": community_id,
        "area_id": community_id,
        "channel": Channel.IMPORTED,
        "external_no": row.external_no,
        "state": IssueState.RECEIVED,
        "status": IssueState.RECEIVED.status,
        "visibility": visibility,
        "summary_state": SummaryState.NONE,
        "body_raw": _words(row),
        "on_behalf_of": "",
        "waiting_since": row.submitted_at,
        "raised_at": row.submitted_at,
        "created_at": now,
    }
