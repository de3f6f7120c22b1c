"""Where a test process keeps its files: below instance/, swept when the process that made it is gone."""

import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"


def session_folder() -> Path:
    """A new folder of this process; leftovers of crashed ones are removed on the way."""
    INSTANCE.mkdir(exist_ok=True)
    for left in INSTANCE.glob("test-*"):
        owner = left.name.split("-")[1]
        if not owner.isdigit() or not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"test-{os.getpid()}-", dir=INSTANCE))
