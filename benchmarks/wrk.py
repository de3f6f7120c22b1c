"""One run of wrk, and what it says of it. One thread, no pipelining; latencies as seen by the client."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SCRIPT = Path(__file__).with_name("wrk.lua")
LINE = re.compile(r"^BENCH (.*)$", re.M)


@dataclass(frozen=True)
class Call:
    """One request of a plan."""

    path: str
    method: str = "GET"
    cookie: str = ""
    encoding: str = ""
    body: str = ""

    def line(self) -> str:
        """As wrk.lua reads it."""
        return "\t".join((self.method, self.path, self.cookie, self.encoding, self.body)) + "\n"


@dataclass(frozen=True)
class Run:
    """What one run gave: requests a second, milliseconds, and answers that were none."""

    rps: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    requests: int
    failed: int


def is_there() -> bool:
    """Whether wrk can be called."""
    return shutil.which("wrk") is not None


def run(address: str, calls, seconds: int, connections: int = 16) -> Run:
    """Send `calls` in turn for `seconds` over that many connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".calls") as file:
        file.writelines(call.line() for call in calls)
        file.flush()
        command = [
            "wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
            "--timeout", "10s", "--script", str(SCRIPT), address, "--", file.name,
        ]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
    return parse(told.stdout or told.stderr)


def parse(text: str) -> Run:
    """The line wrk.lua printed. Raises ValueError where there is none: wrk did not finish."""
    found = LINE.search(text)
    if found is None:
        raise ValueError(f"wrk did not finish: {text.strip()[-300:]}")
    told = {name: int(value) for name, value in (pair.split("=") for pair in found[1].split())}
    return Run(
        rps=told["requests"] * 1e6 / max(1, told["microseconds"]),
        p50_ms=told["p50"] / 1000,
        p95_ms=told["p95"] / 1000,
        p99_ms=told["p99"] / 1000,
        requests=told["requests"],
        failed=told["refused"] + told["broken"],
    )


def middle(runs: list[Run]) -> Run:
    """Each figure's median; requests and failures are added up."""
    figures = {
        name: median(getattr(run, name) for run in runs) for name in ("rps", "p50_ms", "p95_ms", "p99_ms")
    }
    return Run(**figures, requests=sum(run.requests for run in runs), failed=sum(run.failed for run in runs))
