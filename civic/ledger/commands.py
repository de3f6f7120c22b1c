"""`flask ledger verify`."""

import click
from flask import current_app
from flask.cli import AppGroup

from civic.database import writing
from civic.ledger import checking, witness, workflow
from civic.ledger.signing import public_bytes

ledger = AppGroup("ledger", help="The append-only record.")


@ledger.command("verify")
@click.option("--checkpoint", type=click.File(), help="A checkpoint kept elsewhere, to compare with.")
def verify(checkpoint):
    """Check entries against their hashes, trees for gaps, checkpoints for root and signature."""
    try:
        faults = checking.faults(public_bytes(current_app.config["KEYS"]), checkpoint and checkpoint.read())
    except ValueError:
        raise click.ClickException("That file is not a checkpoint of this site.") from None
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"ledger: {checking.leaf_count()} leaves, all in order")


@ledger.command("resume")
@click.argument("community_id", type=int)
@click.confirmation_option(prompt="Signed lines are lost. Say so in public and let votes go on?")
def resume(community_id):
    """After a restore from an older backup: record what was lost, and let votes go on."""
    lost = witness.kept(community_id)
    if lost is None or not witness.is_behind(community_id):
        raise click.ClickException("The record of that community is not behind.")
    with writing():
        workflow.resume(community_id, signed=lost.size)
    witness.give_up(community_id)  # last: a crash before this leaves the votes locked
    click.echo(f"Recorded: {lost.size} lines had been signed; the record goes on from what is here.")


def register(app) -> None:
    app.cli.add_command(ledger)
