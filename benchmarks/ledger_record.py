"""A hundred thousand lines of the record verified within five seconds; two thousand alterations all found."""

import gc
import random
import secrets
import time
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import create_engine, select

from benchmarks import seed
from benchmarks.engines import address
from civic.database import local_today, utcnow, writing
from civic.extensions import db
from civic.ledger import checking, merkle
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerPayload
from civic.ledger.queries import communities_with_leaves
from civic.ledger.said import content
from civic.ledger.signing import checkpoint_file, public_bytes
from civic.ledger.tasks import sequence_and_sign
from civic.ledger.workflow import erase
from tests.ledger.tampering import ALTERATIONS, Record, unguarded

LEAVES, BATCH, MOST_SECONDS = 100_000, 5_000, 5
TIMES = 100  # each kind of alteration, at places drawn by lot


def check(home, short, engine) -> tuple[dict, bool]:
    """Alterations first, on the demo town's record; then the record grows, and is verified once."""
    times, leaves = (1, 10_000) if short else (TIMES, LEAVES)
    with _entered(home):
        made, missed = _altered(home, times)
    with _entered(home):
        _grow(leaves)
    with _entered(home):
        gc.collect()
        gc.freeze()  # as app.py does for `flask ledger verify`
        began = time.monotonic()
        faults = checking.faults(public_bytes(current_app.config["KEYS"]))
        seconds, count = round(time.monotonic() - began, 2), checking.leaf_count()
        gc.unfreeze()
    figures = {"alterations": made, "missed": len(missed), "which": missed[:5], "leaves": count}
    figures |= {"verified_in_s": seconds, "faults": len(faults)}
    return figures, not missed and not faults and seconds <= MOST_SECONDS


@contextmanager
def _entered(home):
    with seed.open_app(home).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def _altered(home, times):
    """(how many alterations were made, the kinds that verify did not find)."""
    kept, rng, missed = _kept(), random.Random(20261129), []
    engine = create_engine(address(home))
    with engine.begin() as connection:
        unguarded(connection)
    record = Record(engine)
    for alteration in ALTERATIONS * times:
        rows = record.copy()
        alteration(rows, rng)
        record.write(rows)
        if not checking.faults(public_bytes(current_app.config["KEYS"]), kept):
            missed.append(alteration.__name__)
        db.session.remove()
    record.write(record.rows)
    engine.dispose()
    return len(ALTERATIONS) * times, missed


def _kept():
    """A newest checkpoint of a record with an erased line, as somebody outside would keep it."""
    with writing():
        erase(db.session.scalar(select(LedgerEntry).limit(1)), reason="person", by=None)
    sequence_and_sign()
    newest = select(LedgerCheckpoint).order_by(LedgerCheckpoint.community_id, LedgerCheckpoint.size.desc())
    point = db.session.scalar(newest.limit(1))
    keys = current_app.config["KEYS"]
    words = checkpoint_file(keys, point.community_id, point.size, point.root_hash, point.signature)
    db.session.remove()
    return words


def _grow(leaves):
    """Plain acts until the record has so many lines, with their leaves and a signature."""
    (community_id, _size), *_others = communities_with_leaves()
    while (there := checking.leaf_count()) < leaves:
        with writing() as session:
            entries = [_entry(community_id, number) for number in range(min(BATCH, leaves - there))]
            payloads = [_payload() for _entry in entries]
            for entry, payload in zip(entries, payloads, strict=True):
                entry.leaf_hash = merkle.leaf_hash(payload.salt, content(entry, payload))
            session.add_all(entries)
            session.flush()
            for entry, payload in zip(entries, payloads, strict=True):
                payload.entry_id = entry.id
            session.add_all(payloads)
        sequence_and_sign()
        print(f"  {checking.leaf_count():,} lines", end="\r", flush=True)


def _entry(community_id, number):
    return LedgerEntry(
        community_id=community_id, day=local_today(), verb="soak.line", subject=f"line:{number}"
    )


def _payload():
    return LedgerPayload(
        salt=secrets.token_bytes(16), at=utcnow(), public_json={"colour": "green"}, sealed_json={"who": 7}
    )
