"""The sequencer: within minutes every act has its place and every tree a signed checkpoint."""

from flask import current_app

from civic.backup import after_restore
from civic.database import writing
from civic.ledger import checking, witness
from civic.ledger.queries import communities_with_leaves
from civic.ledger.signing import public_bytes
from civic.ledger.workflow import checkpoint, sequence
from civic.ticking import sweep


@sweep("ledger-witness")
def compare_with_witness() -> int:
    """Lock the votes of a community whose record is older than what was signed. Returns how many."""
    return witness.look()


@after_restore("ledger")
def compare_after_restore() -> list[str]:
    """Check the record that was put back against itself and against what this site has signed."""
    faults = checking.faults(public_bytes(current_app.config["KEYS"]))
    said = [f"ledger: {checking.leaf_count()} leaves, {len(faults) or 'no'} faults", *faults]
    if behind := witness.look():
        said.append(
            f"Communities whose record is older than what was signed: {behind}. Their votes are locked "
            "until `flask ledger resume` says in public what was lost."
        )
    return said


@sweep("ledger")
def sequence_and_sign() -> int:
    """Place waiting acts, then sign each community's new size. Returns how many were placed."""
    placed = 0
    while True:
        with writing():
            count = sequence()
        placed += count
        if not count:
            break
    if placed:
        for community_id, _size in communities_with_leaves():
            sign(community_id)
    return placed


def sign(community_id: int) -> None:
    """Sign a community's tree and remember it; nothing while the record is behind what was signed before."""
    if witness.is_behind(community_id):
        return
    with writing():
        point = checkpoint(community_id)
    if point is not None:
        witness.keep(point)
