"""What the site weighs: memory of workers after a thousand mixed requests, seconds of a cold start."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.serving import serving

REQUESTS, CLIENTS, STARTS = 1000, 8, 3
HEAVY = ("PIL", "rjieba", "huey")  # libraries that a web process has no need of
PAGES = (
    "/", "/topics", "/votes", "/decisions", "/action-items", "/councils", "/places", "/moderation", "/help",
    "/issues/1", "/issues/2", "/sign-in", "/issues/new", "/healthz",
)  # fmt: skip


def memory(home: Path, calls) -> dict:
    """Megabytes (PSS) of each worker and of all, after REQUESTS requests of every kind in turn."""
    with serving("ours", home) as (address, process, _seconds):
        mixed = list(islice(cycle(calls), REQUESTS))
        with ThreadPoolExecutor(CLIENTS) as clients:
            refused = sum(clients.map(lambda call: send(address, call) >= 400, mixed))
        workers = children(process.pid)
        sizes = {pid: pss_mb(pid) for pid in (process.pid, *workers)}
        heavy = sorted({name for pid in workers for name in HEAVY if has_mapped(pid, name)})
    return {
        "name": "memory",
        "kind": "memory",
        "requests": REQUESTS,
        "refused": refused,
        "worker_mb": round(max(sizes[pid] for pid in workers), 1),
        "all_mb": round(sum(sizes.values()), 1),
        "heavy_libraries": heavy,
    }


def cold_start(home: Path, server: str) -> dict:
    """Seconds from the command to the first answer: the median of STARTS."""
    seconds = []
    for _start in range(STARTS):
        with serving("ours", home, server) as (_address, _process, took):
            seconds.append(took)
    return {"name": f"cold-start-{server}", "kind": "cold", "seconds": round(median(seconds), 2)}


def send(address: str, call) -> int:
    """The status of one call over a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": call.cookie} if call.cookie else {})
    if call.body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(call.method, call.path, call.body or None, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    """Processes started by `pid`."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def pss_mb(pid: int) -> float:
    """Proportional share of memory in MB: pages shared by three processes count a third each."""
    return int(re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]) / 1000


def has_mapped(pid: int, library: str) -> bool:
    """Whether the process holds compiled parts of a library."""
    return f"/site-packages/{library}" in Path(f"/proc/{pid}/maps").read_text()
