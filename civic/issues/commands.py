"""`flask --app app issues import FILE.csv`: real complaints from another list."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from civic.csv_files import FileFault
from civic.database import utcnow, writing
from civic.extensions import db
from civic.issues import category_file, category_workflow
from civic.issues.importing import bring_over, check
from civic.issues.kinds import Visibility
from civic.places.models import Place, PlaceKind
from civic.places.queries import community as community_or_first

issues = AppGroup("issues", help="Issues from other lists.")


@issues.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "asked", help="Name or number of the community; the first one if left out.")
@click.option("--public", is_flag=True, help="Handle them in public (a summary is still released first).")
def import_command(file, asked, public):
    """Check FILE.csv whole, then write it in batches; safe to interrupt and to run again."""
    with force_locale(current_app.config["LOCALE"]):
        place = _community(asked)
        report = current_app.config["INSTANCE"] / "imports" / f"{file.stem}-{utcnow():%Y%m%d-%H%M%S}.csv"
        checked = _check(file, report)
        for row in checked.first_bad:
            click.echo(_("  line %(line)s: %(why)s", line=row.line, why=row.reason))
        if checked.bad:
            click.echo(_("%(bad)s rows cannot be taken; all are in %(file)s", bad=checked.bad, file=report))
        visibility = Visibility.PUBLIC if public else Visibility.HANDLERS_ONLY
        new, there = _write(checked, place.id, visibility)
        click.echo(_("%(new)s new, %(there)s were there already.", new=new, there=there))


@issues.command("import-categories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--provisional", is_flag=True, help="Mark them as not looked through yet.")
def import_categories(file, provisional):
    """Add the categories of FILE.csv (level1,level2,level3) that are missing; safe to run again."""
    with force_locale(current_app.config["LOCALE"]):
        try:
            paths, bad = category_file.read(file)
        except FileFault as fault:
            raise click.ClickException(_("%(why)s Nothing was written.", why=fault)) from fault
        for row in bad:
            click.echo(_("  line %(line)s: %(why)s", line=row.line, why=row.reason))
        with writing():
            added, known = category_workflow.bring_over(paths, provisional=provisional)
        click.echo(_("%(new)s new, %(there)s were there already.", new=added, there=known))


def _community(asked):
    if not asked:
        place = community_or_first()
    elif asked.isdigit():
        place = community_or_first(int(asked))
    else:
        place = db.session.scalar(db.select(Place).filter_by(kind=PlaceKind.COMMUNITY, name=asked))
    if place is None:
        raise click.ClickException(_("There is no such community. Load or create one first."))
    return place


def _check(file, report):
    size = file.stat().st_size
    try:
        with click.progressbar(length=2 * size, label=_("Checking")) as bar:
            return check(file, report, _teller(bar, size))
    except FileFault as fault:
        raise click.ClickException(_("%(why)s Nothing was written.", why=fault)) from fault


def _teller(bar, size):
    """The file is read twice, for its encoding and for its rows: the bar runs through both."""
    state = {"last": 0, "done": 0}

    def tell(read_so_far):
        if read_so_far < state["last"]:
            state["done"] += size
        state["last"] = read_so_far
        bar.update(min(state["done"] + read_so_far, 2 * size) - bar.pos)

    return tell


def _write(checked, community_id, visibility):
    new = there = 0
    with click.progressbar(length=checked.good, label=_("Writing")) as bar:
        for added, known in bring_over(checked, community_id, visibility):
            new, there = new + added, there + known
            bar.update(added + known)
    return new, there


def register(app) -> None:
    app.cli.add_command(issues)
