"""The one file of a backup: a tar of database, photos, a list with a hash of each, and its signature, last.

Whoever reads it believes nothing before the list was found whole and every hash fits.
"""

import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

FORMAT, READABLE = 2, (1, 2)  # 1 had no signature
LIST, SIGNATURE, DATABASE, MEDIA = "manifest.json", "manifest.sig", "database", "media/"
LONGEST_SIGNATURE = 1000  # bytes
UNFINISHED = ".part"  # a picture that is being made anew
AT_ONCE = 1 << 20
LONGEST_LIST = 64 << 20  # bytes; a million photos


class Damaged(ValueError):
    """The file is not a whole backup of ours; says why."""


@dataclass
class Manifest:
    """What the file says of itself. `told`: room → what it wants to find again; `files`: name → SHA-256."""

    engine: str
    revision: str
    made_at: str
    told: dict = field(default_factory=dict)
    format: int = FORMAT
    files: dict = field(default_factory=dict)


KINDS = {"engine": str, "revision": str, "made_at": str, "told": dict, "files": dict}


def write(
    path: Path,
    manifest: Manifest,
    dump: Callable[[Path], None],
    database: Path,
    media: Path,
    sign: Callable[[bytes], bytes] | None = None,
) -> int:
    """Write the archive to `path`, which must not exist, and return how many photo files went in.

    Args: sign — makes the signature of the list's bytes.

    Photos are walked before `dump(database)` and again after it. The worker moves a photo from
    quarantine to the clean ones while we walk; walked once, it could be met in neither place. A photo
    taken away meanwhile was meant to go and may be left out.
    """
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w") as tar:
            _add_photos(tar, manifest, media)
            dump(database)
            photos = len(manifest.files) + _add_photos(tar, manifest, media)
            manifest.files[DATABASE] = _add_large(tar, DATABASE, database)
            words = json.dumps(asdict(manifest), indent=1).encode()
            _add(tar, LIST, words)
            if sign:
                _add(tar, SIGNATURE, sign(words))
        file.flush()
        os.fsync(file.fileno())
    return photos


def _add_photos(tar, manifest, media):
    """Add the files that are not in it yet; returns how many. Those still being written come later."""
    before = len(manifest.files)
    for photo in sorted(media.rglob("*")) if media.is_dir() else ():
        name = MEDIA + photo.relative_to(media).as_posix()
        if name in manifest.files or name.endswith(UNFINISHED) or photo.is_symlink() or not photo.is_file():
            continue
        try:
            content = photo.read_bytes()
        except FileNotFoundError:
            continue
        manifest.files[name] = sha256(content).hexdigest()
        _add(tar, name, content)
    return len(manifest.files) - before


def _add(tar, name, content):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _add_large(tar, name, path):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        tar.addfile(entry, file)
        file.seek(0)
        return _hash_of(file)


def _hash_of(file, onto=None):
    found = sha256()
    while piece := file.read(AT_ONCE):
        found.update(piece)
        if onto:
            onto.write(piece)
    return found.hexdigest()


def read(
    path: Path, onto: Path, check: Callable[[bytes, bytes | None], None] = lambda words, signature: None
) -> Manifest:
    """Unpack the archive into the empty folder `onto`, check it whole, and return its list.

    Args: check — is given the list's bytes and the signature found, or None; raises Damaged. Raises
    Damaged; what was unpacked until then is the caller's to remove.
    """
    try:
        with tarfile.open(path, mode="r:") as tar:
            found, words, signature = _parts(tar, onto)
        listed = None if words is None else json.loads(words)
    except (tarfile.TarError, OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise Damaged("it is cut off, or no backup at all") from fault
    if not isinstance(listed, dict):
        raise Damaged("its list is missing: it is cut off, or no backup at all")
    if listed.get("format") not in READABLE:
        raise Damaged("it was written by another version of this program")
    if not all(isinstance(listed.get(name), kind) for name, kind in KINDS.items()):
        raise Damaged("its list is not one of ours")
    if listed["files"] != found or DATABASE not in found:
        raise Damaged("what is in it does not fit its list")
    check(words, signature)
    return Manifest(**{name: listed[name] for name in KINDS})


def _parts(tar, onto):
    """(name → hash of what was unpacked, the list's bytes, the signature), the latter two None if absent."""
    found, words, signature = {}, None, None
    for entry in tar:
        if words is not None:
            late = signature is not None or entry.name != SIGNATURE or not entry.isreg()
            if late or entry.size > LONGEST_SIGNATURE:
                raise Damaged("something stands behind its list")
            signature = tar.extractfile(entry).read()
        elif entry.name == LIST and entry.isreg() and entry.size <= LONGEST_LIST:
            words = tar.extractfile(entry).read()
        else:
            _refuse_unsafe(entry, found)
            found[entry.name] = _unpack(tar, entry, onto)
    return found, words, signature


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_unsafe(entry, found):
    parts = PurePosixPath(entry.name).parts
    inside = entry.name == DATABASE or (entry.name.startswith(MEDIA) and len(parts) > 1)
    if not entry.isreg() or ".." in parts or entry.name.startswith("/") or not inside:
        raise Damaged(f"it holds something that does not belong there: {entry.name!r}")
    if entry.name in found:
        raise Damaged(f"it holds {entry.name!r} twice")


def _unpack(tar, entry, onto):
    target = onto / entry.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        found = _hash_of(tar.extractfile(entry), out)
        out.flush()
        os.fsync(out.fileno())
    return found
