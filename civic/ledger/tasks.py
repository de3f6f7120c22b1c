"""The sequencer: within minutes every act has its place and every tree a signed checkpoint."""

from flask import current_app

from civic.backup import Contradiction, after_restore, in_backup, signed
from civic.database import writing
from civic.ledger import checking, queries, witness
from civic.ledger.queries import communities_with_leaves
from civic.ledger.signing import backup_fault, is_here, public_bytes, sign_backup
from civic.ledger.workflow import checkpoint, sequence
from civic.ticking import sweep


@sweep("ledger-witness")
def compare_with_witness() -> int:
    """Lock the votes of a community whose record is older than what was signed. Returns how many."""
    return witness.look()


signed(
    lambda words: sign_backup(current_app.config["KEYS"], words),
    lambda words, signature: backup_fault(current_app.config["KEYS"], words, signature),
)


@in_backup("ledger")
def name_trees() -> dict:
    """Size and root of each tree before the database is read: its first lines must lead there again."""
    trees = {number: queries.grown_tree(number) for number, _size in communities_with_leaves()}
    return {str(number): [tree.size, tree.root().hex()] for number, tree in trees.items()}


@after_restore("ledger")
def compare_after_restore(told) -> list[str]:
    """Check the record that was put back against itself, the backup's list and what this site has signed.

    Raises Contradiction.
    """
    said = _behind()  # first, so that no ballot is taken meanwhile
    keys = current_app.config["KEYS"]
    faults = checking.faults(public_bytes(keys) if is_here(keys) else None)
    for number, (size, root) in (told or {}).items():
        faults += checking.misfits(int(number), size, bytes.fromhex(root))
    said.append(f"ledger: {checking.leaf_count()} leaves, {len(faults) or 'no'} faults")
    if faults:
        raise Contradiction(said + faults)
    return said


def _behind():
    if not (behind := witness.look()):
        return []
    return [
        f"Communities whose record is older than what was signed: {behind}. Their votes are locked "
        "until `flask ledger resume` says in public what was lost."
    ]


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
