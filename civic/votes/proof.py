"""Where a vote's count stands in the public log: the entry, the leaves, the signed checkpoint.

The leaves are given in full as long as the log is short; of a long one, from the entry that prepared
the vote on, with the peaks of what came before: any checkpoint since then can be compared offline.
"""

from sqlalchemy import select

from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerLeaf, LedgerPayload
from civic.ledger.queries import leaf_hashes, node_hashes
from civic.ledger.said import content
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
    start = _start(vote, point.size)
    before = merkle.peaks(0, start)
    tops = node_hashes(vote.community_id, before) if before else {}
    return {
        "origin": f"civic/community/{vote.community_id}",
        "size": point.size,
        "root": point.root_hash.hex(),
        "signature": point.signature.hex(),
        "start": start,
        "peaks": [tops[node].hex() for node in before],
        "leaves": [leaf.hex() for leaf in leaf_hashes(vote.community_id, start, point.size)],
        "index": placed.index,
        "salt": payload.salt.hex(),
        "entry": content(entry, payload),
    }


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
