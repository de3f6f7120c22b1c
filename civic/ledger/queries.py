"""Reads of the ledger."""

from functools import cache

from sqlalchemy import bindparam, func, select

from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerLeaf, LedgerPayload
from civic.ledger.workflow import content


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


def leaf_hashes(community_id: int) -> list[bytes]:
    """The tree's leaves in order."""
    return list(
        db.session.scalars(
            select(LedgerEntry.leaf_hash)
            .join(LedgerLeaf, LedgerLeaf.entry_id == LedgerEntry.id)
            .where(LedgerLeaf.community_id == community_id)
            .order_by(LedgerLeaf.index)
        )
    )


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


def altered_entries() -> list[int]:
    """Ids of entries whose stored hash no longer follows from what they say (erased ones aside)."""
    rows = db.session.execute(
        select(LedgerEntry, LedgerPayload)
        .outerjoin(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .execution_options(yield_per=1000)
    )
    wrong = []
    for entry, payload in rows:
        if (
            payload is None
            or payload.salt is not None
            and merkle.leaf_hash(payload.salt, content(entry, payload)) != entry.leaf_hash
        ):
            wrong.append(entry.id)
    return wrong


def gaps() -> list[int]:
    """Communities whose leaf numbers are not 0…n-1."""
    rows = db.session.execute(
        select(LedgerLeaf.community_id, func.count(), func.max(LedgerLeaf.index)).group_by(
            LedgerLeaf.community_id
        )
    )
    return [community for community, count, last in rows if count != last + 1]
