"""The database as one file and back: SQLite by itself, PostgreSQL by its own pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, select

from civic.extensions import db


class CannotDump(Exception):
    """The database could not be written out or taken in; says what to do."""


def dump(target: Path) -> None:
    """Write the database as it is at one moment to `target`; whoever writes meanwhile goes on writing."""
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database, timeout=60, isolation_level=None)) as file:
            file.execute("VACUUM INTO ?", [str(target)])
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--schema=public", f"--file={target}", "--dbname")


def refuse_full() -> None:
    """Raises CannotDump when any table holds a row: nothing is ever overwritten."""
    engine = db.engine
    if engine.dialect.name == "sqlite" and not Path(engine.url.database).exists():
        return
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if table.name in there and connection.execute(select(1).select_from(table)).first():
                raise CannotDump(f"The database is not empty ({table.name}). Restore into a new one.")
    engine.dispose()


def take_in(source: Path) -> None:
    """Put the database of a backup in the place of an empty one, whole or not at all."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        target = Path(engine.url.database)
        if (found := _looked_over(source)) != "ok":
            raise CannotDump(f"SQLite says of the database in it: {found}.")
        engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f"{target.name}.restoring")
        shutil.move(source, aside)  # perhaps from another disk
        os.replace(aside, target)
        return
    if inspect(engine).get_table_names():
        raise CannotDump("The database has tables already. Create a new, empty one and restore into that.")
    engine.dispose()
    once = ("--single-transaction", "--exit-on-error", "--no-owner", "--schema=public")
    _run("pg_restore", *once, "--dbname", after=(str(source),))


def _looked_over(source):
    try:
        with closing(sqlite3.connect(source)) as file:
            return file.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        return str(fault)


def _run(program, *arguments, after=()):
    """Run a program of PostgreSQL on our database; the password goes by environment, never by argument."""
    url = db.engine.url.set(drivername="postgresql")
    folder = os.environ.get("CIVIC_PG_BIN")
    found = shutil.which(program, path=folder) if folder else shutil.which(program)
    if not found:
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
