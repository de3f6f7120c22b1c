"""The application under test on two real worker processes, which may be killed: gunicorn beside the tests.

Run as a module of gunicorn (`tests.harness.served:app()`) it builds the application from the environment.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from civic import create_app
from tests.harness.folders import ROOT
from tests.harness.world import settings

PATIENCE = 60


def app():
    """The application on the database named by the test that started us; no limit gets in its way."""
    told = settings(os.environ["CIVIC_TEST_URL"], Path(os.environ["CIVIC_TEST_FOLDER"]))
    return create_app(**told | {"RATELIMIT_ENABLED": False})


class ServedByWorkers:
    """`with ServedByWorkers(url, folder) as server:` two workers on one database; `server.address`."""

    def __init__(self, url: str, folder: Path, workers: int = 2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", str(workers), "--bind",
                   self.address, "--log-level", "critical", "--no-control-socket",
                   "tests.harness.served:app()"]  # fmt: skip
        told = {"CIVIC_TEST_URL": url, "CIVIC_TEST_FOLDER": str(folder)}
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | told, start_new_session=True)

    def __enter__(self):
        end = time.monotonic() + PATIENCE
        host, port = self.address.split(":")
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("The server of the test did not start")

    def __exit__(self, *_fault):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_a_worker(self) -> None:
        """kill -9 of one of them, whatever it is doing; the master starts another."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if children:
            os.kill(int(random.choice(children)), signal.SIGKILL)
