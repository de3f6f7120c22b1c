"""A restore is whole and sound, or the site does not start on what it left."""

import secrets
from contextlib import contextmanager

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from civic import migrating
from civic.backup import AFTER_RESTORE, after_restore
from civic.extensions import db
from civic.observability import CHECKS
from tests.backup.rows import rows_of
from tests.backup.test_file import listed_anew, retold
from tests.harness.folders import ROOT

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))


@contextmanager
def entered(app):
    """Inside an app's context; every connection is closed afterwards."""
    with app.app_context():
        yield db.session
        db.session.remove()
        db.engine.dispose()


def statement(app, *words):
    with entered(app), db.engine.begin() as connection:
        for one in words:
            connection.execute(text(one))


def nothing_starts_on(app, run):
    nowhere = ("--host", "nowhere.invalid")  # if it started after all, it would not stay
    for words in (("tick",), ("worker", "--once"), ("serve", *nowhere), ("up", *nowhere), ("backup", "x")):
        code, said = run(app, *words)
        assert code == 1 and "not finished" in said, (words, said)
    with entered(app):
        assert CHECKS["restore"]()
        assert app.test_client().get("/readyz").status_code == 503
    return True


def alter(owner):
    """Make a line of the record say something else, as somebody with the database's password could."""
    table, guard = "ledger_payload", "ledger_payload_no_update"
    change = f"UPDATE {table} SET actor_id = 77 WHERE entry_id = (SELECT min(entry_id) FROM {table})"
    with owner.begin() as connection:
        if owner.dialect.name == "postgresql":
            off, on = (f"ALTER TABLE {table} {word} TRIGGER {guard}" for word in ("DISABLE", "ENABLE"))
        else:
            asked = text("SELECT sql FROM sqlite_master WHERE name = :name")
            off, on = f"DROP TRIGGER {guard}", connection.scalar(asked, {"name": guard})
        for words in (off, change, on):
            connection.execute(text(words))


@pytest.fixture
def altered(made, app, owner, run, tmp_path):
    """A backup, whole by its own list, of a record that somebody altered."""
    db.session.remove()
    db.engine.dispose()
    alter(owner)
    code, said = run(app, "backup", tmp_path / "altered.civic")
    assert code == 0, said
    return tmp_path / "altered.civic"


def test_an_altered_record_is_not_put_to_use(altered, elsewhere, run):
    code, said = run(elsewhere, "restore", altered)
    assert code == 1 and "was altered" in said and "not finished" in said, said
    assert nothing_starts_on(elsewhere, run)
    code, said = run(elsewhere, "restore", altered)
    assert code == 1 and "Restore into a new one" in said


def test_an_altered_record_can_be_kept_on_purpose(altered, elsewhere, run):
    code, said = run(elsewhere, "restore", altered, "--despite-faults")
    assert code == 0 and "was altered" in said and "1 sign-ins ended" in said, said
    assert run(elsewhere, "tick")[0] == 0


def test_a_restore_that_is_broken_off_does_not_look_whole(made, elsewhere, run):
    @after_restore("test")
    def broken_off(told):
        raise KeyboardInterrupt

    try:
        code, said = run(elsewhere, "restore", made)
    finally:
        del AFTER_RESTORE["test"]
    assert code == 1 and "not finished" in said, said
    assert nothing_starts_on(elsewhere, run)


def test_a_list_that_names_another_record_is_refused(made, elsewhere, run, tmp_path):
    def other_root(said):
        tree, *_others = said["told"]["ledger"].values()
        tree[1] = secrets.token_hex(32)

    retold(made, tmp_path / "other", lambda entries: listed_anew(entries, other_root))
    code, said = run(elsewhere, "restore", "--unsigned", tmp_path / "other")
    assert code == 1 and "does not fit the leaves" in said, said


def test_triggers_that_are_missing_are_told(made, app, owner, elsewhere, run, tmp_path):
    db.session.remove()
    db.engine.dispose()
    on = " ON ledger_leaf" if owner.dialect.name == "postgresql" else ""
    with owner.begin() as connection:
        connection.execute(text(f"DROP TRIGGER ledger_leaf_no_update{on}"))
    assert run(app, "backup", tmp_path / "loose")[0] == 0
    code, said = run(elsewhere, "restore", tmp_path / "loose")
    assert code == 1 and "ledger_leaf_no_update" in said and nothing_starts_on(elsewhere, run)


def test_without_the_key_store_it_says_what_is_lost(made, elsewhere, run, tmp_path):
    keys = elsewhere.config["KEYS"] = tmp_path / "no-keys"
    code, said = run(elsewhere, "restore", "--unsigned", made)
    assert code == 1 and "signing key is not in CIVIC_KEYS" in said, said
    assert "Open secret votes whose keys are not in CIVIC_KEYS: 1." in said
    assert not keys.exists() or not list(keys.rglob("*.key"))  # none was made in its place


def test_tables_without_rows_may_be_there_already(made, app, elsewhere, run):
    with entered(elsewhere):
        migrating.upgrade()
    code, said = run(elsewhere, "restore", made)
    assert code == 0, said
    after = {name: len(rows) for name, rows in rows_of(elsewhere).items()}
    assert after == {name: len(rows) for name, rows in rows_of(app).items()}


def test_rows_of_strangers_are_not_written_over(made, elsewhere, run):
    statement(elsewhere, "CREATE TABLE theirs (id INTEGER)", "INSERT INTO theirs VALUES (7)")
    code, said = run(elsewhere, "restore", made)
    assert code == 1 and "not empty (theirs)" in said, said
    assert rows_of(elsewhere) == {"theirs": ["(7,)"]}


def test_a_site_that_runs_is_not_pulled_from_under(made, world, elsewhere, run):
    """SQLite would replace the file under it. On PostgreSQL the server keeps the two apart."""
    with entered(elsewhere):
        migrating.upgrade()
    running = create_engine(elsewhere.config["SQLALCHEMY_DATABASE_URI"])
    with running.connect() as connection:
        connection.execute(text("SELECT 1 FROM person")).all()
        connection.rollback()
        code, said = run(elsewhere, "restore", made)
    running.dispose()
    if world.store.name == "sqlite":
        assert code == 1 and "Stop the site" in said, said
        code, said = run(elsewhere, "restore", made)
    assert code == 0, said


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(app, world, elsewhere, run, tmp_path):
    head = SCRIPTS.get_revision("head")
    with entered(elsewhere):
        migrating.upgrade(revision=head.down_revision)
    path = tmp_path / "earlier.civic"
    code, said = run(elsewhere, "backup", path)
    assert code == 0, said
    with entered(elsewhere):  # closes what the backup left open; then the database goes
        for one in elsewhere.config["INSTANCE"].glob("civic.db*"):
            one.unlink()
    world.store.empty(elsewhere.config["INSTANCE"])
    code, said = run(elsewhere, "restore", path)
    assert code == 0, said
    assert rows_of(elsewhere)["alembic_version"] == [repr((head.revision,))]
