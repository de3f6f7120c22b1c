"""What `flask ledger verify` looks for: every way the stored record can contradict itself.

Nothing stored here can show that the whole record was put back to an older state: for that a
checkpoint kept elsewhere is compared (`kept`), by a neighbour, a notice board or the key store.
"""

from civic.ledger import merkle, queries
from civic.ledger.signing import read_note, verify_checkpoint


def faults(public: bytes | None, kept: str | None = None) -> list[str]:
    """One plain line for each contradiction; `public` is the site's raw key, `kept` a checkpoint file.

    Without the key (None) signatures stand unchecked, which is a fault where there are any.

    Raises ValueError when `kept` is not a checkpoint.
    """
    found = [f"entry {n} was altered" for n in queries.altered_entries()]
    found += [f"entry {n} was emptied without a reason on record" for n in queries.emptied_unsaid()]
    found += [f"community {n} has gaps in its leaves" for n in queries.gaps()]
    points = queries.checkpoints_by_community()
    if points and public is None:
        found.append("the site's signing key is not in CIVIC_KEYS: no signature can be checked")
    asked = read_note(kept) if kept else None
    for community_id in sorted(points.keys() | dict(queries.communities_with_leaves()).keys()):
        nodes = _nodes(community_id)
        wanted = [(point.size, point.root_hash) for point in points.get(community_id, ())]
        found += _misfits(community_id, nodes, wanted)
        found += [f"node {community_id}/{node} is false" for node in queries.false_nodes(community_id, nodes)]
        found += [
            f"checkpoint {community_id}/{point.size} has a wrong signature"
            for point in points.get(community_id, ())
            if public
            and not verify_checkpoint(public, point.signature, community_id, point.size, point.root_hash)
        ]
    if asked:
        found += [f"the kept {line}" for line in _kept_misfits(public, asked)]
    return found


def _kept_misfits(public, note):
    if not verify_checkpoint(public, note.signature, note.community_id, note.size, note.root):
        return ["checkpoint is not signed by this site"]
    return _misfits(note.community_id, _nodes(note.community_id), [(note.size, note.root)])


def misfits(community_id: int, size: int, root: bytes) -> list[str]:
    """A line when the first `size` leaves of the tree do not lead to `root`."""
    return _misfits(community_id, _nodes(community_id), [(size, root)])


def _nodes(community_id):
    return merkle.nodes_over(queries.leaf_hashes(community_id))


def _misfits(community_id, nodes, wanted):
    """Of (size, root) pairs, those that the nodes over the leaves do not lead to."""
    return [
        f"checkpoint {community_id}/{size} does not fit the leaves"
        for size in sorted({size for size, root in wanted if merkle.root_at(size, nodes) != bytes(root)})
    ]


def leaf_count() -> int:
    """How many acts have their place, in all trees."""
    return sum(count for _, count in queries.communities_with_leaves())
