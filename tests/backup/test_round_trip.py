"""`flask backup` and `flask restore`: everything comes back but the keys; nothing is overwritten."""

import os
import time
from base64 import b64encode
from hashlib import sha256

import pytest
from flask import current_app
from sqlalchemy import func, select

from civic.accounts.session_models import SignInSession
from civic.database import writing
from civic.extensions import db
from civic.ledger import signing, witness
from civic.ledger.models import LedgerEntry
from civic.submissions import Submission, new_key
from civic.votes import keystore
from civic.votes.models import Vote
from civic.votes.standstill import RecordBehind
from tests.backup.rows import rows_of
from tests.backup.test_file import listed_anew, retold
from tests.factories.votes import cast_for
from tests.ledger.test_record import plant


def test_everything_comes_back_and_everybody_signs_in_anew(made, app, elsewhere, run):
    code, said = run(elsewhere, "restore", made)
    assert code == 0, said
    assert "no faults" in said and "1 sign-ins ended" in said and "locked" not in said
    before, after = rows_of(app), rows_of(elsewhere)
    before.pop("sign_in_session"), after.pop("sign_in_session")
    assert after == before
    sent, back = (one.config["MEDIA"] / "public/a.webp" for one in (app, elsewhere))
    assert back.read_bytes() == sent.read_bytes()
    with elsewhere.app_context():
        assert db.session.scalar(select(func.count()).where(SignInSession.ended_at.is_(None))) == 0
        assert elsewhere.test_client().get("/readyz").status_code == 200


def test_no_key_is_in_it(made, app):
    whole = made.read_bytes()
    (key_file,) = app.config["KEYS"].rglob("votes/*.key")
    key = keystore.load(int(key_file.stem))
    ledger = signing.private_key(app.config["KEYS"]).private_bytes_raw()
    secrets = [key.naming, key.sealing, ledger, app.config["SECRET_KEY"].encode()]
    for secret in [*secrets, *map(b64encode, secrets)]:
        assert secret not in whole


def test_keys_among_the_photos_are_not_taken_along(app, town, run, tmp_path):
    keys, media, path = app.config["KEYS"], app.config["MEDIA"], tmp_path / "made.civic"
    for name, wrong in (("MEDIA", keys.parent), ("KEYS", media / "keys")):
        kept = app.config[name]
        app.config[name] = wrong
        try:
            code, said = run(app, "backup", path)
        finally:
            app.config[name] = kept
        assert code == 1 and "keys would go into the backup" in said and not path.exists()
    code, said = run(app, "backup", media / "made.civic")
    assert code == 1 and "among the photos" in said and not list(media.iterdir())


def test_an_older_backup_locks_the_votes_until_the_loss_is_said(made, app, elsewhere, town, run, tick):
    number, community_id = db.session.scalar(select(Vote.id)), town.community.id
    with writing():
        plant(1, community_id=community_id)
    tick("ledger")
    db.session.remove()
    code, said = run(elsewhere, "restore", made)
    assert code == 0 and "Their votes are locked" in said, said
    with elsewhere.app_context():
        vote = db.session.get(Vote, number)
        with pytest.raises(RecordBehind):
            cast_for(vote, town.other_household, "乙")
        db.session.remove()
    code, said = run(elsewhere, "ledger", "resume", community_id, "--yes")
    assert code == 0, said
    with elsewhere.app_context():
        cast_for(db.session.get(Vote, number), town.other_household, "乙")
    assert not witness.is_behind(community_id)


def test_nothing_is_overwritten(made, app, elsewhere, run):
    before = made.read_bytes()
    code, said = run(app, "backup", made)
    assert code == 1 and "there already" in said and made.read_bytes() == before
    rows = rows_of(app)
    code, said = run(app, "restore", made)
    assert code == 1 and "database is not empty" in said and rows_of(app) == rows
    elsewhere.config["MEDIA"].mkdir()
    (elsewhere.config["MEDIA"] / "theirs").touch()
    code, said = run(elsewhere, "restore", made)
    assert code == 1 and "photo folder" in said and rows_of(elsewhere) == {}


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("does not fit", lambda all_: all_[1:]),
        ("newer version", lambda all_: listed_anew(all_, lambda said: said.update(revision="9999"))),
        ("this site runs on", lambda all_: listed_anew(all_, lambda said: said.update(engine="oracle"))),
        ("says", lambda all_: forged(all_, b"no database")),
    ],
)
def test_a_bad_file_leaves_nothing_behind(made, elsewhere, run, tmp_path, words, change):
    bad = tmp_path / "bad.civic"
    retold(made, bad, change)
    code, said = run(elsewhere, "restore", "--unsigned", bad)
    assert code == 1 and "Nothing was restored" in said and words in said, said
    assert rows_of(elsewhere) == {}
    assert not [one for one in elsewhere.config["MEDIA"].rglob("*") if one.is_file()]


def forged(entries, content):
    """Another database in the archive, its hash in the list put right."""
    entries = [(entry, content if entry.name == "database" else old) for entry, old in entries]
    return listed_anew(entries, lambda said: said["files"].update(database=sha256(content).hexdigest()))


def write_one() -> tuple[str, float]:
    """One write; returns its key and when it was acknowledged."""
    key = new_key()
    with writing() as session:
        session.add(Submission(key=key, url="/"))
        plant(1)
    return key, time.time()


def write_until(path):
    """Write until the backup is there, a minute at most; returns what was acknowledged when."""
    done, end = [], time.monotonic() + 60
    while not os.path.exists(path) and time.monotonic() < end:
        done.append(write_one())
    return done


def back_up_amid(path):
    """A backup once all have begun to write; returns when it began."""
    while db.session.scalar(select(func.count()).select_from(Submission)) < 50:
        write_one()
    began = time.time()
    done = current_app.test_cli_runner().invoke(args=["backup", path])
    assert done.exit_code == 0, done.output
    return began


@pytest.mark.races
def test_what_was_acknowledged_before_is_in_it(app, world, race, run, elsewhere, tmp_path):
    """Three processes write while a fourth backs up; the record that comes back is whole."""
    path = tmp_path / "amid.civic"
    began, *written = race(lane, [(what, str(path)) for what in ("backup", "write", "write", "write")])
    assert isinstance(began, float), began
    code, said = run(elsewhere, "restore", path)
    assert code == 0 and "no faults" in said, said
    with elsewhere.app_context():
        kept = set(db.session.scalars(select(Submission.key)))
        assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == len(kept)
    acknowledged = {key for lines in written for key, when in lines if when < began}
    assert acknowledged and acknowledged <= kept
    assert {key for lines in written for key, _when in lines} - kept  # they went on writing meanwhile


def lane(what, path):
    """What one of the four does."""
    return back_up_amid(path) if what == "backup" else write_until(path)
