"""`record` writes an act; `sequence` gives acts their places in the tree; `erase` empties a payload."""

import secrets
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, insert, select

from civic.database import local_today, locked, utcnow
from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerErasure, LedgerLeaf, LedgerPayload
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


def name_of(subject) -> str:
    """How an entry names a row: "issue:12"."""
    return f"{subject.__tablename__}:{subject.id}"


def content(entry, payload) -> dict:
    """What the leaf hash binds: everything an entry and its payload say, without ids of storage."""
    return {
        "verb": entry.verb,
        "subject": entry.subject,
        "thread": entry.thread_id,
        "community": entry.community_id,
        "day": entry.day.isoformat(),
        "actor": payload.actor_id,
        "at": payload.at.isoformat(timespec="microseconds"),
        "public": payload.public_json,
        "sealed": payload.sealed_json,
    }


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
    waiting = db.session.execute(
        select(LedgerEntry.id, LedgerEntry.community_id)
        .outerjoin(LedgerLeaf, LedgerLeaf.entry_id == LedgerEntry.id)
        .where(LedgerLeaf.entry_id.is_(None), LedgerEntry.community_id.is_not(None))
        .order_by(LedgerEntry.id)
        .limit(batch)
    ).all()
    sizes = dict(
        db.session.execute(
            select(LedgerLeaf.community_id, func.max(LedgerLeaf.index)).group_by(LedgerLeaf.community_id)
        ).all()
    )
    rows = []
    for entry_id, community_id in waiting:
        sizes[community_id] = sizes.get(community_id, -1) + 1
        rows.append({"community_id": community_id, "index": sizes[community_id], "entry_id": entry_id})
    if rows:
        db.session.execute(insert(LedgerLeaf), rows)
    return len(rows)


def checkpoint(community_id: int, leaves: list[bytes]) -> LedgerCheckpoint | None:
    """Sign the root over `leaves`; None when this size is signed already or there is nothing."""
    size = len(leaves)
    if not size or db.session.get(LedgerCheckpoint, (community_id, size)):
        return None
    root, now = merkle.root(leaves), utcnow()
    signed = LedgerCheckpoint(
        community_id=community_id,
        size=size,
        root_hash=root,
        signature=sign_checkpoint(current_app.config["KEYS"], community_id, size, root),
        key_id=key_id(current_app.config["KEYS"]),
        at=now,
    )
    db.session.add(signed)
    return signed
