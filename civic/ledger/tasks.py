"""The sequencer: within minutes every act has its place and every tree a signed checkpoint."""

from civic.database import writing
from civic.ledger.queries import communities_with_leaves, leaf_hashes
from civic.ledger.workflow import checkpoint, sequence
from civic.ticking import sweep


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
            leaves = leaf_hashes(community_id)
            with writing():
                checkpoint(community_id, leaves)
    return placed
