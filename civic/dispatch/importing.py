"""Bringing the hotline's orders in: the whole file is checked first, then written in short batches.

Each batch is one transaction: threads, issues, orders, tokens for the staff's search, what the city heard
when it called back, and one ledger entry. A number of this source that is there already is left alone, so
an interrupted run goes on where it stopped and a second run changes nothing. Two imports of one source
take turns by the row of its layout. Imported words are for those who handle them; nothing of them is public.
"""

import csv
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from civic.councils.models import Body
from civic.csv_files import BadRow, inert
from civic.database import open_connection, utcnow, writing
from civic.dispatch import imported_rows, layouts
from civic.dispatch.city_callbacks import add_callbacks
from civic.dispatch.complainants import keep_many
from civic.dispatch.hotline_file import HotlineFile, open_file, read
from civic.dispatch.hotline_models import HotlineRow, OrderWords
from civic.dispatch.hotline_places import KnownPlaces
from civic.dispatch.hotline_queries import known_numbers
from civic.dispatch.hotline_rows import HotlineOrder
from civic.dispatch.imported_rows import Prepared
from civic.dispatch.models import WorkOrder
from civic.dispatch.numbers import take_numbers
from civic.extensions import db
from civic.issues import search
from civic.issues.models import Issue
from civic.ledger.workflow import act, record
from civic.places.models import Place
from civic.threads.models import Thread

IMPORTED = act(
    "work_orders.imported", public={"source", "count", "first", "last", "callbacks", "complainants"}
)
FIRST_BATCH, LEAST, MOST = 100, 25, 400  # rows of a transaction
HELD = 0.04  # seconds a batch may keep other writers waiting, its commit included
SHOWN = 10  # good and bad rows told on the screen; all bad ones are in the report


@dataclass(frozen=True)
class Intake:
    """For whom a file is taken in, and whether names and numbers may be kept.

    Args: source — what the hotline is called here; community_id — whose orders they are when the words
    of the place name no other; authorisation — a PersonalAuthorisation, or None; by — the Person.
    """

    source: str
    community_id: int
    authorisation: object = None
    by: object = None


@dataclass(frozen=True)
class Checked:
    """A file that can be taken in: its header, its good and bad rows; `personal` rows name a person."""

    file: HotlineFile
    good: int
    bad: int
    known: int
    personal: int
    first_good: tuple
    first_bad: tuple
    seen_at: datetime


