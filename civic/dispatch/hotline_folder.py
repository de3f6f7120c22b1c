"""Where an uploaded hotline file lies until it is taken in: a folder of the instance that is never served.

`<token>.file` is what was sent, `<token>.json` what the check found (first lines, for the preview) and
`<token>.errors.csv` the lines that cannot be taken. The first two go when the file was taken in or not.
"""

import json
import re
import secrets
import time
from pathlib import Path

from flask import current_app

TOKEN = re.compile(r"[0-9a-f]{32}")


def _path(token, ending) -> Path:
    if not TOKEN.fullmatch(token):
        raise ValueError("not a token of ours")
    return folder() / f"{token}.{ending}"


def folder() -> Path:
    """The quarantine."""
    return current_app.config["INSTANCE"] / "hotline"


def keep(sent) -> tuple[str, int]:
    """Store what a browser sent; returns (token, bytes). Readable by this user only."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    token = secrets.token_hex(16)
    sent.save(file_of(token))
    sent.close()
    file_of(token).chmod(0o600)
    return token, file_of(token).stat().st_size


def file_of(token: str) -> Path:
    """The file as it was sent."""
    return _path(token, "file")


def errors_of(token: str) -> Path:
    """Its bad lines: line, number, reason."""
    return _path(token, "errors.csv")


def write_preview(token: str, content: dict) -> None:
    """Keep what the check found, for the page."""
    _path(token, "json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def preview_of(token: str) -> dict:
    """What the check found; empty when it is gone."""
    path = _path(token, "json")
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def forget(token: str) -> None:
    """Delete the file and its preview; the list of bad lines stays for whoever mends them."""
    for path in (file_of(token), _path(token, "json")):
        path.unlink(missing_ok=True)


def old_files(seconds: float) -> list[tuple[str, Path]]:
    """(token, path) of everything here that has not been touched for so long."""
    before, found = time.time() - seconds, sorted(folder().glob("*.*")) if folder().exists() else []
    return [(path.name[:32], path) for path in found if path.stat().st_mtime < before]
