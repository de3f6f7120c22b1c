"""The public pages: the three rates in plain words, bodies, categories, runs, weights, years, reply times."""

import zlib

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import NotFound
from civic.issues.categories import label
from civic.rendering import render
from civic.reviews import (
    answer_views,
    call_views,
    figures,
    number_views,
    outside_ranks,
    outside_views,
    own_views,
    policies,
    pressure_queries,
    pressure_views,
    reply_times,
    runs,
    scoring,
)  # fmt: skip
from civic.reviews.blueprint import reviews as bp
from civic.reviews.forms import SchemeForm
from civic.reviews.rates import percent
from civic.reviews.timeliness import days
from civic.submissions import once

VIEWS = (
    answer_views,
    call_views,
    number_views,
    outside_views,
    own_views,
    pressure_views,
)  # their routes hang on the blueprint
TABLES = ("body", "community", "street", "category")
CHUNK = 64 * 1024
SHOWN = 40  # rows of a table; the open file has them all


def category_name(code):
    """The words of "top" or "top.leaf"."""
    top, _dot, leaf = code.partition(".")
    return f"{label(top)} · {label(top, leaf)}" if leaf else label(top)


@bp.get("/reviews")
@requires(anyone)
def index():
    """How the neighbourhood's matters were handled, in three rates."""
    run = scoring.latest_run()
    row = scoring.row_of(run, "all") if run else None
    shown = figures.of(row, run.scheme) if row else None
    pressed = pressure_queries.counted()
    return render("reviews/index.html", run=run, row=row, figures=shown, pressed=pressed)


@bp.get("/reviews/bodies/<int:no>")
@requires(anyone)
def body(no):
    """One body, period by period."""
    return _over_time("body", str(no), scoring.names_of("body", [str(no)]).get(str(no)))


@bp.get("/reviews/communities/<int:no>")
@requires(anyone)
def community(no):
    """One community, period by period."""
    return _over_time("community", str(no), scoring.names_of("community", [str(no)]).get(str(no)))


@bp.get("/reviews/streets/<int:no>")
@requires(anyone)
def street(no):
    """One street, period by period."""
    return _over_time("street", str(no), scoring.names_of("street", [str(no)]).get(str(no)))


@bp.get("/reviews/categories/<code>")
@requires(anyone)
def category(code):
    """One category, period by period."""
    return _over_time("category", code, category_name(code))


def _over_time(scope, key, name):
    rows = scoring.rows_over_time(scope, key)
    if name is None or (not rows and scope == "category"):
        raise NotFound(None)
    shown = [(row, figures.of(row, row.run.scheme)) for row in rows]
    return render("reviews/over_time.html", name=name, scope=scope, shown=shown)


@bp.get("/reviews/runs")
@requires(anyone)
def runs_page():
    """Every frozen run, newest first."""
    return render("reviews/runs_page.html", page=scoring.page_of_runs(request.args.get("after")))


@bp.get("/reviews/runs/<int:no>")
@requires(anyone, on=scoring.run_or_404)
def run(found):
    """One run: its figures, ranks as intervals, what was left out, and its open file."""
    tables, rows_of = [], scoring.rows_of(found)
    for scope in TABLES:
        rows = rows_of.get(scope, [])
        names = scoring.names_of(scope, [row.key for row in rows[:SHOWN]])
        named = [(names.get(row.key) or category_name(row.key), row) for row in rows[:SHOWN]]
        tables.append((scope, [(name, row, figures.of(row, found.scheme)) for name, row in named]))
    total = next(iter(rows_of.get("all", ())), None)
    return render("reviews/run.html", run=found, total=total, tables=tables, most=SHOWN)


@bp.get("/reviews/runs/<int:no>.csv")
@requires(anyone, on=scoring.run_with_facts)
def run_facts(found):
    """The open file the run was added up from, byte for byte."""
    answer = Response(_unpacked(found.facts_gz), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=run-{found.id}.csv"
    return answer


def _unpacked(packed):
    reader = zlib.decompressobj(31)
    for start in range(0, len(packed), CHUNK):
        yield reader.decompress(packed[start : start + CHUNK])
    yield reader.flush()


@bp.get("/reviews/schemes")
@requires(anyone)
def schemes():
    """The weights in force and every earlier version."""
    return _schemes(SchemeForm(formdata=None))


def _schemes(form, status=200):
    may_set = policies.oversees(current_user)
    return render("reviews/schemes.html", status, schemes=scoring.schemes(), form=form, may_set=may_set)


@bp.post("/reviews/schemes")
@requires(policies.oversees)
def create_scheme():
    """A new version of the weights, from the next run on."""
    form, here = SchemeForm(), url_for(".schemes")
    if not form.validate():
        return _schemes(form, 422)
    told = {"name": form.name.data.strip(), "basically_is_half": form.basically_is_half.data}
    with writing(), once(form) as submission:
        runs.set_scheme(by=current_user, **told, **form.weights)
        submission.leads_to(here)
    flash(_("The new weights count from the next run on. Earlier runs keep theirs."), "good")
    return redirect(here, 303)


@bp.get("/reviews/years")
@requires(anyone)
def years():
    """Ranks from year to year."""
    scope = request.args.get("of") if request.args.get("of") in ("community", "body") else "street"
    found, rows = scoring.ranks_over_years(scope)
    names = scoring.names_of(scope, rows)
    lines = sorted(((names.get(key, key), key, mine) for key, mine in rows.items()), key=lambda line: line[0])
    outside_years, outside = outside_ranks.announced() if scope == "street" else ([], [])
    return render(
        "reviews/years.html", scope=scope, years=found, lines=lines, outside_years=outside_years,
        outside=outside, may_note=policies.oversees(current_user),
    )  # fmt: skip


@bp.get("/reviews/timeliness")
@requires(anyone)
def timeliness():
    """How long replies took: this site's own, and those of an earlier list as history."""
    own = [
        (_("%(year)s-%(month)s", year=year, month=month), found) for year, month, found in reply_times.own()
    ]
    history = [(year or _("All years"), found) for year, found in reply_times.history()]
    return render("reviews/timeliness.html", own=own, history=history, days=days, percent=percent)
