"""`flask ledger verify` finds every way the stored record can be altered by whoever owns the database."""

import random

import pytest
from sqlalchemy import select

from civic.database import writing
from civic.extensions import db
from civic.ledger import checking
from civic.ledger.models import LedgerCheckpoint, LedgerEntry
from civic.ledger.signing import checkpoint_file, public_bytes
from civic.ledger.workflow import erase
from tests.ledger.tampering import ALTERATIONS, Record, unguarded
from tests.ledger.test_record import plant

ROUNDS = 5  # of each kind, each at a random place


@pytest.fixture
def kept(app, owner, tick):
    """A record of two trees with an erased line and three checkpoints, and the newest one kept elsewhere."""
    for first in (0, 9, 17):
        with writing():
            for number in range(first, first + 9):
                plant(number, community_id=1 + (number % 4 == 3))
        tick("ledger")
    with writing():
        erase(db.session.scalar(select(LedgerEntry).limit(1)), reason="person", by=None)
    tick("ledger")
    point = db.session.scalar(
        select(LedgerCheckpoint)
        .where(LedgerCheckpoint.community_id == 1)
        .order_by(LedgerCheckpoint.size.desc())
    )
    words = checkpoint_file(app.config["KEYS"], 1, point.size, point.root_hash, point.signature)
    db.session.remove()  # an open transaction would keep the owner waiting
    with owner.begin() as connection:
        unguarded(connection)
    return words


def found(app, kept):
    db.session.rollback()
    faults = checking.faults(public_bytes(app.config["KEYS"]), kept)
    db.session.remove()
    return faults


def test_every_alteration_is_found(app, owner, kept):
    record, rng = Record(owner), random.Random(20261126)
    db.session.remove()
    assert found(app, kept) == []
    for alteration in ALTERATIONS * ROUNDS:
        rows = record.copy()
        alteration(rows, rng)
        record.write(rows)
        assert found(app, kept), alteration.__name__
    record.write(record.rows)
    assert found(app, kept) == []


def test_a_cut_at_the_end_is_found_by_a_kept_checkpoint_only(app, owner, kept):
    record = Record(owner)
    db.session.remove()
    rows = record.copy()
    ALTERATIONS[-1](rows, random.Random(1))
    record.write(rows)
    assert found(app, None) == []
    assert found(app, kept)


def test_the_command_tells_what_is_wrong(app, owner, kept, tmp_path):
    paper = tmp_path / "checkpoint.txt"
    run = app.test_cli_runner().invoke
    paper.write_text(kept)
    assert run(args=["ledger", "verify", "--checkpoint", str(paper)]).exit_code == 0
    paper.write_text("not a checkpoint")
    assert run(args=["ledger", "verify", "--checkpoint", str(paper)]).exit_code == 1
    db.session.remove()
    with owner.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_node SET level = level + 40")
    answer = run(args=["ledger", "verify"])
    assert (answer.exit_code, "node 1/(1, 0) is false" in answer.output) == (1, True)
