"""Reading reply times: of this site's own orders by month, of history by year; kept for ten minutes."""

import time
from datetime import timedelta

from sqlalchemy import select

from civic.database import SHANGHAI, utcnow
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from civic.reviews.score_models import HistoricReply
from civic.reviews.timeliness import timeliness

KEPT_SECONDS = 600  # they grow with the archive, so they are not read for every visitor
A_YEAR = timedelta(days=366)
_kept: dict = {}


def own() -> list:
    """(year, month, figures) of orders answered within a year, newest month first."""
    return _kept_or("own", _own)


def history() -> list:
    """(year, figures) of replies brought over, all years together first as (None, figures)."""
    return _kept_or("history", _history)


def forget() -> None:
    """Read anew at the next look."""
    _kept.clear()


def _kept_or(name, read):
    key, now = (name, str(db.engine.url)), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] > KEPT_SECONDS:
        found = _kept[key] = (now, read())
    return found[1]


def _own():
    since = WorkOrder.replied_at >= utcnow() - A_YEAR
    rows = db.session.execute(select(WorkOrder.received_at, WorkOrder.replied_at).where(since))
    return [
        (*month, timeliness(took))
        for month, took in sorted(_by(rows, lambda day: (day.year, day.month)).items(), reverse=True)
    ]


def _history():
    rows = db.session.execute(select(HistoricReply.submitted_at, HistoricReply.replied_at)).all()
    if not rows:
        return []
    whole = [(None, timeliness(_seconds(*row) for row in rows))]
    by_year = _by(rows, lambda day: day.year)
    return whole + [(year, timeliness(took)) for year, took in sorted(by_year.items(), reverse=True)]


def _by(rows, key):
    found = {}
    for start, end in rows:
        found.setdefault(key(start.astimezone(SHANGHAI)), []).append(_seconds(start, end))
    return found


def _seconds(start, end):
    return (end - start) // timedelta(seconds=1)
