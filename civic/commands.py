"""`flask --app app …`: words, tick, worker, serve. Rooms add their own groups."""

import os
import time

import click
from flask import current_app
from flask.cli import AppGroup

from civic import demo as demo_town
from civic import serving
from civic.backup import refuse_unfinished
from civic.database import missing_triggers
from civic.extensions import db
from civic.locale import compile_words
from civic.ticking import tick

words = AppGroup("words", help="The Chinese catalogue.")
demo = AppGroup("demo", help="The fictional demo town.")


@words.command("compile")
def words_compile():
    """Join the rooms' catalogues into the one the site reads."""
    click.echo(f"{compile_words()} messages")


@demo.command("load")
def demo_load():
    """Load the demo town, room by room; a second run adds nothing."""
    for part, added in demo_town.load().items():
        click.echo(f"{part}: {added}")


@click.command("tick")
def tick_command():
    """Run every due sweep once (safe at any time, also twice at once)."""
    refuse_unfinished()
    for name, did in tick().items():
        click.echo(f"{name}: {did}")


@click.command("worker")
@click.option("--every", default=2.0, help="Seconds between looks at what is due.")
@click.option("--once", is_flag=True, help="Look once and stop.")
@click.option("--beside", type=int, help="Stop when this process, which started us, is gone.")
def worker(every, once, beside):
    """Keep looking at what is due. Everything due is a row, so a killed worker loses nothing."""
    refuse_unfinished()
    while not beside or os.getppid() == beside:
        tick()
        if once:
            return
        time.sleep(every)


@click.command("serve")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
def serve(host, port):
    """Serve the site, one process a core (serving.py)."""
    refuse_unfinished()
    if missing := missing_triggers(db.session()):
        raise click.ClickException(f"Append-only triggers are missing: {', '.join(missing)}")
    app = current_app._get_current_object()
    app.warm_up()
    serving.serve(app, host, port)


def register(app) -> None:
    for command in (words, demo, tick_command, worker, serve):
        app.cli.add_command(command)
