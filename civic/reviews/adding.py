"""What a score run is made of: facts read from the ledger, the open CSV, and the figures added up from it."""

import csv
import gc
import gzip
import io
import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import Text, cast, select

from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.ledger.models import LedgerPayload
from civic.reviews import rates
from civic.reviews.models import Callback
from civic.reviews.states import AnswerChannel, CallbackState

RANKED = ("street", "community", "body")  # categories are not rivals, and persons are never ranked
PARTS = ("response", "resolution", "satisfaction", "first_receiver", "proactive")
BIT = {True: "1", False: "0", None: ""}


@dataclass(frozen=True)
class Period:
    """From a day up to, and not with, another."""

    first: date
    end: date


@dataclass
class Sum:
    """What a run will freeze: made outside the transaction, for it takes a second."""

    period: Period
    scheme_id: int
    cases: int
    facts_gz: bytes
    facts_sha256: str
    rows: list


def weights_of(scheme) -> rates.Weights:
    """The scheme as the arithmetic wants it."""
    return rates.Weights(*(getattr(scheme, part) for part in PARTS), scheme.basically_is_half)


def to_note(period) -> list[int]:
    """Callbacks of a period whose order was taken out of the assessment, or put back, since they fell due."""
    changed = Callback.is_excluded != WorkOrder.is_excluded
    joined = select(Callback.id).join(WorkOrder, WorkOrder.id == Callback.order_id)
    return list(db.session.scalars(joined.where(*_within(period), changed)))


def _within(period):
    return Callback.fell_due_on >= period.first, Callback.fell_due_on < period.end


def facts_of(period) -> list[tuple[str, ...]]:
    """The lines of the open CSV, from the ledger's lines alone; which case is which, nobody can tell.

    Cases are numbered in an order drawn by lot, and bear no day, no number and no person.
    """
    found = _read(period)
    facts = json.loads(f"[{','.join(fact for fact, _said, _later in found)}]")  # one call: a second less
    lots = memoryview(secrets.token_bytes(8 * len(found))).cast("Q")
    lines = []
    for case, at in enumerate(sorted(range(len(found)), key=lots.__getitem__), 1):
        lines += _lines(str(case), facts[at], *found[at][1:])
    return lines


def _read(period):
    """(what fell due, the answer in force or None, a later exclusion or None), each as JSON text."""
    due, answer, excluded = (LedgerPayload.__table__.alias(name) for name in ("due", "answer", "excluded"))
    statement = (
        select(*(cast(each.c.public_json, Text) for each in (due, answer, excluded)))
        .select_from(Callback)
        .join(due, due.c.entry_id == Callback.fell_due_entry)
        .outerjoin(answer, answer.c.entry_id == Callback.answer_entry)
        .outerjoin(excluded, excluded.c.entry_id == Callback.excluded_entry)
        .where(*_within(period), Callback.state != CallbackState.REPLACED, due.c.public_json.is_not(None))
    )
    return db.session.connection().execute(statement).all()


@lru_cache(maxsize=1024)
def _answer(said):
    """(solved, satisfied, by telephone) of an answer's JSON; there are few different ones."""
    if said is None:
        return "", "", ""
    told = json.loads(said)
    return told["solved"], told["satisfied"] or "", BIT[told["channel"] == AnswerChannel.PHONE]


def _lines(case, fact, said, later):
    excluded = json.loads(later)["excluded"] if later else fact["excluded"]
    start = case, str(fact["street"]), str(fact["community"]), fact["category"]
    end = BIT[fact["proactive"]], BIT[excluded], *_answer(said)
    return [
        (
            *start, str(leg["body"]), leg["role"], BIT[leg["contacted"]], BIT[leg["replied"]],
            BIT[leg["first"]], *end,
        )
        for leg in fact["legs"]
    ] or [(*start, "", "", "", "", "", *end)]  # fmt: skip


def csv_of(lines) -> bytes:
    """The open file, byte for byte."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rates.COLUMNS)
    writer.writerows(lines)
    return out.getvalue().encode()


def add_up(period, scheme, lines=None) -> Sum:
    """Everything slow of a run. Args: lines — facts at hand already, else read."""
    with _uncollected():
        return _add_up(period, scheme, facts_of(period) if lines is None else lines)


@contextmanager
def _uncollected():
    """No search for garbage meanwhile: half a million tuples all stay, and looking at each took a second."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _add_up(period, scheme, lines):
    content, weights = csv_of(lines), weights_of(scheme)
    counted = rates.tally(lines)
    ranked = {}
    for scope in RANKED:
        mine = {key: counts for (kind, key), counts in counted.items() if kind == scope}
        ranked |= {(scope, key): place for key, place in rates.ranks(mine, weights).items()}
    rows = [
        vars(counts) | {
            "scope": scope, "key": key, "score": rates.score(counts, weights),
            "rank_from": ranked.get((scope, key), (None, None))[0],
            "rank_to": ranked.get((scope, key), (None, None))[1],
        }
        for (scope, key), counts in sorted(counted.items())
    ]  # fmt: skip
    cases = len({line[0] for line in lines})
    facts = gzip.compress(content, 1, mtime=0)
    return Sum(period, scheme.id, cases, facts, sha256(content).hexdigest(), rows)
