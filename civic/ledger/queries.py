"""Reads of the ledger."""

from functools import cache

from sqlalchemy import bindparam, func, select, tuple_

from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import (
    LedgerCheckpoint,
    LedgerEntry,
    LedgerErasure,
    LedgerLeaf,
    LedgerNode,
    LedgerPayload,
)
from civic.ledger.said import content


def acts_of(thread_id: int) -> list:
    """All entries of a matter with the moment and public fields of each, oldest first."""
    return db.session.execute(_acts(), {"thread": thread_id}).all()


@cache
def _acts():
    return (
        select(
            LedgerEntry.id, LedgerEntry.day, LedgerEntry.verb, LedgerEntry.subject, LedgerPayload.public_json
        )
        .outerjoin(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .where(LedgerEntry.thread_id == bindparam("thread"))
        .order_by(LedgerEntry.id)
    )


def recent_entries():
    """All entries; page them by LedgerEntry.id."""
    return select(LedgerEntry)


def leaf_hashes(community_id: int, start: int = 0, end: int | None = None) -> list[bytes]:
    """The tree's leaves from `start` up to `end` (not included), in order."""
    leaves = (
        select(LedgerEntry.leaf_hash)
        .join(LedgerLeaf, LedgerLeaf.entry_id == LedgerEntry.id)
        .where(LedgerLeaf.community_id == community_id, LedgerLeaf.index >= start)
        .order_by(LedgerLeaf.index)
    )
    return list(db.session.scalars(leaves if end is None else leaves.where(LedgerLeaf.index < end)))


def tree_size(community_id: int) -> int:
    """How many leaves the community's tree has; they have no gaps."""
    last = db.session.scalar(
        select(func.max(LedgerLeaf.index)).where(LedgerLeaf.community_id == community_id)
    )
    return 0 if last is None else last + 1


def unplaced(batch: int) -> list:
    """(entry, community, leaf hash) of acts that have no leaf yet, oldest first."""
    return db.session.execute(
        select(LedgerEntry.id, LedgerEntry.community_id, LedgerEntry.leaf_hash)
        .outerjoin(LedgerLeaf, LedgerLeaf.entry_id == LedgerEntry.id)
        .where(LedgerLeaf.entry_id.is_(None), LedgerEntry.community_id.is_not(None))
        .order_by(LedgerEntry.id)
        .limit(batch)
    ).all()


def node_hashes(community_id: int, nodes: list[merkle.Node]) -> dict[merkle.Node, bytes]:
    """The hashes of these nodes of the tree, leaves among them at level 0."""
    inner = select(LedgerNode.level, LedgerNode.index, LedgerNode.hash).where(
        LedgerNode.community_id == community_id,
        tuple_(LedgerNode.level, LedgerNode.index).in_([node for node in nodes if node[0]]),
    )
    leaves = (
        select(LedgerLeaf.index, LedgerEntry.leaf_hash)
        .join(LedgerEntry, LedgerEntry.id == LedgerLeaf.entry_id)
        .where(
            LedgerLeaf.community_id == community_id,
            LedgerLeaf.index.in_([index for level, index in nodes if level == 0]),
        )
    )
    found = {(level, index): mark for level, index, mark in db.session.execute(inner)}
    return found | {(0, index): mark for index, mark in db.session.execute(leaves)}


def grown_tree(community_id: int) -> merkle.Growing:
    """The community's tree as it stands, ready to take leaves and to say its root."""
    size = tree_size(community_id)
    tops = merkle.peaks(0, size)
    known = node_hashes(community_id, tops) if tops else {}
    return merkle.Growing(size, [known[node] for node in tops])


def placed(entry_id: int):
    """Of an entry: community, leaf hash, index, and the newest signed size and root above it; or None."""
    return db.session.execute(
        select(
            LedgerLeaf.community_id,
            LedgerLeaf.index,
            LedgerEntry.leaf_hash,
            LedgerCheckpoint.size,
            LedgerCheckpoint.root_hash,
        )
        .join(LedgerEntry, LedgerEntry.id == LedgerLeaf.entry_id)
        .join(
            LedgerCheckpoint,
            (LedgerCheckpoint.community_id == LedgerLeaf.community_id)
            & (LedgerCheckpoint.size > LedgerLeaf.index),
        )
        .where(LedgerLeaf.entry_id == entry_id)
        .order_by(LedgerCheckpoint.size.desc())
        .limit(1)
    ).first()


def proof(community_id: int, path: list[list[merkle.Node]]) -> list[bytes]:
    """The hashes of a proof whose nodes `merkle` names, read in two statements however large the tree."""
    known = node_hashes(community_id, [node for nodes in path for node in nodes])
    return [merkle.joined([known[node] for node in nodes]) for nodes in path]


def communities_with_leaves() -> list[tuple[int, int]]:
    """(community, number of leaves) of every tree."""
    return [
        tuple(row)
        for row in db.session.execute(
            select(LedgerLeaf.community_id, func.count()).group_by(LedgerLeaf.community_id)
        )
    ]


def checkpoints(community_id: int | None = None):
    """Checkpoints, newest first."""
    statement = select(LedgerCheckpoint).order_by(LedgerCheckpoint.at.desc(), LedgerCheckpoint.size.desc())
    if community_id is not None:
        statement = statement.where(LedgerCheckpoint.community_id == community_id)
    return statement


def checkpoints_by_community() -> dict[int, list[LedgerCheckpoint]]:
    """All signed sizes of each tree, smallest first."""
    found: dict[int, list] = {}
    for point in db.session.scalars(select(LedgerCheckpoint).order_by(LedgerCheckpoint.size)):
        found.setdefault(point.community_id, []).append(point)
    return found


def emptied_unsaid() -> list[int]:
    """Entries whose payload was emptied though no erasure is on record."""
    emptied = (
        select(LedgerPayload.entry_id)
        .outerjoin(LedgerErasure, LedgerErasure.entry_id == LedgerPayload.entry_id)
        .where(LedgerPayload.salt.is_(None), LedgerErasure.entry_id.is_(None))
    )
    return list(db.session.scalars(emptied.order_by(LedgerPayload.entry_id)))


def altered_entries() -> list[int]:
    """Ids of entries whose stored hash no longer follows from what they say (erased ones aside)."""
    told = LedgerPayload.salt, LedgerPayload.actor_id, LedgerPayload.at
    told += LedgerPayload.public_json, LedgerPayload.sealed_json
    rows = db.session.execute(  # rows and no instances: a hundred thousand of those take twice as long
        select(*LedgerEntry.__table__.c, LedgerPayload.entry_id, *told)
        .outerjoin(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .execution_options(yield_per=1000)
    )
    return [row.id for row in rows if row.entry_id is None or not _follows(row)]


def _follows(row):
    """Whether the hash of an entry, joined with its payload, follows from what both say; an erased one says
    nothing.
    """
    return row.salt is None or merkle.leaf_hash(row.salt, content(row, row)) == row.leaf_hash


def false_nodes(community_id: int, nodes: dict[merkle.Node, bytes]) -> list[merkle.Node]:
    """Stored inner nodes that are not among those over the leaves, and those that are missing."""
    stored = select(LedgerNode.level, LedgerNode.index, LedgerNode.hash)
    rows = db.session.execute(stored.where(LedgerNode.community_id == community_id))
    kept = {(level, index): mark for level, index, mark in rows}
    due = {node: mark for node, mark in nodes.items() if node[0]}
    return sorted(node for node in kept.keys() | due.keys() if kept.get(node) != due.get(node))


def gaps() -> list[int]:
    """Communities whose leaf numbers are not 0…n-1."""
    rows = db.session.execute(
        select(LedgerLeaf.community_id, func.count(), func.max(LedgerLeaf.index)).group_by(
            LedgerLeaf.community_id
        )
    )
    return [community for community, count, last in rows if count != last + 1]
