"""The database under the tests, one class per engine, told apart by nothing else.

Append-only tables refuse to be cleaned, so each test gets a copy of a template instead: `keep` names
the present state, `restore` brings a named state back. Both want every connection closed.
"""

import shutil
from pathlib import Path

import psycopg
import sqlalchemy

from tests.harness.postgres import PostgresServer

# The app's role owns nothing and may not TRUNCATE (DESIGN.md §3); the owner migrates.
ROLES = """
CREATE ROLE civic_owner LOGIN;
CREATE ROLE civic_app LOGIN;
ALTER ROLE civic_owner SET search_path = public;
ALTER ROLE civic_app SET search_path = shifted, pg_catalog, public;
"""
# `clock` moves the server's time as it moves Python's: the app asks for clock_timestamp() without a
# schema, so this one answers first. SECURITY DEFINER keeps the table out of the app's reach.
PREPARE = """
GRANT ALL ON SCHEMA public TO civic_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE civic_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO civic_app;
ALTER DEFAULT PRIVILEGES FOR ROLE civic_owner IN SCHEMA public
  GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO civic_app;
CREATE SCHEMA shifted;
GRANT USAGE ON SCHEMA shifted TO civic_app;
CREATE TABLE shifted.clock (ahead interval NOT NULL);
INSERT INTO shifted.clock VALUES ('0');
CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER
  AS 'SELECT pg_catalog.clock_timestamp() + ahead FROM shifted.clock';
"""


class SqliteStore:
    """A file; a template is another file."""

    name = "sqlite"

    def __init__(self, folder: Path):
        self.file = folder / "civic.db"
        self.url = self.owner_url = f"sqlite:///{self.file}"

    def keep(self, template: str) -> None:
        engine = sqlalchemy.create_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        engine.dispose()  # the last connection to leave folds the WAL into the file
        shutil.copyfile(self.file, self._kept(template))

    def restore(self, template: str) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        self.file.unlink(missing_ok=True)
        shutil.copyfile(self._kept(template), self.file)

    def shift(self, seconds: float) -> None:
        """Nothing to do: SQLite asks this process what time it is."""

    def stop(self) -> None:
        """Nothing runs."""

    def _kept(self, template):
        return self.file.with_name(f"{template}.db")


class PostgresStore:
    """A database on a server of our own; a template is another database."""

    name = "postgres"

    def __init__(self, folder: Path):
        (folder / "pg").mkdir()
        self.server, self.database = PostgresServer(folder / "pg"), "civic"
        self.url = self._psycopg("civic_app")
        self.owner_url = self._psycopg("civic_owner")
        self.admin = psycopg.connect(self.server.address("postgres", "postgres"), autocommit=True)
        self.admin.execute(ROLES)
        self._run("CREATE DATABASE civic OWNER civic_owner")
        with self._superuser() as connection:
            connection.execute(PREPARE)

    def keep(self, template: str) -> None:
        self._run(f"CREATE DATABASE {self.database}_{template} TEMPLATE {self.database} STRATEGY FILE_COPY")

    def restore(self, template: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.database} TEMPLATE {self.database}_{template} STRATEGY FILE_COPY")

    def shift(self, seconds: float) -> None:
        with self._superuser() as connection:
            connection.execute("UPDATE shifted.clock SET ahead = make_interval(secs => %s)", [seconds])

    def stop(self) -> None:
        self.admin.close()
        self.server.stop()

    def _psycopg(self, role):
        return self.server.address(role, self.database).replace("postgresql:", "postgresql+psycopg:")

    def _superuser(self):
        return psycopg.connect(self.server.address("postgres", self.database), autocommit=True)

    def _run(self, statement):
        self.admin.execute(statement.encode())


STORES = {"sqlite": SqliteStore, "postgres": PostgresStore}
