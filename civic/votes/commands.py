"""`flask votes bundle ID`: what anybody needs to count a vote again, on standard output."""

import sys

import click
from flask.cli import AppGroup

from civic.errors import NotFound
from civic.votes import queries
from civic.votes.bundle import bundle_file

votes = AppGroup("votes", help="Votes: what to check, what to bring in.")


@votes.command("bundle")
@click.argument("number", type=int)
def bundle(number):
    """Write the bundle of a counted vote: everything its verifier needs."""
    try:
        path = bundle_file(queries.vote_or_404(number))
    except NotFound as fault:
        raise click.ClickException(f"vote {number} is not there or not counted yet") from fault
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def register(app) -> None:
    app.cli.add_command(votes)
