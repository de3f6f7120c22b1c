"""When runs are made, and reading them back: a month on the ninth of the next, a year in January.

By then the last of those asked have had their seven days (moments.SILENCE) and one more.
"""

from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, undefer

from civic.councils.models import Body
from civic.database import local_today, locked, writing
from civic.dispatch.models import WorkOrder
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Place
from civic.reviews import adding, runs, workflow
from civic.reviews.adding import Period
from civic.reviews.models import Callback
from civic.reviews.moments import FROZEN_ON
from civic.reviews.score_models import ScoreRow, ScoreRun, ScoreScheme


def month_of(day: date) -> Period:
    """The month a day lies in."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1))


def year_of(day: date) -> Period:
    """The year a day lies in."""
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def periods_to_freeze() -> list[Period]:
    """The last month and the last year, once their time has come, and unless they are frozen or empty."""
    today = local_today()
    if today.day < FROZEN_ON:
        return []
    before = today.replace(day=1) - timedelta(days=1)
    wanted = [month_of(before), *([year_of(before)] if before.month == 12 else [])]
    return [period for period in wanted if not _is_frozen(period) and _has_cases(period)]


def _is_frozen(period) -> bool:
    same = ScoreRun.from_day == period.first, ScoreRun.to_day == period.end
    return db.session.scalar(select(exists().where(*same)))


def _has_cases(period) -> bool:
    within = Callback.fell_due_on >= period.first, Callback.fell_due_on < period.end
    return db.session.scalar(select(exists().where(*within)))


def freeze_now(period, by=None, only_once=False) -> ScoreRun | None:
    """Note exclusions, add up outside any transaction, freeze. `only_once`: not when another was first."""
    for number in adding.to_note(period):
        with writing():
            order_id = db.session.scalar(select(Callback.order_id).where(Callback.id == number))
            order = locked(WorkOrder, order_id)
            workflow.note_exclusion(locked(Callback, number), order)
    made = adding.add_up(period, scheme_in_force() or _example())
    with writing():
        _in_turn()
        return None if only_once and _is_frozen(period) else runs.freeze(made, by=by)


def _in_turn():
    """PostgreSQL: a second worker waits here, then sees what the first made (SQLite: the file already is)."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("LOCK TABLE score_run IN SHARE ROW EXCLUSIVE MODE"))


def _example() -> ScoreScheme:
    with writing():
        _in_turn()
        return scheme_in_force() or runs.set_scheme(
            by=None, name="30/35/35", basically_is_half=False, is_example=True,
            response=30, resolution=35, satisfaction=35, first_receiver=0, proactive=0,
        )  # fmt: skip


def scheme_in_force() -> ScoreScheme | None:
    """The newest version of the weights."""
    return db.session.scalar(select(ScoreScheme).order_by(ScoreScheme.id.desc()).limit(1))


def schemes() -> list[ScoreScheme]:
    """All versions, newest first."""
    return list(db.session.scalars(select(ScoreScheme).order_by(ScoreScheme.id.desc()).limit(50)))


def run_or_404(no) -> ScoreRun:
    """A run with its scheme, without its file. Raises NotFound."""
    run = db.session.scalar(select(ScoreRun).where(ScoreRun.id == no).options(joinedload(ScoreRun.scheme)))
    if run is None:
        raise NotFound(None)
    return run


def run_with_facts(no) -> ScoreRun:
    """A run with the file it was added up from. Raises NotFound."""
    run = db.session.scalar(select(ScoreRun).where(ScoreRun.id == no).options(undefer(ScoreRun.facts_gz)))
    if run is None:
        raise NotFound(None)
    return run


def latest_run() -> ScoreRun | None:
    """The newest run of a month, else the newest there is."""
    newest = select(ScoreRun).options(joinedload(ScoreRun.scheme)).order_by(ScoreRun.id.desc()).limit(12)
    found = list(db.session.scalars(newest))
    return next((run for run in found if not run.is_year), found[0] if found else None)


def page_of_runs(after=None, size=20):
    """Every run, newest first."""
    statement = select(ScoreRun).options(joinedload(ScoreRun.scheme))
    return keyset(statement, [ScoreRun.id], after, size)


def rows_of(run) -> dict[str, list[ScoreRow]]:
    """The rows of every scope, by rank where there is one, then by volume; one statement."""
    found = {}
    for row in db.session.scalars(select(ScoreRow).where(ScoreRow.run_id == run.id)):
        found.setdefault(row.scope, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.rank_from or 10**6, row.rank_to or 0, -row.orders, row.key))
    return found


def row_of(run, scope, key="") -> ScoreRow | None:
    """One row of a run."""
    return db.session.get(ScoreRow, (run.id, scope, key))


def rows_over_time(scope, key, limit=24) -> list[ScoreRow]:
    """One body, place or category, the newest run of each period, newest first, with run and scheme."""
    statement = (
        select(ScoreRow)
        .where(ScoreRow.scope == scope, ScoreRow.key == key)
        .options(joinedload(ScoreRow.run).joinedload(ScoreRun.scheme))
        .order_by(ScoreRow.run_id.desc())
        .limit(3 * limit)
    )
    newest = {}
    for row in db.session.scalars(statement):
        newest.setdefault((row.run.from_day, row.run.to_day), row)
    return list(newest.values())[:limit]


def names_of(scope, keys) -> dict[str, str]:
    """What bodies and places of a table are called, by key."""
    wanted = [int(key) for key in keys if key.isdigit()]
    if not wanted or scope not in ("body", "street", "community"):
        return {}
    column = Body.short_name if scope == "body" else Place.label
    table = Body if scope == "body" else Place
    return {
        str(number): name
        for number, name in db.session.execute(select(table.id, column).where(table.id.in_(wanted)))
    }


def ranks_over_years(scope) -> tuple[list[ScoreRun], dict[str, dict[int, ScoreRow]]]:
    """(runs of whole years, oldest first; {key: {run: row}}): the newest run of each year counts."""
    candidates = db.session.scalars(select(ScoreRun).order_by(ScoreRun.id.desc()).limit(400))
    newest = {}
    for run in candidates:
        if run.is_year:
            newest.setdefault(run.from_day.year, run)
    years = [newest[year] for year in sorted(newest)][-10:]
    rows = db.session.scalars(
        select(ScoreRow).where(ScoreRow.scope == scope, ScoreRow.run_id.in_([run.id for run in years]))
    )
    found = {}
    for row in rows:
        found.setdefault(row.key, {})[row.run_id] = row
    return years, found
