"""The keys of open secret votes: one file a vote in the folder CIVIC_KEYS, outside database and backups.

A key file holds two secrets: one names homes (HMAC), one seals ballots (AES-GCM). It is born when
the vote opens and destroyed once the count is written; whoever loses it loses the open vote.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from flask import current_app


class KeyLost(Exception):
    """The key file of an open vote is not there, or is not one of ours."""


@dataclass(frozen=True)
class VoteKey:
    """32 bytes to name homes, 32 bytes to seal ballots."""

    vote_id: int
    naming: bytes
    sealing: bytes


def path_of(vote_id: int) -> Path:
    """Where the key of a vote lies."""
    return Path(current_app.config["KEYS"]) / "votes" / f"{int(vote_id)}.key"


def create(vote_id: int) -> None:
    """Make the key of a vote that is about to open; keeps one that is there already.

    Written aside and linked into place, so that two openers agree on one key and a crash leaves
    either none or a whole one.
    """
    path = path_of(vote_id)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    words = {"vote": vote_id}
    words |= {name: b64encode(secrets.token_bytes(32)).decode() for name in ("naming", "sealing")}
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(words, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
    _sync_folder(path.parent)


def is_mounted() -> bool:
    """Whether this machine has the key store at all; one that lacks it must not judge a key lost."""
    return path_of(0).parent.is_dir()


def load(vote_id: int) -> VoteKey:
    """The key of an open vote. Raises KeyLost."""
    try:
        with open(f"{current_app.config['KEYS']}/votes/{int(vote_id)}.key", "rb") as file:
            words = json.loads(file.read())
        if words["vote"] != vote_id:
            raise KeyLost(vote_id)
        return VoteKey(vote_id, b64decode(words["naming"]), b64decode(words["sealing"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise KeyLost(vote_id) from fault


def destroy(vote_id: int) -> bool:
    """Overwrite and remove the key, for good. False when it was gone already."""
    path = path_of(vote_id)
    try:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _sync_folder(path.parent)
    return True


def kept() -> list[int]:
    """Votes whose keys still lie here."""
    return sorted(int(path.stem) for path in path_of(0).parent.glob("*.key") if path.stem.isdecimal())


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
