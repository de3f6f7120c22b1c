"""Acts are written once, bound to their payload, placed without gaps and signed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from civic.database import writing
from civic.extensions import db
from civic.ledger import merkle, queries
from civic.ledger.models import LedgerCheckpoint, LedgerEntry, LedgerLeaf, LedgerPayload
from civic.ledger.signals import recorded
from civic.ledger.signing import public_bytes, verify_checkpoint
from civic.ledger.workflow import ACTS, Act, act, erase, record, sequence
from civic.submissions import Submission

PLANTED = Act("test.planted", frozenset({"colour"}), frozenset({"who"}))


class Tree:
    """Something acts can be about."""

    __tablename__ = "tree"

    def __init__(self, id, community_id=1):
        self.id, self.community_id = id, community_id


def plant(number, community_id=1):
    return record(PLANTED, subject=Tree(number, community_id), public={"colour": "green"}, sealed={"who": 7})


def test_an_entry_names_the_act_and_hides_who(app):
    with writing():
        entry = plant(5)
        assert (entry.verb, entry.subject, entry.community_id) == ("test.planted", "tree:5", 1)
    payload = db.session.get(LedgerPayload, entry.id)
    assert payload.public_json == {"colour": "green"}
    assert payload.sealed_json == {"who": 7}
    assert queries.altered_entries() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"public": {}, "sealed": {"who": 7}},
        {"public": {"colour": "green", "name": "x"}, "sealed": {"who": 7}},
        {"public": {"colour": "green"}, "sealed": {}},
    ],
)
def test_fields_are_exactly_the_declared_ones(app, fields):
    with pytest.raises(ValueError), writing():
        record(PLANTED, subject=Tree(1), **fields)


def test_a_verb_is_declared_once(app):
    act("test.once")
    with pytest.raises(ValueError):
        act("test.once")
    del ACTS["test.once"]


def test_listeners_hear_inside_the_transaction_and_a_failing_one_undoes_the_act(app):
    heard = []

    def listen(verb, entry, subject, **rest):
        heard.append((verb.name, subject.id))
        raise RuntimeError("no")

    with recorded.connected_to(listen), pytest.raises(RuntimeError), writing():
        plant(9)
    assert heard == [("test.planted", 9)]
    assert db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.subject == "tree:9")) is None


def test_leaves_have_no_gaps_in_any_tree_and_sequencing_twice_adds_nothing(app):
    with writing():
        for number in range(7):
            plant(number, community_id=1 + number % 2)
    with writing():
        assert sequence(batch=3) == 3
    with writing():
        assert sequence() == 4
    with writing():
        assert sequence() == 0
    assert queries.gaps() == []
    assert dict(queries.communities_with_leaves()) == {1: 4, 2: 3}


def test_the_sweep_signs_what_it_placed(app, tick):
    with writing():
        plant(1), plant(2)
    assert tick("ledger") == {"ledger": 2}
    point = db.session.scalar(select(LedgerCheckpoint))
    assert point.root_hash == merkle.root(queries.leaf_hashes(1))
    key = public_bytes(app.config["KEYS"])
    assert verify_checkpoint(key, point.signature, 1, point.size, point.root_hash)
    assert not verify_checkpoint(key, point.signature, 1, point.size + 1, point.root_hash)


def test_verify_finds_an_altered_payload(app, owner):
    with writing():
        entry = plant(1)
        number = entry.id
    with owner.begin() as connection:
        names = ("ledger_payload_no_update",)
        for name in names:
            on = " ON ledger_payload" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text("UPDATE ledger_payload SET actor_id = 99"))
    db.session.rollback()
    assert queries.altered_entries() == [number]
    assert app.test_cli_runner().invoke(args=["ledger", "verify"]).exit_code == 1


def test_erasing_empties_the_payload_and_keeps_the_tree(app):
    with writing():
        entry = plant(1)
        number = entry.id
        sequence()
    before = queries.leaf_hashes(1)
    with writing():
        erase(db.session.get(LedgerEntry, number), reason="person", by=None)
    payload = db.session.get(LedgerPayload, number)
    assert (payload.salt, payload.actor_id, payload.public_json, payload.sealed_json) == (None,) * 4
    assert queries.leaf_hashes(1)[: len(before)] == before
    assert queries.altered_entries() == []
    assert db.session.scalar(select(LedgerEntry.verb).where(LedgerEntry.verb == "ledger.erased"))


def test_a_payload_cannot_be_emptied_without_its_erasure(app):
    with writing():
        plant(1)
    with pytest.raises(DBAPIError), writing() as session:
        empty = "salt=NULL, actor_id=NULL, at=NULL, public_json=NULL, sealed_json=NULL"
        session.execute(text(f"UPDATE ledger_payload SET {empty}"))


def test_the_page_shows_acts_and_no_person(app, page):
    with writing():
        plant(1)
    doc = page.get("ledger.index")
    assert "test.planted" in doc
    assert page.get("ledger.index", after="nonsense", status=400)


def test_writes_need_their_turn(app):
    db.session.add(Submission(key="k"))
    with pytest.raises(RuntimeError):
        db.session.flush()
    db.session.rollback()


def test_a_leaf_belongs_to_one_entry_only(app):
    with writing():
        plant(1)
        sequence()
    entry_id = db.session.scalar(select(LedgerLeaf.entry_id))
    with pytest.raises(DBAPIError), writing():
        db.session.add(LedgerLeaf(community_id=1, index=5, entry_id=entry_id))