@dataclass(frozen=True)
class Written:
    """What one batch, or several, brought."""

    new: int = 0
    known: int = 0
    callbacks: int = 0
    complainants: int = 0

    def __add__(self, other):
        return Written(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def check(path: Path, report: Path, source: str, tell=lambda size: None) -> Checked:
    """Read the whole file and write bad rows (line, number, reason) to `report`; nothing else.

    Raises FileFault when the file as a whole cannot be read. Args: tell — bytes read so far.
    """
    file, now = open_file(path, tell), utcnow()
    found = Checked(file, 0, 0, 0, 0, (), (), now)
    rows = read(file, now, tell)
    while batch := list(islice(rows, MOST)):
        good = [row for row in batch if isinstance(row, HotlineOrder)]
        bad = [row for row in batch if isinstance(row, BadRow)]
        _tell_of(bad, report, begins=not found.bad)
        found = replace(
            found, good=found.good + len(good), bad=found.bad + len(bad),
            known=found.known + len(known_numbers(source, good)),
            personal=found.personal + sum(1 for row in good if row.name or row.phone),
            first_good=(*found.first_good, *good)[:SHOWN], first_bad=(*found.first_bad, *bad)[:SHOWN],
        )  # fmt: skip
    return found


def _tell_of(bad, report, begins):
    if not bad:
        return
    report.parent.mkdir(parents=True, exist_ok=True)
    with open(report, "w" if begins else "a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        if begins:
            file.write("\ufeff")  # so that Excel reads Chinese
            lines.writerow(["line", "external_no", "reason"])
        lines.writerows([row.line, inert(row.external_no), row.reason] for row in bad)


def bring_in(checked: Checked, intake: Intake) -> Iterator[Written]:
    """Write the good rows batch by batch; yields what each brought after its commit."""
    writer = _Writer(checked, intake)
    good = (row for row in read(checked.file, checked.seen_at) if isinstance(row, HotlineOrder))
    while batch := list(islice(good, writer.size)):
        yield writer.write(batch)


class _Writer:
    """What stays the same for all batches of one file; and how large the next may be."""

    def __init__(self, checked, intake):
        self.intake, self.size, self.a_row = intake, FIRST_BATCH, 0.0
        with writing():
            self.layout_id = layouts.remember(intake.source, checked.file.layout)
        self.places = KnownPlaces(intake.community_id)
        self.street_id = db.session.get(Place, intake.community_id).parent_id
        alive = select(Body.id, Body.name, Body.short_name).where(Body.ended_on.is_(None))
        self.bodies = {}
        for number, name, short in db.session.execute(alive):
            self.bodies |= {short: number, name: number}

    def write(self, batch) -> Written:
        """One transaction; everything slow is done before it."""
        source = self.intake.source
        known = known_numbers(source, batch)
        prepared = {
            row.external_no: Prepared(row, self.places) for row in batch if row.external_no not in known
        }
        with writing():
            began = time.monotonic()
            layout = layouts.take_turn(source)
            known = known_numbers(source, batch)
            new = [prepared[row.external_no] for row in batch if row.external_no not in known]
            written = self._write(layout, new, [row for row in batch if row.external_no in known], known)
            wrote = time.monotonic()
        self._pace(len(batch), wrote - began, time.monotonic() - wrote)
        return written

    def _pace(self, rows, seconds, commit):
        """How large the next batch may be: by the slower of the last two, what the commit leaves of HELD."""
        before, self.a_row = self.a_row, seconds / rows
        room = max(HELD - commit, HELD / 3)
        self.size = max(LEAST, min(MOST, int(room / max(self.a_row, before, 1e-6))))

    def _write(self, layout, new, there, known):
        now, source = utcnow(), self.intake.source
        orders = self._add(new, now) if new else []
        numbers = known | {each.row.external_no: order for each, order in zip(new, orders, strict=True)}
        rows = [each.row for each in new] + there
        callbacks = add_callbacks(
            source, [(numbers[row.external_no], row) for row in rows], known.values(), now
        )
        kept = keep_many(zip(orders, (each.row for each in new), strict=True), self.intake.authorisation)
        if new or callbacks:
            public = {
                "source": source, "count": len(new), "first": orders[0] if new else None,
                "last": orders[-1] if new else None, "callbacks": callbacks, "complainants": kept,
            }  # fmt: skip
            home = self.intake.community_id
            record(IMPORTED, subject=layout, community_id=home, by=self.intake.by, public=public)
        return Written(new=len(new), known=len(there), callbacks=callbacks, complainants=kept)

    def _add(self, new, now):
        """Threads, issues, orders, tokens and what else the file said; returns the orders' numbers."""
        threads, issues, orders = (take_numbers(m, len(new)) for m in (Thread, Issue, WorkOrder))
        street, source = self.street_id, self.intake.source
        by_id = self.intake.by.id if self.intake.by else None
        numbered = list(zip(new, threads, issues, orders, strict=True))
        rows = {
            Thread: [imported_rows.thread_row(t, each, now) for each, t, _i, _o in numbered],
            Issue: [imported_rows.issue_row(i, t, o, street, each, now) for each, t, i, o in numbered],
            WorkOrder: [
                imported_rows.order_row(o, i, t, street, each, source, by_id, now)
                for each, t, i, o in numbered
            ],
            HotlineRow: [
                imported_rows.kept_row(o, self.layout_id, self.bodies, each.row)
                for each, _t, _i, o in numbered
            ],
            OrderWords: [{"order_id": o, "key": each.key} for each, _t, _i, o in numbered],
        }
        for model, values in rows.items():
            open_connection().execute(imported_rows.statement(model), values)
        search.put_many(search.OWN, [{"id": i, "words": each.tokens} for each, _t, i, _o in numbered])
        return orders
