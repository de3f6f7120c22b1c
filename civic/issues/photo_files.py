"""Where photo files lie: private quarantine, private clean pictures, public copies.

Names are keys we drew ourselves; nothing a sender wrote ever becomes part of a path. What a
browser may get is only ever read from `private` and `public`; quarantine is never served.
"""

import hashlib
import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from civic.errors import Refused
from civic.issues.picture_kinds import HEAD_BYTES, MAX_BYTES, PictureKind, Refusal, kind_of

SIZES = ("full", "thumb")
KEY = re.compile(r"[A-Za-z0-9_-]{16,32}")
CHUNK = 64 * 1024
ENDING = re.compile(r"-(full|thumb)\.jpg(\.part)?$")
HOUR, ABANDONED = 3600, 24 * 3600  # seconds; after the latter a file that no row knows is deleted
MOST_AT_ONCE = 5000


@dataclass(frozen=True)
class Stored:
    """A file taken into quarantine."""

    token: str
    bytes: int
    sha256: str


def new_key() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def take_in(upload) -> Stored:
    """Put an uploaded file into quarantine, unopened but for its first bytes.

    Raises Refused with a plain sentence for no file, an empty, too large or wrong kind of file.
    """
    if not upload:
        raise Refused(Refusal.NONE_CHOSEN.sentence)
    head = upload.stream.read(HEAD_BYTES)
    if not isinstance(kind := kind_of(head), PictureKind):
        raise Refused(kind.sentence)
    token, size, digest = new_key(), len(head), hashlib.sha256(head)
    path = quarantined(token)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(head)
        while chunk := upload.stream.read(CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                path.unlink()
                raise Refused(Refusal.TOO_MANY_BYTES.sentence)
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    return Stored(token, size, digest.hexdigest())


def quarantined(token: str) -> Path:
    """The original as it was sent; deleted as soon as it was made anew or refused."""
    return _folder("quarantine") / _checked(token)


def private(token: str, size: str) -> Path:
    """A clean picture for reporter, triage and handler."""
    return _folder("private") / f"{_checked(token)}-{SIZES[SIZES.index(size)]}.jpg"


def public(public_token: str, size: str) -> Path:
    """The released copy, covered where staff covered it."""
    return _folder("public") / f"{_checked(public_token)}-{SIZES[SIZES.index(size)]}.jpg"


def publish_as_is(token: str, public_token: str) -> None:
    """Nothing to cover: the public copy has the private picture's pixels."""
    for size in SIZES:
        target = public(public_token, size)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(private(token, size), target)


def forget_public(public_token: str | None) -> None:
    """Delete a public copy that is public no longer."""
    for size in SIZES if public_token else ():
        public(public_token, size).unlink(missing_ok=True)


def forget(token: str, public_token: str | None = None) -> None:
    """Delete everything of one photo."""
    quarantined(token).unlink(missing_ok=True)
    for size in SIZES:
        private(token, size).unlink(missing_ok=True)
    forget_public(public_token)


def looked_lately() -> bool:
    """Whether leftovers were looked for within the hour; if not, the hour begins now."""
    mark = _folder("leftovers-looked-for")
    if mark.exists() and time.time() - mark.stat().st_mtime < HOUR:
        return True
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    os.utime(mark, (time.time(),) * 2)
    return False


def old_files(kind: str) -> dict[str, list[Path]]:
    """Some files of a folder older than a day, by key: what the worker compares with the rows."""
    found, limit = {}, time.time() - ABANDONED
    for path in _folder(kind).glob("*"):
        if path.stat().st_mtime < limit:
            found.setdefault(ENDING.sub("", path.name), []).append(path)
        if len(found) >= MOST_AT_ONCE:
            break
    return found


def _folder(kind):
    return Path(current_app.config["MEDIA"]) / kind


def _checked(key):
    if not KEY.fullmatch(key):
        raise ValueError("A photo key we did not draw")
    return key
