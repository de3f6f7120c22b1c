"""Our own witness: the newest signed checkpoint, kept in the key store, outside database and backups.

When the database is put back to an older backup, the record it holds is no longer the start of what
this site has signed. Votes then stay locked (nobody may believe a box that lost ballots) until the
operator says in public, by `flask ledger resume`, what was lost. trust.md §4.
"""

import os
from pathlib import Path

from flask import current_app

from civic.ledger import merkle, queries
from civic.ledger.signing import Note, checkpoint_file, read_note


def _file(community_id, kind="txt") -> Path:
    return Path(current_app.config["KEYS"]) / "witness" / f"{int(community_id)}.{kind}"


def keep(point) -> None:
    """Remember a checkpoint that is committed; never an older one in place of a newer."""
    known = kept(point.community_id)
    if known is not None and known.size >= point.size:
        return
    keys = current_app.config["KEYS"]
    words = checkpoint_file(keys, point.community_id, point.size, point.root_hash, point.signature)
    path = _file(point.community_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(words)
    aside.replace(path)


def kept(community_id: int) -> Note | None:
    """The newest checkpoint remembered, or None."""
    try:
        return read_note(_file(community_id).read_text())
    except FileNotFoundError:
        return None


def look() -> int:
    """Compare every remembered checkpoint with the record; lock or unlock. Returns how many are behind."""
    behind = 0
    for path in sorted(_file(0).parent.glob("*.txt")):
        community_id = int(path.stem)
        if _fits(read_note(path.read_text())):
            _file(community_id, "behind").unlink(missing_ok=True)
        else:
            _file(community_id, "behind").touch()
            behind += 1
    return behind


def is_behind(community_id: int) -> bool:
    """Whether the record was found older than what was signed. One look at a file: ballots ask it."""
    return os.path.exists(f"{current_app.config['KEYS']}/witness/{int(community_id)}.behind")


def give_up(community_id: int) -> None:
    """Stop comparing with the checkpoint remembered, which stays on file as evidence."""
    note = kept(community_id)
    _file(community_id).replace(_file(community_id, f"{note.size}.given-up"))
    _file(community_id, "behind").unlink()


def _fits(note):
    if queries.tree_size(note.community_id) < note.size:
        return False
    tops = merkle.peaks(0, note.size)
    known = queries.node_hashes(note.community_id, tops)
    return all(top in known for top in tops) and merkle.joined([known[top] for top in tops]) == note.root
