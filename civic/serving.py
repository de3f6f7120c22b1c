"""The site's own server: waitress, in as many processes as there are cores, at one address.

One Python process computes on one core only, so a second core would idle. Waitress reads slow bodies
without holding a thread, which a hundred telephones on a bad line would otherwise take.
"""

import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress

import waitress

PROCESSES = min(os.cpu_count() or 1, 4)
THREADS, CONNECTIONS = 4, 2000  # on two cores 8 threads brought 286 lists a second instead of 404
PAUSE = 1.0  # seconds before a process that ended by itself is started again


def serve(app, host, port, processes=PROCESSES, pause=PAUSE) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C); a process that dies is replaced, the others go on.

    Call it with no open connection to a database: the processes are forks of this one.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    with listening(host, port) as ear, _Lifeline() as lifeline:
        running = {_start(app, ear, lifeline) for _ in range(processes)}
        try:
            while True:
                gone, _status = os.wait()
                if gone in running:
                    time.sleep(pause)
                    running.remove(gone)
                    running.add(_start(app, ear, lifeline))
        finally:
            for one in running:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGTERM)


def listening(host, port) -> socket.socket:
    """A socket that takes connections at this address; raises OSError where another program does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=1024)


class _Lifeline:
    """A pipe whose writing end only the parent holds: it closes when the parent is gone, however it went."""

    def __enter__(self):
        self.reading, self.writing = os.pipe()
        return self

    def __exit__(self, *_fault):
        os.close(self.reading)
        os.close(self.writing)

    def follow(self):
        """In a child: end with the parent."""
        os.close(self.writing)
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self):
        os.read(self.reading, 1)
        os.kill(os.getpid(), signal.SIGTERM)


def _start(app, ear, lifeline) -> int:
    """The number of a new process that serves; the child never returns from here."""
    if child := os.fork():
        return child
    fault = 1
    try:
        lifeline.follow()
        waitress.serve(
            app,
            sockets=[ear],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=300,
            asyncore_use_poll=True,
            ident="civic",
        )
        fault = 0
    finally:
        os._exit(fault)
