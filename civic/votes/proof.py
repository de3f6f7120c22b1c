"""Where a vote's count stands in the public log: the entry, the leaves, the signed checkpoint.

The leaves are given in full as long as the log is short; of a long one, from the entry that prepared
the vote on, with the peaks of what came before: any checkpoint since then can be compared offline.
"""

from sqlalchemy import select

from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerLeaf, LedgerPayload
from civic.ledger.queries import leaf_hashes
from civic.ledger.workflow import content
from civic.votes.workflow import COUNTED, PREPARED

WHOLE_LOG = 16_384  # leaves: about a megabyte


def of_count(vote) -> dict | None:
    """The log's part of the bundle; None until the sequencer has placed and signed the count."""
    placed = _placed(vote, COUNTED)
    point = placed and _newest_checkpoint(vote.community_id, placed.index)
    if not point:
        return None
    entry, payload = (
        db.session.get(LedgerEntry, placed.entry_id),
        db.session.get(LedgerPayload, placed.entry_id),
    )
    leaves = leaf_hashes(vote.community_id)[: point.size]
    start = _start(vote, point.size)
    return {
        "origin": f"civic/community/{vote.community_id}",
        "size": point.size,
        "root": point.root_hash.hex(),
        "signature": point.signature.hex(),
        "start": start,
        "peaks": [peak.hex() for peak in peaks(leaves[:start])],
        "leaves": [leaf.hex() for leaf in leaves[start:]],
        "index": placed.index,
        "salt": payload.salt.hex(),
        "entry": content(entry, payload),
    }


def peaks(leaves) -> list[bytes]:
    """The roots of the whole subtrees that `leaves` fall into, largest first."""
    found, at = [], 0
    for bit in range(len(leaves).bit_length() - 1, -1, -1):
        if len(leaves) >> bit & 1:
            found.append(merkle.root(leaves[at : at + (1 << bit)]))
            at += 1 << bit
    return found


def _start(vote, size):
    first = _placed(vote, PREPARED) if size > WHOLE_LOG else None
    return first.index if first else 0


def _placed(vote, act):
    """The leaf of the vote's entry of that kind."""
    leaf = (
        select(LedgerLeaf)
        .join(LedgerEntry, LedgerEntry.id == LedgerLeaf.entry_id)
        .where(
            LedgerEntry.thread_id == vote.thread_id,
            LedgerEntry.verb == act.name,
            LedgerEntry.subject == f"vote:{vote.id}",
        )
    )
    return db.session.scalar(leaf.limit(1))


def _newest_checkpoint(community_id, index):
    point = select(LedgerCheckpoint).where(
        LedgerCheckpoint.community_id == community_id, LedgerCheckpoint.size > index
    )
    return db.session.scalar(point.order_by(LedgerCheckpoint.size.desc()).limit(1))
