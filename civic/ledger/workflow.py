"""`record` writes an act; `sequence` gives acts their places in the tree; `erase` empties a payload."""

import secrets
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import insert

from civic.database import local_today, locked, utcnow
from civic.extensions import db
from civic.ledger import merkle, queries
from civic.ledger.models import (
    LedgerCheckpoint,
    LedgerEntry,
    LedgerErasure,
    LedgerLeaf,
    LedgerNode,
    LedgerPayload,
)
from civic.ledger.said import content, name_of
from civic.ledger.signals import recorded
from civic.ledger.signing import key_id, sign_checkpoint

ACTS: dict[str, "Act"] = {}


@dataclass(frozen=True)
class Act:
    """A verb of the ledger with the exact fields its entries carry."""

    name: str
    public: frozenset
    sealed: frozenset


def act(name: str, public=(), sealed=()) -> Act:
    """Declare a verb once, beside the workflow that records it. Raises ValueError when taken."""
    if name in ACTS:
        raise ValueError(f"The act {name} is declared twice")
    ACTS[name] = Act(name, frozenset(public), frozenset(sealed))
    return ACTS[name]


def record(verb: Act, *, subject, thread=None, by=None, community_id=None, public=None, sealed=None):
    """Write the entry of one act and tell the listeners, inside the caller's transaction.

    Args: subject — the row acted on (named in the entry as "table:id"); by — the Person, or None
    for the house itself; public/sealed — exactly the declared fields, plain JSON values: codes,
    numbers and dates, never typed words, names or contacts. Raises ValueError on other fields.
    """
    public, sealed = public or {}, sealed or {}
    if set(public) != verb.public or set(sealed) != verb.sealed:
        raise ValueError(
            f"{verb.name} declares {sorted(verb.public)} and {sorted(verb.sealed)}, "
            f"got {sorted(public)} and {sorted(sealed)}"
        )
    db.session.flush()
    now, salt = utcnow(), secrets.token_bytes(16)
    entry = LedgerEntry(
        community_id=community_id
        or getattr(thread, "community_id", None)
        or getattr(subject, "community_id", None),
        thread_id=thread.id if thread is not None else None,
        day=local_today(),
        verb=verb.name,
        subject=name_of(subject),
    )
    payload = LedgerPayload(
        salt=salt, actor_id=by.id if by is not None else None, at=now, public_json=public, sealed_json=sealed
    )
    entry.leaf_hash = merkle.leaf_hash(salt, content(entry, payload))
    db.session.add(entry)
    db.session.flush()
    payload.entry_id = entry.id
    db.session.add(payload)
    recorded.send(verb, entry=entry, subject=subject, thread=thread, by=by, public=public)
    return entry


ERASED = act("ledger.erased", public={"entry", "reason"})


def erase(entry, *, reason: str, by) -> None:
    """Empty an entry's payload: the leaf stays, its words go. `reason` is a code, e.g. "person"."""
    payload = locked(LedgerPayload, entry.id)
    if payload is None or payload.salt is None:
        return
    db.session.add(LedgerErasure(entry_id=entry.id, reason=reason, at=utcnow()))
    db.session.flush()
    payload.salt = payload.actor_id = payload.at = payload.public_json = payload.sealed_json = None
    record(
        ERASED,
        subject=entry,
        community_id=entry.community_id,
        by=by,
        public={"entry": entry.id, "reason": reason},
    )


def sequence(batch: int = 2000) -> int:
    """Give up to `batch` acts without a place their leaves, without gaps; returns how many.

    Only one runs at a time: the file lock on SQLite, a lock on the leaf table on PostgreSQL.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("LOCK TABLE ledger_leaf IN SHARE ROW EXCLUSIVE MODE"))
    trees: dict[int, merkle.Growing] = {}
    leaves, nodes = [], []
    for entry_id, community_id, mark in queries.unplaced(batch):
        if community_id not in trees:
            trees[community_id] = queries.grown_tree(community_id)
        tree = trees[community_id]
        leaves.append({"community_id": community_id, "index": tree.size, "entry_id": entry_id})
        nodes += [
            {"community_id": community_id, "level": level, "index": index, "hash": node}
            for level, index, node in tree.append(mark)
        ]
    if leaves:
        db.session.execute(insert(LedgerLeaf), leaves)
    if nodes:
        db.session.execute(insert(LedgerNode), nodes)
    return len(leaves)


def checkpoint(community_id: int) -> LedgerCheckpoint | None:
    """Sign the root of the tree as it stands; None when this size is signed already or there is nothing."""
    tree = queries.grown_tree(community_id)
    if not tree.size or db.session.get(LedgerCheckpoint, (community_id, tree.size)):
        return None
    keys, root = current_app.config["KEYS"], tree.root()
    signed = LedgerCheckpoint(
        community_id=community_id,
        size=tree.size,
        root_hash=root,
        signature=sign_checkpoint(keys, community_id, tree.size, root),
        key_id=key_id(keys),
        at=utcnow(),
    )
    db.session.add(signed)
    return signed


RESUMED = act("ledger.resumed", public={"signed", "held"})


def resume(community_id: int, *, signed: int):
    """Say in public that `signed` lines were signed, fewer are here, and the record goes on from those."""
    held = queries.tree_size(community_id)
    last = queries.recent_entries().where(LedgerEntry.community_id == community_id)
    subject = db.session.scalar(last.order_by(LedgerEntry.id.desc()).limit(1))
    return record(
        RESUMED, subject=subject, community_id=community_id, public={"signed": signed, "held": held}
    )
