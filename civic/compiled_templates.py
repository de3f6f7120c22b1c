"""Templates keep what Jinja compiled from them below the instance folder: 7 ms each saved at every start.

What was compiled is good for one state of the program only: Jinja works out at once what a filter makes
of a constant, so a changed filter asks for new templates.
"""

import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

HERE = Path(__file__).parent
PRIVATE = 0o700  # Python runs what it finds there


def register(app) -> None:
    """Keep them in a folder of this program; folders of earlier ones go."""
    kept = app.config["INSTANCE"] / "templates"
    mine = kept / _program()
    mine.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    for other in kept.iterdir():
        if other != mine:
            shutil.rmtree(other, ignore_errors=True)
    app.jinja_env.bytecode_cache = Kept(str(mine))


class Kept(FileSystemBytecodeCache):
    """Theirs; a full disk, or a folder that a newer program took away, costs time and no page."""

    def dump_bytecode(self, bucket):
        """Keep it if that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _program() -> str:
    """A name for the code as it lies here: another one after any change."""
    seen = sha256()
    for path in sorted(HERE.rglob("*.py")):
        found = path.stat()
        seen.update(f"{path.relative_to(HERE)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]
