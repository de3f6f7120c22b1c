"""Where a test process keeps its files: below instance/, swept when the process that made it is gone."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"


def session_folder() -> Path:
    """A new folder of this process; leftovers of crashed ones are removed on the way."""
    for left in made(INSTANCE).glob("test-*"):
        owner = left.name.split("-")[1]
        if not owner.isdigit() or not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"test-{os.getpid()}-", dir=INSTANCE))


def made(folder: Path) -> Path:
    """The folder, there from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def program() -> str:
    """A name for the program as it is now, migrations included: what was made by another is not used."""
    files = sorted(path for top in ("civic", "migrations") for path in (ROOT / top).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
