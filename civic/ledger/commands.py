"""`flask ledger verify`."""

import click
from flask import current_app
from flask.cli import AppGroup

from civic.extensions import db
from civic.ledger import merkle, queries
from civic.ledger.signing import public_bytes, verify_checkpoint

ledger = AppGroup("ledger", help="The append-only record.")


@ledger.command("verify")
def verify():
    """Check every entry against its hash, every tree for gaps, every checkpoint for its signature."""
    faults = [f"entry {n} was altered" for n in queries.altered_entries()]
    faults += [f"community {n} has gaps in its leaves" for n in queries.gaps()]
    public, trees = public_bytes(current_app.config["KEYS"]), {}
    for point in db.session.scalars(queries.checkpoints()):
        leaves = trees.setdefault(point.community_id, queries.leaf_hashes(point.community_id))
        root = merkle.root(leaves[: point.size])
        if len(leaves) < point.size or root != point.root_hash:
            faults.append(f"checkpoint {point.community_id}/{point.size} does not fit the leaves")
        if not verify_checkpoint(public, point.signature, point.community_id, point.size, point.root_hash):
            faults.append(f"checkpoint {point.community_id}/{point.size} has a wrong signature")
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"ledger: {sum(len(t) for t in trees.values())} leaves, all in order")


def register(app) -> None:
    app.cli.add_command(ledger)
