"""A backup says who made it: signed with the ledger's key, asked for before anything is put to use."""

import json

import pytest
from sqlalchemy import inspect

from civic.extensions import db
from civic.ledger import signing
from tests.backup.test_file import listed_anew, retold


def is_empty(app):
    with app.app_context():
        tables = inspect(db.engine).get_table_names()
        db.session.remove()
        db.engine.dispose()
    return not tables and not list(app.config["MEDIA"].glob("*"))


def resigned(entries, change):
    """The list says something else and its hash in the note is the new one; the signature is the old."""
    *others, manifest, (entry, note) = entries
    _first, (_entry, words) = others, listed_anew([manifest], change)[-1]
    head, _blank, tail = note.decode().partition("\n\n")
    return [*others, (manifest[0], words), (entry, f"{signing.backup_note(words)}\n{tail}".encode())]


ALTERED = {
    "it is not signed": lambda all_: all_[:-1],
    "altered after it was signed": lambda all_: [
        *listed_anew(all_, lambda said: said.update(made_at="2020-01-01T00:00:00+00:00")), all_[-1],
    ],
    "its signature is false": lambda all_: resigned(all_, lambda said: said.update(made_at="2020-01-01")),
    "cannot be read": lambda all_: [*all_[:-1], (all_[-1][0], b"civic/backup\n\xff")],
    "behind its list": lambda all_: [*all_, all_[-1]],
}  # fmt: skip


@pytest.mark.parametrize(("why", "change"), ALTERED.items())
def test_an_altered_archive_is_refused_in_a_sentence(made, elsewhere, run, tmp_path, why, change):
    retold(made, tmp_path / "altered", change)
    code, said = run(elsewhere, "restore", tmp_path / "altered")
    assert code == 1 and "Nothing was restored" in said and why in said, said
    assert is_empty(elsewhere)


@pytest.mark.parametrize("why", ["it is not signed", "altered after it was signed", "its signature is false"])
def test_told_so_it_is_taken_all_the_same(made, elsewhere, run, tmp_path, why):
    retold(made, tmp_path / "altered", ALTERED[why])
    code, said = run(elsewhere, "restore", "--unsigned", tmp_path / "altered")
    assert code == 0 and "Restored" in said, said


def test_what_does_not_fit_its_list_is_refused_even_so(made, elsewhere, run, tmp_path):
    wrong = {"database": "0" * 64}
    retold(made, tmp_path / "x", lambda all_: listed_anew(all_, lambda said: said["files"].update(wrong)))
    code, said = run(elsewhere, "restore", "--unsigned", tmp_path / "x")
    assert code == 1 and "does not fit its list" in said and is_empty(elsewhere)


def test_another_sites_backup_is_told_from_ones_own(made, elsewhere, run, tmp_path):
    elsewhere.config["KEYS"] = tmp_path / "other-keys"
    with elsewhere.app_context():
        signing.private_key(elsewhere.config["KEYS"])
    code, said = run(elsewhere, "restore", made)
    assert code == 1 and "another key" in said and is_empty(elsewhere)


def test_without_the_key_store_nothing_is_believed_and_no_key_made(made, elsewhere, run, tmp_path):
    elsewhere.config["KEYS"] = tmp_path / "no-keys"
    code, said = run(elsewhere, "restore", made)
    assert code == 1 and "bring the key store" in said and is_empty(elsewhere)
    assert not signing.is_here(elsewhere.config["KEYS"])


def test_a_checkpoints_signature_is_none_of_a_backup(app, tmp_path):
    words = json.dumps({"files": {}}).encode()
    folder = tmp_path / "keys"
    assert signing.backup_fault(folder, words, signing.sign_backup(folder, words)) is None
    signature = signing.sign_checkpoint(folder, 1, 1, b"0" * 32)
    note = signing.checkpoint_file(folder, 1, 1, b"0" * 32, signature)
    assert signing.backup_fault(folder, words, note.encode())
