"""The bundle of a counted vote: everything needed to count it again offline, signed by the site.

Ed25519 over SHA-256 of the canonical JSON (RFC 8785) of all of it but the signature; what each
field means stands in docs/verifying.md, what checks it is verifier/verifier.py. Ballots and
receipts never change after the close: they are written once, row by row, into a file of their own
and copied from there, so a million of them are never in memory.
"""

import hashlib
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path

from flask import current_app
from sqlalchemy import Text, cast, select

from civic.canonical import canonical
from civic.errors import NotFound
from civic.extensions import db
from civic.ledger.signing import private_key, public_bytes
from civic.votes import proof
from civic.votes.disclosure import LEAST
from civic.votes.holding import opening_part
from civic.votes.models import CountedBallot, ReceiptLine
from civic.votes.stated import stated
from civic.votes.states import BallotKind, VoteState
from civic.votes.terms import Conduct

FORMAT, RECEIPT_FORMAT = "civic-vote-bundle/1", "civic-vote-receipt/1"
BATCH, CHUNK = 5000, 1 << 20
FIGURES = (
    "roll_size", "returned", "roll_area", "returned_area", "unverified", "spoiled", "counts", "by_channel",
    "envelopes_root", "ballots_root",
)  # fmt: skip


def bundle_file(vote) -> Path:
    """The bundle as a file on this machine, made when it is not there yet or the log has grown since.

    Raises NotFound before the count, and for what was counted elsewhere. May be deleted at any time.
    """
    if vote.state != VoteState.CLOSED or vote.result is None or vote.conduct == Conduct.EXTERNAL:
        raise NotFound(None)
    parts = _small_parts(vote)
    name = hashlib.sha256(canonical(parts)).hexdigest()[:24]
    path = _folder() / f"{vote.id}-{name}.json"
    if not path.exists():
        _write_bundle(vote, parts, path)
        _forget_older(vote, path)
    return path


def signature_of(digest: bytes) -> str:
    """The site's signature over a digest: 128 hex characters."""
    return private_key(current_app.config["KEYS"]).sign(digest).hex()


def receipt_paper(vote, fingerprint: str) -> dict:
    """A receipt to keep as a file: the site's signed word that this envelope is in the box."""
    words = {"format": RECEIPT_FORMAT, "vote": vote.id, "fingerprint": fingerprint, "key": site_key()}
    return words | {"signature": signature_of(hashlib.sha256(canonical(words)).digest())}


def site_key() -> str:
    """The site's public key: 64 hex characters."""
    return public_bytes(current_app.config["KEYS"]).hex()


def _small_parts(vote) -> dict:
    """All of the bundle but ballots, receipts and signature."""
    return stated(vote) | {
        "format": FORMAT,
        "key": site_key(),
        "result": _result(vote.result),
        "log": proof.of_count(vote),
        "opening": None if _too_few(vote) else opening_part(vote),
    }


def _result(result):
    words = {name: getattr(result, name) for name in FIGURES}
    return words | {"outcome": result.outcome.value, "counted_on": result.counted_on.isoformat()}


# ---- Files ------------------------------------------------------------------------------------------


def _write_bundle(vote, parts, path):
    """Two passes over the same pieces: one to sign, one to write."""
    pieces = {name: [canonical(value)] for name, value in parts.items()}
    result, few = vote.result, _too_few(vote)
    pieces["ballots"] = [b"null"] if few else _chunks(_rows_file(result, "ballots", _ballot_rows))
    pieces["receipts"] = _chunks(_rows_file(result, "receipts", _receipt_rows))
    digest = hashlib.sha256()
    for piece in _joined(pieces):
        digest.update(piece)
    pieces["signature"] = [canonical(signature_of(digest.digest()))]
    _put_aside_then_in_place(path, _joined(pieces))


def _too_few(vote):
    """So few secret ballots that each would be guessed: they are not given out one by one."""
    return vote.ballot_kind != BallotKind.NAMED and vote.result.returned < LEAST


class _chunks:
    """The bytes of a file, as often as asked for."""

    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _joined(pieces):
    """An object's bytes, its names in canonical order."""
    before = b"{"
    for name in sorted(pieces):
        yield before + canonical(name) + b":"
        yield from pieces[name]
        before = b","
    yield b"}"


def prepare_rows(result) -> bool:
    """Write the files of ballots and receipts of a result; False when they are there already."""
    before = [
        path for path in (_rows_path(result, "ballots"), _rows_path(result, "receipts")) if path.exists()
    ]
    _rows_file(result, "ballots", _ballot_rows)
    _rows_file(result, "receipts", _receipt_rows)
    return len(before) < 2


def _rows_file(result, what, rows) -> Path:
    """A canonical JSON array in a file named by the roots it belongs to; written once."""
    path = _rows_path(result, what)
    if not path.exists():
        _put_aside_then_in_place(path, _array(rows(result.vote_id)))
    return path


def _rows_path(result, what) -> Path:
    mark = hashlib.sha256(f"{result.envelopes_root} {result.ballots_root}".encode()).hexdigest()[:24]
    return _folder() / f"{result.vote_id}-{mark}.{what}"


def _array(rows):
    before = b"["
    for row in rows:
        yield before + row
        before = b","
    yield b"[]" if before == b"[" else b"]"


def _ballot_rows(vote_id):
    """Ballots in the order of their random keys. Contents repeat, so each is made canonical once."""

    @lru_cache(maxsize=4096)
    def told(stored):
        return canonical(json.loads(stored))

    rows = select(CountedBallot.key, cast(CountedBallot.content, Text)).where(
        CountedBallot.vote_id == vote_id
    )
    rows = rows.order_by(CountedBallot.key).execution_options(yield_per=BATCH)
    for key, stored in db.session.execute(rows):
        yield b'{"content":' + told(stored) + b',"key":"' + key.encode() + b'"}'


def _receipt_rows(vote_id):
    """Fingerprints in their order, each with what became of its envelope."""
    rows = select(ReceiptLine.fingerprint, ReceiptLine.standing).where(ReceiptLine.vote_id == vote_id)
    rows = rows.order_by(ReceiptLine.fingerprint).execution_options(yield_per=BATCH)
    for fingerprint, standing in db.session.execute(rows):
        yield f'["{fingerprint}","{standing.value}"]'.encode()


def _put_aside_then_in_place(path, pieces):
    """So that nobody reads half a file, and two writers do no harm."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with aside.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _forget_older(vote, path):
    for other in _folder().glob(f"{vote.id}-*.json"):
        if other != path:
            other.unlink(missing_ok=True)


def _folder() -> Path:
    folder = current_app.config["INSTANCE"] / "bundles"
    folder.mkdir(exist_ok=True)
    return folder
