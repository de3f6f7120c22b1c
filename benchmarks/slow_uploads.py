"""A hundred uploads at one byte a second, while everybody else's pages keep coming (p95 under 1 s)."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

from benchmarks.footprint import send
from benchmarks.serving import serving
from benchmarks.wrk import Call

UPLOADS, READERS, SECONDS, MOST_MS = 100, 4, 60, 1000
PAGES = ("/", "/issues", "/issues/12", "/topics", f"/issues?q={quote('电梯')}")
HEAD = (
    "POST /photos HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=soak\r\n"
    "Content-Length: 2000000\r\n\r\n"
    '--soak\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
)


def check(home, short, engine) -> tuple[dict, bool]:
    """Against the server of `make run`; the uploads are all open while the readers are timed."""
    seconds, uploads = (5, 20) if short else (SECONDS, UPLOADS)
    with serving("ours", home, "make-run") as (address, _process, _took):
        host = urlsplit(address).netloc
        lines = [_open(host) for _upload in range(uploads)]
        end = time.monotonic() + seconds
        with ThreadPoolExecutor(READERS + 1) as pool:
            drip = pool.submit(_drip, lines, end)
            times = sorted(
                ms for reader in pool.map(lambda _n: _read(address, end), range(READERS)) for ms in reader
            )
            alive = drip.result()
        for line in lines:
            line.close()
    p95, worst = times[int(len(times) * 0.95)], times[-1]
    figures = {
        "uploads": uploads,
        "still_open": alive,
        "pages": len(times),
        "p95_ms": round(p95),
        "max_ms": round(worst),
    }
    return figures, p95 < MOST_MS and alive == uploads


def _open(host):
    name, _colon, port = host.partition(":")
    line = socket.create_connection((name, int(port)), timeout=10)
    line.sendall(HEAD.format(host=host).encode())
    return line


def _drip(lines, end):
    alive = len(lines)
    while time.monotonic() < end:
        began, alive = time.monotonic(), 0
        for line in lines:
            try:
                line.sendall(b"x")
                alive += 1
            except OSError:
                continue
        time.sleep(max(0.0, 1 - (time.monotonic() - began)))
    return alive


def _read(address, end):
    times, turn = [], 0
    while time.monotonic() < end:
        turn += 1
        began = time.monotonic()
        status = send(address, Call(PAGES[turn % len(PAGES)]))
        if status != 200:
            raise RuntimeError(f"{PAGES[turn % len(PAGES)]} answered {status} meanwhile")
        times.append((time.monotonic() - began) * 1000)
    return times
