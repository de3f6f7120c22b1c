"""Photos made anew by a child process that can be killed.

The parent (worker or, for covering, a request) never loads an image library: it
starts `picture_child.py` with a job, waits at most ten seconds, and believes
only two files and a handful of numbers. Whatever the child does wrong is a
Refusal for the sender, never an error of ours.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from civic.issues.picture_kinds import MAX_PIXELS, Refusal

CHILD = Path(__file__).with_name("picture_child.py")
WALL_SECONDS = 10
LIMITS = {"cpu_seconds": 10, "memory_bytes": 512 * 1024 * 1024, "file_bytes": 8 * 1024 * 1024}
SIZES = {"full_side": 1600, "thumb_side": 320, "thumb_bytes": 30_000}


@dataclass(frozen=True)
class Picture:
    """A picture made: pixels of the large one."""

    width: int
    height: int


def reencode(source, full, thumb, *, seconds=WALL_SECONDS):
    """Make the two clean pictures of the file at `source`; a Picture, or the Refusal it earns."""
    job = {"task": "reencode", "source": str(source), "max_pixels": MAX_PIXELS, **SIZES}
    return _run(job, full, thumb, seconds)


def cover(source, full, thumb, boxes, *, seconds=WALL_SECONDS):
    """Make the two pictures again with `boxes` (left, top, right, bottom in pixels) blotted out."""
    job = {"task": "cover", "source": str(source), "boxes": [list(box) for box in boxes], **SIZES}
    return _run(job, full, thumb, seconds)


def _run(job, full, thumb, seconds):
    """Into two files beside the final ones; both are moved into place, or neither is left."""
    parts = [Path(f"{path}.part") for path in (full, thumb)]
    _forget(parts)
    try:
        answer = _ask({**job, "full": str(parts[0]), "thumb": str(parts[1]), **LIMITS}, seconds)
        if not isinstance(answer, Picture):
            return answer
        for part, path in zip(parts, (full, thumb), strict=True):
            os.replace(part, path)
        return answer
    finally:
        _forget(parts)


def _ask(job, seconds):
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(json.dumps(job).encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        return Refusal.TOO_HARD
    finally:
        _end(child)
    return _understood(said, child.returncode)


def _end(child):
    """Kill the child and whatever it may have started, and wait so that no zombie stays."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        pipe.close()


def _understood(said, returncode):
    if returncode < 0:  # ended by a limit, or crashed in a decoder
        return Refusal.TOO_HARD if -returncode in (signal.SIGXCPU, signal.SIGKILL) else Refusal.BROKEN
    try:
        answer = json.loads(said[:4096])
        if "why" in answer:
            return Refusal(answer["why"])
        return Picture(int(answer["width"]), int(answer["height"]))
    except (ValueError, KeyError, TypeError):
        return Refusal.BROKEN


def _forget(paths):
    for path in paths:
        path.unlink(missing_ok=True)
