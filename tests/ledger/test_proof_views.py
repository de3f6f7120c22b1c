"""Proofs as anybody fetches them, checked with the RFC's arithmetic and nothing of the house's storage."""

from sqlalchemy import select

from benchmarks.tampering import load
from civic.database import writing
from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.models import LedgerEntry
from civic.ledger.signing import public_bytes, read_note, verify_checkpoint
from tests.ledger.test_record import plant

verifier = load()


def grow(tick, sizes):
    for count in sizes:
        with writing():
            for number in range(count):
                plant(number)
        tick("ledger")


def test_every_line_is_proven_under_the_newest_signature(client, app, tick):
    grow(tick, (5, 8))
    note = read_note(client.get("/ledger/checkpoints/1").text)
    assert verify_checkpoint(public_bytes(app.config["KEYS"]), note.signature, 1, note.size, note.root)
    for no in db.session.scalars(select(LedgerEntry.id)).all():
        said = client.get(f"/ledger/entries/{no}/proof.json").json
        path = [bytes.fromhex(mark) for mark in said["path"]]
        leaf = bytes.fromhex(said["leaf_hash"])
        assert (said["size"], said["root"]) == (note.size, note.root.hex()) == (13, said["root"])
        assert merkle.includes(leaf, said["index"], 13, path, note.root)
        assert not merkle.includes(leaf, said["index"] ^ 1, 13, path, note.root)


def test_an_older_checkpoint_is_shown_to_be_the_start_of_the_newest(client, tick):
    grow(tick, (5,))
    old = read_note(client.get("/ledger/checkpoints/1").text)
    grow(tick, (3, 6))
    new = read_note(client.get("/ledger/checkpoints/1").text)
    said = client.get(f"/ledger/checkpoints/1/consistency.json?from={old.size}").json
    path = [bytes.fromhex(mark) for mark in said["path"]]
    assert (said["first"], said["size"]) == (5, 14)
    assert merkle.is_consistent(5, 14, path, old.root, new.root)
    assert not merkle.is_consistent(4, 14, path, old.root, new.root)


def test_sizes_from_a_strangers_imagination_are_refused(client, tick):
    grow(tick, (3,))
    for size in ("", "0", "4", "-1", "x", "²", "9" * 30):
        assert client.get(f"/ledger/checkpoints/1/consistency.json?from={size}").status_code == 400
    assert client.get("/ledger/checkpoints/9/consistency.json?from=1").status_code == 404
    assert client.get("/ledger/entries/999").status_code == 404
    assert client.get("/ledger/checkpoints/9/poster").status_code == 404


def test_a_line_waits_for_its_place_in_plain_words(client, page, tick):
    with writing():
        number = plant(1).id
    assert "十分钟" in page.get(f"/ledger/entries/{number}").text
    assert client.get(f"/ledger/entries/{number}/proof.json").status_code == 404
    tick("ledger")
    assert "已经盖章存底" in page.get(f"/ledger/entries/{number}").text


def test_the_sheet_for_the_notice_board_holds_what_the_file_holds(client, page, tick):
    grow(tick, (4,))
    sheet, file = page.get("/ledger/checkpoints/1/poster"), client.get("/ledger/checkpoints/1").text
    for line in file.split():
        assert line in sheet.text


def test_the_sheet_shows_the_fingerprint_the_verifier_asks_to_compare(app, page, tick):
    grow(tick, (4,))
    key = public_bytes(app.config["KEYS"])
    assert verifier.fingerprint(key) in page.get("/ledger/checkpoints/1/poster").text


def test_a_long_record_costs_no_more_questions_than_a_short_one(client, tick, queries):
    grow(tick, (3,))
    with queries() as short:
        client.get("/ledger/entries/1/proof.json")
    grow(tick, (400,))
    with queries() as long:
        client.get("/ledger/entries/1/proof.json")
    assert len(long) <= len(short) + 1
