"""The servers measured: bare Flask (H), the same rows the shortest way (C), and ours; on loopback only.

One command for all three: gunicorn with two sync workers and --preload; and once more as
`make run` serves the site (civic/serving.py), our worker beside it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from benchmarks.engines import address

ROOT = Path(__file__).parent.parent
APPS = {"H": "benchmarks.hello:app", "C": "benchmarks.bare:app", "ours": "app:app"}
ALIVE = {"H": "/", "C": "/list", "ours": "/issues"}
PATIENCE = 60  # seconds until a server must answer


def command(server: str, who: str, port: int) -> list[str]:
    """The command line that serves `who` with `server`."""
    python = [sys.executable, "-m"]
    at = f"127.0.0.1:{port}"
    if server == "gunicorn":
        quiet = ["--log-level", "warning", "--no-control-socket"]
        return [*python, "gunicorn", "--preload", "--workers", "2", "--bind", at, *quiet, APPS[who]]
    if who == "ours":
        return [*python, "flask", "--app", "app", "up", "--port", str(port)]
    module = APPS[who].partition(":")[0]
    words = f"from civic.serving import serve; from {module} import app; serve(app, '127.0.0.1', {port})"
    return [sys.executable, "-c", words]


def environment(home: Path, server: str) -> dict:
    """What the servers are told: their database, and a request limit that a bench does not reach."""
    demo = {"CIVIC_DEMO": "1"} if server != "gunicorn" else {}  # as `make run` says
    # Python keeps what it compiled unless told otherwise; a second start is one that finds it.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return (
        usual
        | demo
        | {
            "CIVIC_INSTANCE": str(home),
            "DATABASE_URL": address(home),
            "CIVIC_RATE_LIMIT": "1000000 per minute",
            "BENCH_DATABASE": address(home),
        }
    )


@contextmanager
def serving(who: str, home: Path, server: str = "gunicorn"):
    """(address, process, seconds to the first answer) of `who` on the database in `home`."""
    port = free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        command(server, who, port), cwd=ROOT, env=environment(home, server), stdout=subprocess.DEVNULL,
        stderr=sys.stderr if os.environ.get("BENCH_LOUD") else subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address + ALIVE[who], process)
        yield address, process, time.monotonic() - started
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop_servers_when_ended() -> None:
    """Let a terminated run leave by the usual way out, which ends the servers it started."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def wait_for(address, process) -> None:
    """Return at the first 200. Raises RuntimeError when the server ends or stays silent."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(
                f"The server for {address} ended with {process.returncode}; BENCH_LOUD=1 shows why"
            )
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as fault:
            raise RuntimeError(f"{address} answers {fault.code}") from fault
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"{address} did not answer within {PATIENCE} s")


def free_port() -> int:
    """A port of the loopback that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
