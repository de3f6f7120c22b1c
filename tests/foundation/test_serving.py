"""Several processes at one address: all answer, a dead one is replaced, none outlives the first."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from tests.harness.folders import ROOT

SERVER = """
import os, sys
from civic.serving import serve

def app(environ, start):
    start("200 OK", [])
    return [str(os.getpid()).encode()]

serve(app, "127.0.0.1", int(sys.argv[1]), processes=2, pause=0)
"""
PATIENCE = 20  # seconds


@contextmanager
def server():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def who_answers(address, enough) -> set[int]:
    """Numbers of the processes that answered, asked until `enough` of them says so."""
    seen, end = set(), time.monotonic() + PATIENCE
    while not enough(seen):
        assert time.monotonic() < end, seen
        with suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            seen.add(int(answer.read()))
    return seen


def is_gone(number) -> bool:
    """Nobody's, or a shell's that waits to be buried."""
    try:
        with open(f"/proc/{number}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_two_processes_answer_and_a_dead_one_is_replaced():
    with server() as (process, address):
        first = who_answers(address, lambda seen: len(seen) == 2)
        assert process.pid not in first
        os.kill(min(first), signal.SIGKILL)
        later = who_answers(address, lambda seen: seen - first and max(first) in seen)
        assert min(first) not in later and process.poll() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_they_end_with_the_first(how):
    with server() as (process, address):
        children = who_answers(address, lambda seen: len(seen) == 2)
        process.send_signal(how)
        process.wait(PATIENCE)
        end = time.monotonic() + PATIENCE
        while not all(map(is_gone, children)):
            assert time.monotonic() < end, children
