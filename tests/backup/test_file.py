"""The one file of a backup: read whole or not at all."""

import io
import itertools
import json
import random
import tarfile

import pytest

from civic.backup_file import DATABASE, Damaged, Manifest, read, write


def dump(onto):
    onto.write_bytes(b"rows" * 700)


@pytest.fixture
def made(tmp_path):
    """A small archive of a database and two photos; gives its path and what went in."""
    media = tmp_path / "media"
    for kind, content in {"private/a.bin": b"x" * 900, "public/b.webp": b"y" * 20}.items():
        (media / kind).parent.mkdir(parents=True, exist_ok=True)
        (media / kind).write_bytes(content)
    (media / "link").symlink_to("/etc/passwd")
    path = tmp_path / "made.civic"
    (media / "private/c.jpg.part").touch()
    assert write(path, Manifest("sqlite", "0001", "2026-11-26"), dump, tmp_path / "db", media) == 2
    return path


def unpacked(path, onto):
    onto.mkdir()
    manifest = read(path, onto)
    files = {one.relative_to(onto).as_posix(): one.read_bytes() for one in onto.rglob("*") if one.is_file()}
    return manifest, files


def test_everything_comes_back_and_nobody_else_may_read_it(made, tmp_path):
    manifest, files = unpacked(made, tmp_path / "out")
    assert files == {
        DATABASE: b"rows" * 700,
        "media/private/a.bin": b"x" * 900,
        "media/public/b.webp": b"y" * 20,
    }
    assert (manifest.engine, manifest.revision, manifest.made_at) == ("sqlite", "0001", "2026-11-26")
    assert made.stat().st_mode & 0o777 == 0o600


def test_an_earlier_file_is_not_written_over(made, tmp_path):
    before = made.read_bytes()
    with pytest.raises(FileExistsError):
        write(made, Manifest("sqlite", "0001", ""), dump, tmp_path / "db", tmp_path / "media")
    assert made.read_bytes() == before


def test_a_photo_that_is_moved_meanwhile_is_in_it(tmp_path):
    """The worker makes photos anew while the database is read: each is in it, here or there."""
    sent, clean = tmp_path / "media/quarantine", tmp_path / "media/private"
    sent.mkdir(parents=True), clean.mkdir()
    for number in "12":
        (sent / number).write_bytes(b"as sent " + number.encode())

    def busy(onto):
        (clean / "2.jpg").write_bytes(b"clean")
        (sent / "2").unlink()  # committed before the rows are read
        dump(onto)
        (clean / "1.jpg").write_bytes(b"clean")
        (sent / "1").unlink()  # and one after

    path = tmp_path / "made.civic"
    write(path, Manifest("sqlite", "0001", ""), busy, tmp_path / "db", tmp_path / "media")
    files = unpacked(path, tmp_path / "out")[1]
    assert files.keys() >= {"media/quarantine/1", "media/private/2.jpg"}


def test_cut_anywhere_it_is_refused(made, tmp_path):
    whole, cut = made.read_bytes(), tmp_path / "cut"
    for turn, size in enumerate(range(0, len(whole.rstrip(b"\0")), 97)):
        cut.write_bytes(whole[:size])
        with pytest.raises(Damaged):
            unpacked(cut, tmp_path / f"out-{turn}")


def test_a_changed_bit_is_refused_or_changes_nothing(made, tmp_path):
    """Padding and unused fields of a tar may differ; what is read may not."""
    whole, changed, rng = made.read_bytes(), tmp_path / "changed", random.Random(7)
    _manifest, good = unpacked(made, tmp_path / "good")
    refused = 0
    for turn in range(300):
        at = rng.randrange(len(whole))
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        try:
            found = unpacked(changed, tmp_path / f"out-{turn}")[1]
        except Damaged:
            refused += 1
        else:
            assert found == good
    assert refused > 100


def retold(made, path, change):
    """The same archive with `change(entries)` applied to its list of (TarInfo, content)."""
    with tarfile.open(made) as tar:
        entries = [(entry, tar.extractfile(entry).read()) for entry in tar]
    with tarfile.open(path, "w") as tar:
        for entry, content in change(entries):
            entry.size = len(content) if entry.isreg() else 0
            tar.addfile(entry, io.BytesIO(content))


def listed_anew(entries, change):
    """Another list; a signature behind it goes."""
    at = [entry.name for entry, _content in entries].index("manifest.json")
    others, (entry, words) = entries[:at], entries[at]
    said = json.loads(words)
    change(said)
    return [*others, (entry, json.dumps(said).encode())]


def extra(name, kind=tarfile.REGTYPE):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, "/etc/passwd"
    return entry, b""


@pytest.mark.parametrize(
    ("words", "change"),
    {
        "belong": lambda all_: [extra("media/../../outside"), *all_],
        "belong there: '/": lambda all_: [extra("/outside"), *all_],
        "belong there: 'other": lambda all_: [extra("other"), *all_],
        "belong there: 'media/l": lambda all_: [extra("media/link", tarfile.SYMTYPE), *all_],
        "twice": lambda all_: [all_[0], *all_],
        "does not fit its list": lambda all_: [extra("media/planted"), *all_],
        "not fit": lambda all_: all_[1:],
        "behind its list": lambda all_: [*all_, extra("media/later")],
        "list is missing": lambda all_: all_[:-1],
        "another version": lambda all_: listed_anew(all_, lambda said: said.update(format=3)),
        "fit its": lambda all_: listed_anew(all_, lambda said: said["files"].update(database="0" * 64)),
    }.items(),
    ids=itertools.count(),
)
def test_what_was_tampered_with_is_refused(made, tmp_path, words, change):
    path = tmp_path / "retold"
    retold(made, path, change)
    with pytest.raises(Damaged, match=words):
        unpacked(path, tmp_path / "out")
    assert not (tmp_path / "outside").exists()
