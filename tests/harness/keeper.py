"""Run as a script: keep a server alive for as long as the parent holds our standard input open.

A killed pytest closes the pipe as surely as a finished one, so no server outlives its tests.
Arguments: the folder to remove afterwards, then the command.
"""

import shutil
import signal
import subprocess
import sys


def keep(folder: str, *command: str) -> None:
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    sys.stdin.buffer.read()
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: open sessions are ended
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(*sys.argv[1:])
