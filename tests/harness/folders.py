"""Where a test session keeps its files: below instance/, swept when the process that made it is gone."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"


def session_folder() -> Path:
    """A new folder for this process; leftovers of crashed sessions are removed on the way."""
    INSTANCE.mkdir(exist_ok=True)
    for left in INSTANCE.glob("test-*"):
        owner = left.name.rpartition("-")[2]
        if not owner.isdigit() or not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = INSTANCE / f"test-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
