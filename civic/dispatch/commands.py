"""`flask --app app work-orders import|export`: the hotline's orders in, replies out."""

from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from civic.csv_files import FileFault
from civic.database import utcnow, writing
from civic.dispatch import complainants, exporting, hotline_workflow
from civic.dispatch.hotline_export import write_csv, write_xlsx
from civic.dispatch.importing import Intake, Written, bring_in, check
from civic.errors import CivicError
from civic.extensions import db
from civic.places.models import Place, PlaceKind
from civic.places.queries import community as community_or_first

HOTLINE = "12345"
work_orders = AppGroup("work-orders", help="Orders of the hotline: in and back.")


@work_orders.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default=HOTLINE, show_default=True, help="What the hotline is called here.")
@click.option("--community", "asked", help="Name or number; whose orders they are when the place names none.")
@click.option("--dry-run", is_flag=True, help="Check the file, say what would be done, write nothing.")
@click.option("--authorisation", help="“Who allowed it, reference”: keep names and numbers, sealed.")
@click.option("--retain-until", type=click.DateTime(["%Y-%m-%d"]), help="Until which day they are kept.")
def import_command(file, source, asked, dry_run, authorisation, retain_until):
    """Check FILE (.csv or .xlsx) whole, then write it in batches; safe to interrupt and to run again."""
    if bool(authorisation) != bool(retain_until):
        raise click.UsageError("--authorisation and --retain-until go together.")
    with force_locale(current_app.config["LOCALE"]):
        place, source = _community(asked), source.strip()[:32]
        report = current_app.config["INSTANCE"] / "imports" / f"{file.stem}-{utcnow():%Y%m%d-%H%M%S}.csv"
        checked = _check(file, report, source)
        _say(checked, report, authorisation)
        if dry_run:
            click.echo(_("Nothing was written: this was a dry run."))
            return
        given = _authorise(authorisation, retain_until, source, place) if authorisation else None
        done = _write(checked, Intake(source, place.id, given))
        click.echo(_("%(new)s new, %(there)s were there already.", new=done.new, there=done.known))
        if done.callbacks:
            click.echo(_("%(count)s results of the city's callback.", count=done.callbacks))


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


def _check(file, report, source):
    size = file.stat().st_size
    try:
        with click.progressbar(length=size, label=_("Checking")) as bar:
            return check(file, report, source, lambda done: bar.update(min(done, size) - bar.pos))
    except FileFault as fault:
        raise click.ClickException(_("%(why)s Nothing was written.", why=fault)) from fault


def _say(checked, report, authorisation):
    for row in checked.first_bad:
        click.echo(_("  line %(line)s: %(why)s", line=row.line, why=row.reason))
    if checked.bad:
        click.echo(_("%(bad)s rows cannot be taken; all are in %(file)s", bad=checked.bad, file=report))
    told = _("%(good)s rows can be taken, %(known)s of them are there already.", **_counts(checked))
    click.echo(told)
    if checked.personal and not authorisation:
        click.echo(
            _("Names and numbers are left out of %(n)s rows: nobody has allowed it.", n=checked.personal)
        )


def _counts(checked):
    return {"good": checked.good, "known": checked.known}


def _authorise(words, until: date, source, place):
    allowed_by, _comma, reference = words.replace(",", ",").partition(",")
    try:
        with writing():
            row = complainants.authorise(
                source=source, allowed_by=allowed_by, reference=reference, retain_until=until.date(),
                community=db.session.get(Place, place.id),
            )  # fmt: skip
        db.session.refresh(row)
        return row
    except CivicError as refusal:
        raise click.ClickException(f"{refusal.message} {refusal.next_step or ''}") from refusal


def _write(checked, intake):
    total = Written()
    with click.progressbar(length=checked.good, label=_("Writing")) as bar:
        for written in bring_in(checked, intake):
            total += written
            bar.update(written.new + written.known)
    return total


@work_orders.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", default=HOTLINE, show_default=True, help="Which hotline it is for.")
@click.option("--street", "asked", help="Name of the sub-district; the first one if left out.")
def export_command(file, source, asked):
    """Write what has changed since the last export into FILE (.csv or .xlsx), in the source's columns."""
    kinds = {".csv": write_csv, ".xlsx": write_xlsx}
    if file.suffix not in kinds:
        raise click.UsageError("FILE must end in .csv or .xlsx.")
    with force_locale(current_app.config["LOCALE"]):
        street = _street(asked)
        try:
            with writing():
                row = hotline_workflow.export(source, db.session.get(Place, street.id), by=None)
        except CivicError as refusal:
            raise click.ClickException(refusal.message) from refusal
        header, lines = exporting.table_of(row)
        kinds[file.suffix](file, header, lines)
        click.echo(_("%(source)s, %(n)s orders", source=source, n=len(lines)))


def _street(asked):
    streets = db.select(Place).filter_by(kind=PlaceKind.SUBDISTRICT).order_by(Place.id).limit(1)
    street = db.session.scalar(streets.filter_by(name=asked) if asked else streets)
    if street is None:
        raise click.ClickException(_("There is no such sub-district."))
    return street


def register(app) -> None:
    app.cli.add_command(work_orders)
