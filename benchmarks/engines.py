"""The two engines the long checks run on: where a home's database is, copies of it, and looking into it.

A home is an instance folder. On SQLite its database lies in it; on PostgreSQL it holds the file
`database-url`, which leads to one of the embedded server's databases. That server writes through to
disk, as SQLite does here, and lives as long as this process.
"""

import shutil
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from tests.harness.postgres import PostgresServer

URL = "database-url"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
PATIENCE = 30  # seconds a look into the database waits for its turn


def address(home: Path) -> str:
    """The SQLAlchemy URL of a home's database."""
    told = home / URL
    return told.read_text() if told.exists() else f"sqlite:///{home / 'civic.db'}"


@contextmanager
def looking_into(home: Path):
    """A connection to a home's database past the app, in one transaction."""
    url = address(home)
    engine = create_engine(
        url, poolclass=NullPool, connect_args={"timeout": PATIENCE} if url.startswith("sqlite") else {}
    )
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def refuse_damaged(connection: Connection) -> None:
    """Raises RuntimeError when SQLite finds its file at fault; PostgreSQL would not have answered."""
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA quick_check").scalar()
        if said != "ok":
            raise RuntimeError(f"the database says: {said}")


class Sqlite:
    """A file in each home."""

    name = "sqlite"

    def copy(self, home: Path, onto: Path) -> Path:
        """Another home with the same rows; what was there goes."""
        shutil.rmtree(onto, ignore_errors=True)
        shutil.copytree(home, onto)
        return onto

    def found(self, base: Path, fill) -> Path:
        """The home that `fill` made already."""
        return base

    def leave(self, home: Path) -> None:
        """Nothing to do: whoever was killed holds no lock any more."""

    def drop(self, home: Path) -> None:
        """Let a home go."""
        shutil.rmtree(home, ignore_errors=True)


class Postgres:
    """A database of one server for each home; a copy is made from a template."""

    name = "postgres"

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def _server(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        server = PostgresServer(self.folder, DURABLE)
        with psycopg.connect(server.address("postgres", "postgres"), autocommit=True) as line:
            line.execute("CREATE ROLE civic_owner LOGIN")
        return server

    def _admin(self, words):
        with psycopg.connect(self._server.address("postgres", "postgres"), autocommit=True) as line:
            line.execute(words)

    def _lead(self, home):
        url = self._server.address("civic_owner", _name(home))
        (home / URL).write_text(url.replace("postgresql:", "postgresql+psycopg:"))

    def found(self, base: Path, fill) -> Path:
        """A home like `base` on this server, filled by `fill(home)`, once a run."""
        home = base.with_name(f"{base.name}-postgres")
        if not (home / URL).exists() or "_server" not in vars(self):
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            self._admin(f"CREATE DATABASE {_name(home)} OWNER civic_owner")
            self._lead(home)
            fill(home)
        return home

    def copy(self, home: Path, onto: Path) -> Path:
        """Another home with the same rows; what was there goes. Nobody may be connected to `home`."""
        self.leave(home)
        self.drop(onto)
        shutil.copytree(home, onto)
        self._admin(
            f"CREATE DATABASE {_name(onto)} TEMPLATE {_name(home)} STRATEGY FILE_COPY OWNER civic_owner"
        )
        self._lead(onto)
        return onto

    def leave(self, home: Path) -> None:
        """End what killed processes left running there, and wait until it is over."""
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with looking_into(home) as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        with looking_into(home) as connection:
            while connection.scalar(text(f"SELECT count(*) {others}")):
                connection.rollback()

    def drop(self, home: Path) -> None:
        """Let a home and its database go."""
        self._admin(f"DROP DATABASE IF EXISTS {_name(home)} WITH (FORCE)")
        shutil.rmtree(home, ignore_errors=True)


def _name(home):
    return home.name.replace("-", "_")
