"""`flask reviews …`: freeze a period, bring reply times over, take an answer by text message."""

import re
from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from civic.accounts.phones import normalised
from civic.database import writing
from civic.errors import CivicError
from civic.reviews import history, scoring, text_replies
from civic.reviews.adding import Period

reviews = AppGroup("reviews", help="Callbacks, the three rates, reply times.")
MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")


@reviews.command("freeze")
@click.argument("period")
def freeze_command(period):
    """Add up and freeze PERIOD: a month (2026-10) or a year (2026)."""
    run = scoring.freeze_now(_period(period))
    click.echo(f"/reviews/runs/{run.id}: {run.cases} cases, sha256 {run.facts_sha256}")


def _period(typed):
    found = MONTH.fullmatch(typed)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        raise click.BadParameter("2026-10 or 2026")
    year = int(found[1])
    return (
        scoring.month_of(date(year, int(found[2]), 1))
        if found[2]
        else Period(date(year, 1, 1), date(year + 1, 1, 1))
    )


@reviews.command("import-history")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="history", help="Name of the list; numbers are unique within it.")
def import_history_command(file, source):
    """Bring external_no, submitted_at, replied_at (and category) of FILE.csv over; safe to run again."""
    new, bad = 0, []
    with force_locale(current_app.config["LOCALE"]):
        try:
            for chunk in history.batches(file):
                bad += [number for number, row in chunk if row is None]
                with writing():
                    new += history.keep(source, [row for _number, row in chunk if row])
        except history.NotThisFile as fault:
            raise click.ClickException(_("The file lacks these columns: %(names)s", names=fault)) from fault
        click.echo(_("%(new)s reply times are new; %(bad)s lines cannot be taken.", new=new, bad=len(bad)))
        if bad:
            click.echo(_("Lines: %(lines)s", lines=", ".join(map(str, bad[:20]))))


@reviews.command("take-text")
@click.argument("phone")
@click.argument("message")
def take_text_command(phone, message):
    """What an SMS gateway calls for a message that came in, such as "1 1 2"."""
    with force_locale(current_app.config["LOCALE"]):
        try:
            click.echo(text_replies.take(normalised(phone) or phone, message))
        except CivicError as refusal:
            told = " ".join(filter(None, (refusal.message, refusal.next_step)))
            raise click.ClickException(told) from refusal


def register(app):
    app.cli.add_command(reviews)
