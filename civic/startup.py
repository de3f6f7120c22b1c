"""`flask up`, which `make run` calls: everything a first start needs, then the site and its worker.

One process prepares and serves, so that a second start takes as long as one Python start does.
"""

import os
import signal
import socket
import subprocess
import sys
import time

import click
from flask import current_app
from sqlalchemy import select

from civic import assets, demo, migrating
from civic.backup import refuse_unfinished
from civic.config import ROOT
from civic.extensions import db
from civic.locale import refresh_words

# One of each kind, in the order of the walk; the whole cast is in civic/demo/town.py.
ACCOUNTS = (
    "resident", "second_adult", "steward", "secretary", "property", "officer", "auditor", "administrator",
)  # fmt: skip


@click.command("up")
@click.option("--host", default="127.0.0.1", help="Address to listen at.")
@click.option("--port", default=8000, help="Port to listen at.")
@click.pass_context
def up(context, host, port):
    """Prepare everything, load the demo town into an empty database, serve, and work beside it."""
    refuse_unfinished()
    _refuse_taken(host, port)
    assets.build()
    refresh_words()
    migrating.upgrade()
    if current_app.config["DEMO"] and _empty():
        click.echo("Loading the demo town …")
        started = time.monotonic()
        demo.load()
        click.echo(f"Loaded in {time.monotonic() - started:.0f} s.")
    db.session.remove()
    command = [sys.executable, "-m", "flask", "--app", "app", "worker", "--beside", str(os.getpid())]
    worker = subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # Ctrl-C is for us; we end it
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    click.echo(_welcome(host, port))
    try:
        context.invoke(current_app.cli.commands["serve"], host=host, port=port)
    finally:
        worker.terminate()
        worker.wait()


def _refuse_taken(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"Port {port} is taken. Start with another one: make run PORT={port + 1}"
            ) from fault


def _empty() -> bool:
    places = db.metadata.tables["place"]
    return db.session.execute(select(places.c.id).limit(1)).first() is None


def _welcome(host, port) -> str:
    lines = ["", f"  街坊议事 · http://{host}:{port}", ""]
    if current_app.config["DEMO"]:
        players = {player.key: player for player in demo.town.CAST}
        lines += ["  Demo accounts; the sign-in code is shown on the page:"]
        for player in (players[key] for key in ACCOUNTS):
            lines.append(f"    {player.phone}  {player.nickname}  {player.role.replace('_', ' ')}")
        lines.append("")
    return "\n".join([*lines, f"  Data: {current_app.config['INSTANCE']}    Stop: Ctrl-C", ""])


def register(app) -> None:
    app.cli.add_command(up)
