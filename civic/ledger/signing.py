"""The site's Ed25519 key and the text it signs: a checkpoint as in C2SP tlog-checkpoint."""

import base64
import contextlib
import os
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

NAME = "ledger-ed25519.key"


@lru_cache(maxsize=8)
def private_key(folder: Path) -> Ed25519PrivateKey:
    """The key in `folder`, made at first use with mode 0600; safe against two makers at once."""
    path = Path(folder) / NAME
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(raw)
        with contextlib.suppress(FileExistsError):  # another process was first; theirs then stands
            os.link(draft, path)
        draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def is_here(folder) -> bool:
    """Whether the key lies in `folder`; asking makes none."""
    return (Path(folder) / NAME).exists()


def public_bytes(folder) -> bytes:
    """The 32 raw bytes of the public key."""
    return private_key(folder).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(folder) -> str:
    """Eight hex digits that name the key."""
    return sha256(public_bytes(folder)).hexdigest()[:8]


def grouped_fingerprint(public: bytes) -> str:
    """What hangs on the notice board: 128 bits of SHA-256 of the key, in groups of four signs."""
    digits = sha256(public).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def checkpoint_note(community_id: int, size: int, root: bytes) -> str:
    """The signed text: origin, size, root in base64, each on its line."""
    return f"civic/community/{community_id}\n{size}\n{base64.b64encode(root).decode()}\n"


def checkpoint_file(folder, community_id, size, root, signature) -> str:
    """A checkpoint as a C2SP signed note: the note, an empty line, name and signature with the key's mark.

    The mark is the start of SHA-256(name ‖ newline ‖ 0x01 ‖ public key), as public witnesses expect it.
    """
    note = checkpoint_note(community_id, size, root)
    name = note.partition("\n")[0]
    mark = key_mark(name, b"\x01", public_bytes(folder))
    return f"{note}\n— {name} {base64.b64encode(mark + signature).decode()}\n"


def key_mark(name: str, kind: bytes, public: bytes) -> bytes:
    """The four bytes that name a key in a signed note; `kind` 1 signs notes, 4 cosigns (C2SP)."""
    return sha256(f"{name}\n".encode() + kind + public).digest()[:4]


@dataclass(frozen=True)
class Note:
    """A checkpoint read from its file."""

    community_id: int
    size: int
    root: bytes
    signature: bytes


def read_note(words: str) -> Note:
    """The checkpoint in a C2SP signed note as `checkpoint_file` writes it. Raises ValueError on others."""
    try:
        origin, size, root, blank, signed = words.splitlines()[:5]
        name, mark = signed.removeprefix("— ").rsplit(" ", 1)
        said = Note(
            int(origin.removeprefix("civic/community/")),
            int(size),
            base64.b64decode(root, validate=True),
            base64.b64decode(mark, validate=True)[4:],
        )
    except ValueError as why:
        raise ValueError("not a checkpoint") from why
    if blank or name != origin or len(said.root) != 32:
        raise ValueError("not a checkpoint")
    return said


def sign_checkpoint(folder, community_id, size, root) -> bytes:
    """64 bytes over the note."""
    return private_key(folder).sign(checkpoint_note(community_id, size, root).encode())


BACKUP = "civic/backup"


def backup_note(words: bytes) -> str:
    """The signed text over a backup's list; no checkpoint begins like this."""
    return f"{BACKUP}\n{sha256(words).hexdigest()}\n"


def sign_backup(folder, words: bytes) -> bytes:
    """A signed note over the list of a backup, in the same form as a checkpoint's file."""
    note = backup_note(words)
    mark = key_mark(BACKUP, b"\x01", public_bytes(folder))
    signature = mark + private_key(folder).sign(note.encode())
    return f"{note}\n— {BACKUP} {base64.b64encode(signature).decode()}\n".encode()


def backup_fault(folder, words: bytes, signature: bytes | None) -> str | None:
    """Why this is not the signature of the key in `folder` over a backup's list; None when it is."""
    if signature is None:
        return "it is not signed"
    if not is_here(folder):
        return f"its signature cannot be checked: bring the key store, CIVIC_KEYS, with the file {NAME} first"
    try:
        head, _blank, tail = signature.decode().partition(f"\n\n— {BACKUP} ")
        raw = base64.b64decode(tail.strip(), validate=True)
    except ValueError:
        return "its signature cannot be read"
    return _backup_misfit(public_bytes(folder), backup_note(words), f"{head}\n", raw)


def _backup_misfit(public, note, said, raw):
    if said != note:
        return "it was altered after it was signed"
    if raw[:4] != key_mark(BACKUP, b"\x01", public):
        return "it was signed with another key than the one in CIVIC_KEYS"
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], note.encode())
    except InvalidSignature:
        return "its signature is false"
    return None


def verify_checkpoint(public: bytes, signature: bytes, community_id, size, root) -> bool:
    """Whether `signature` is the key's over this checkpoint."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            signature, checkpoint_note(community_id, size, root).encode()
        )
    except InvalidSignature:
        return False
    return True
