"""The database under the tests, one class per engine, told apart by nothing else.

Append-only tables refuse to be cleaned by anybody the app knows, so `keep` names the present state and
`restore` brings a named state back. `keep` wants every connection of the app closed; `restore` too
where the schema was altered or the store says so.
"""

import os
import shutil
from pathlib import Path

import psycopg
import sqlalchemy

from tests.harness.folders import INSTANCE
from tests.harness.kept_rows import KeptRows
from tests.harness.postgres import PostgresServer

ROLES = """
CREATE ROLE civic_owner LOGIN;
CREATE ROLE civic_app LOGIN;
ALTER ROLE civic_owner SET search_path = public;
ALTER ROLE civic_app SET search_path = shifted, pg_catalog, public;
"""
PREPARE = Path(__file__).with_name("prepare.sql").read_text("utf-8")
SHARED = INSTANCE / "shared"


class SqliteStore:
    """A file; a template is another file."""

    name = "sqlite"
    keeps_connections = False  # the file under them is another one after each test

    def __init__(self, folder: Path):
        self.file = folder / "civic.db"
        self.url = self.owner_url = f"sqlite:///{self.file}"

    def keep(self, template: str) -> None:
        engine = sqlalchemy.create_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        engine.dispose()  # the last connection to leave folds the WAL into the file
        shutil.copyfile(self.file, self._kept(template))

    def keep_scene(self, template: str) -> None:
        """As `keep`, of a scene: lost when a test alters the schema."""
        shutil.copyfile(self.file, self._kept(template))

    def mark(self):
        """Another one after every write, whoever wrote: to the file, or to the log beside it."""
        return _stamp(self.file), _stamp(Path(f"{self.file}-wal"))

    def restore(self, template: str, altered: bool) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        self.file.unlink(missing_ok=True)
        shutil.copyfile(self._kept(template), self.file)

    def share(self, template: str, name: str) -> None:
        """Let other test processes begin with this template: migrating takes four seconds."""
        SHARED.mkdir(exist_ok=True)
        draft = SHARED / f"{name}.{os.getpid()}"
        shutil.copyfile(self._kept(template), draft)
        draft.replace(SHARED / f"{name}.db")

    def recall(self, template: str, name: str) -> bool:
        """Whether another process shared it; then it is kept here as well."""
        if not (there := SHARED / f"{name}.db").exists():
            return False
        shutil.copyfile(there, self._kept(template))
        return True

    def empty(self, folder: Path) -> str:
        """The address of another database with nothing in it, not even tables."""
        return f"sqlite:///{folder / 'civic.db'}"

    def shift(self, seconds: float) -> None:
        """Nothing to do: SQLite asks this process what time it is."""

    def stop(self) -> None:
        """Nothing runs."""

    def _kept(self, template):
        return self.file.with_name(f"{template}.db")


def _stamp(file):
    """Size and time of a file, and its head: a log begun anew within a tick has another salt."""
    try:
        with file.open("rb") as opened:
            stat = os.stat(opened.fileno())
            return (stat.st_size, stat.st_mtime_ns, opened.read(32)) if stat.st_size else None
    except FileNotFoundError:  # as good as empty: whoever only reads makes an empty log
        return None


class PostgresStore:
    """A database on a server of our own; a template is its rows, kept beside them.

    A test that altered the schema costs a new copy of the whole database.
    """

    name = "postgres"
    keeps_connections = True  # a new one plans everything anew

    def __init__(self, folder: Path):
        (folder / "pg").mkdir()
        self.server = PostgresServer(folder / "pg")
        self.url, self.owner_url = self._address("civic_app"), self._address("civic_owner")
        self.admin = self._connect("postgres")
        self.admin.execute(ROLES)
        self.admin.execute("CREATE DATABASE civic OWNER civic_owner")
        self.rows = KeptRows()
        self._go_inside()
        self.inside.execute(PREPARE)

    def keep(self, template: str) -> None:
        self.rows.keep(template)
        self.rows.copy()
        self.inside.close()
        self.admin.execute("DROP DATABASE IF EXISTS whole")
        self.admin.execute("CREATE DATABASE whole TEMPLATE civic STRATEGY FILE_COPY")
        self._go_inside()

    def keep_scene(self, template: str) -> None:
        """As `keep`, of a scene: lost when a test alters the schema."""
        self.rows.keep(template)

    def share(self, template: str, name: str) -> None:
        """Not here: each server has its own."""

    def recall(self, template: str, name: str) -> bool:
        """Never."""
        return False

    def mark(self):
        """Another one after every transaction that wrote, whoever's it was."""
        return self.rows.mark()

    def restore(self, template: str, altered: bool) -> None:
        if altered:
            self.inside.close()
            self.admin.execute("DROP DATABASE civic WITH (FORCE)")
            self.admin.execute("CREATE DATABASE civic TEMPLATE whole STRATEGY FILE_COPY")
            self.rows.return_to_copy()
            self._go_inside()
        self.inside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = 'civic' AND pid <> pg_backend_pid() AND state <> 'idle'"
        )  # whoever a test left in the middle of something may hold locks
        self.rows.restore(template)

    def empty(self, folder: Path) -> str:
        """The address of another database with nothing in it, not even tables; the last one is gone."""
        self.admin.execute("DROP DATABASE IF EXISTS empty WITH (FORCE)")
        self.admin.execute("CREATE DATABASE empty OWNER civic_owner")
        return self.server.address("civic_owner", "empty").replace("postgresql:", "postgresql+psycopg:")

    def shift(self, seconds: float) -> None:
        self.inside.execute("UPDATE shifted.clock SET ahead = make_interval(secs => %s)", [seconds])

    def stop(self) -> None:
        self.inside.close()
        self.admin.close()
        self.server.stop()

    def _address(self, role):
        return self.server.address(role, "civic").replace("postgresql:", "postgresql+psycopg:")

    def _go_inside(self):
        """Triggers sleep on it, which only a superuser may ask for; for good, as asking drops every plan."""
        connection = self._connect("civic")
        connection.execute("SET session_replication_role = replica")
        return connection

    def _go_inside(self):
        self.inside = self._connect("civic")
        self.rows.open(self.inside)

    def _connect(self, database):
        return psycopg.connect(self.server.address("postgres", database), autocommit=True)


STORES = {"sqlite": SqliteStore, "postgres": PostgresStore}
