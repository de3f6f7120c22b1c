"""The database as one file and back: SQLite by itself, PostgreSQL by its own pg_dump and pg_restore.

A database that is being put back carries a mark until everything after it is done too (tables brought
up to date, record checked, sign-ins ended). The site does not start on a marked one.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, select, table, text

from civic import migrating
from civic.backup_file import sync_folder
from civic.extensions import db

MARK = "restore_unfinished"
# Rows in these are nobody's words: the kinds of councils every site starts with come by a migration, and a
# change of them by a person leaves entries in the ledger, which then is not empty.
OURS = {"alembic_version", "council_kind", MARK}
# The search tables of FTS5 keep rows of their own even when nothing was ever written.
SQLITE_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"


class CannotDump(Exception):
    """The database could not be written out or taken in; says what to do."""


def dump(target: Path) -> None:
    """Write the database as it is at one moment to `target`; whoever writes meanwhile goes on writing.

    VACUUM INTO writes the tables one after the other in the order of their keys, without free pages:
    which envelope came first cannot be read from where it lies.
    """
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database, timeout=60, isolation_level=None)) as file:
            file.execute("VACUUM INTO ?", [str(target)])
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--schema=public", f"--file={target}", "--dbname")


def is_unfinished() -> bool:
    """Whether somebody began to put a backup into this database and did not come to the end."""
    with db.engine.connect() as connection:
        return inspect(connection).has_table(MARK)


def finish() -> None:
    """Take the mark away: what was put back is whole."""
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {MARK}"))


def refuse_full() -> None:
    """Raises CannotDump when any table, ours or not, holds a row: nothing is ever overwritten."""
    engine = db.engine
    if engine.dialect.name == "sqlite" and not Path(engine.url.database).exists():
        return
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = set(connection.scalars(text(SQLITE_TABLES)))
        else:
            names = set(inspect(connection).get_table_names())
        for name in sorted(names - OURS):
            if (
                not name.startswith("sqlite_")
                and connection.execute(select(text("1")).select_from(table(name)).limit(1)).first()
            ):
                raise CannotDump(f"The database is not empty ({name}). Restore into a new one.")
        if MARK in names:
            raise CannotDump("An earlier restore ended halfway in this database. Restore into a new one.")
    engine.dispose()


def take_in(source: Path) -> None:
    """Put the database of a backup, marked, in the place of an empty one, whole or not at all."""
    if db.engine.dialect.name == "sqlite":
        _take_in_file(source, Path(db.engine.url.database))
    else:
        _take_in_rows(source)


def _take_in_file(source, target):
    try:
        with closing(sqlite3.connect(source)) as file:
            found = file.execute("PRAGMA quick_check").fetchone()[0]
            file.execute(f"CREATE TABLE {MARK} (id INTEGER)")
            file.commit()
    except sqlite3.DatabaseError as fault:
        found = str(fault)
    if found != "ok":
        raise CannotDump(f"SQLite says of the database in it: {found}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.restoring")
    shutil.move(source, aside)  # perhaps from another disk
    try:
        with _for_us_alone(target):
            os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(target.parent)


@contextmanager
def _for_us_alone(target):
    """Hold the file that is about to be replaced. Raises CannotDump while anybody else has it open."""
    refuse_full()  # once more: reading the backup took its time
    db.engine.dispose()
    if not target.exists():
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        yield
        return
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as file:
        try:
            file.execute("PRAGMA journal_mode=DELETE")  # refused while somebody else has it open
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            raise CannotDump("Somebody has the database open. Stop the site and its worker first.") from fault
        yield


def _take_in_rows(source):
    engine = db.engine
    refuse_full()
    if inspect(engine).get_table_names():
        migrating.downgrade(revision="base")  # empty tables, perhaps of a later shape
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    if left := inspect(engine).get_table_names():
        raise CannotDump(f"The database has other tables ({left[0]}). Restore into a new one.")
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {MARK} (id INTEGER)"))
    engine.dispose()
    once = ("--single-transaction", "--exit-on-error", "--no-owner", "--schema=public")
    try:
        _run("pg_restore", *once, "--dbname", after=(str(source),))
    except BaseException:
        finish()
        raise


def _run(program, *arguments, after=()):
    """Run a program of PostgreSQL on our database; the password goes by environment, never by argument."""
    url = db.engine.url.set(drivername="postgresql")
    if not (found := shutil.which(program, path=current_app.config["PG_BIN"])):
        raise CannotDump(f"{program} is not here: install PostgreSQL's client programs, or name their folder "
                         "in CIVIC_PG_BIN.")  # fmt: skip
    secret = {"PGPASSWORD": url.password} if url.password else {}
    place = url.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [found, *arguments, place, *after],
        capture_output=True,
        text=True,
        env=os.environ | secret,
        check=False,
    )
    if done.returncode:
        raise CannotDump(f"{program} says: {done.stderr.strip()[-2000:]}")
