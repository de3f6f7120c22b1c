"""Boxes whose key lies with holders: sealing to their public key, and checking what they bring. Pure.

The other half is verifier/keyholder.py, written apart, run off the server. An envelope is an ephemeral
X25519 key and AES-256-GCM under HKDF-SHA256 of the agreement (as in HPKE, RFC 9180, with one suite).
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from civic.canonical import canonical

KEY_FORMAT, BOX_FORMAT, OPENED_FORMAT = "civic-box-key/1", "civic-box/1", "civic-opened/1"
REHEARSAL, VOTE = "rehearsal", "vote"
MOST_HOLDERS = 9


class Unfit(ValueError):
    """What was brought is not what belongs here; `code` says which check failed."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class BoxKey:
    """The public half of a key: how many shares open it, the box key, each holder's signing key."""

    needed: int
    box_key: str
    holders: tuple[str, ...]

    def words(self) -> dict:
        """As in the file that keyholder.py writes."""
        holders = [{"no": no, "key": key} for no, key in enumerate(self.holders, 1)]
        return {"format": KEY_FORMAT, "needed": self.needed, "box_key": self.box_key, "holders": holders}


@dataclass(frozen=True)
class Opened:
    """What came out of a box, as the holders present signed it."""

    box: str
    unreadable: int
    list: str
    ballots: tuple[str, ...]
    signatures: tuple[tuple[int, str], ...]


def read_key(text: str) -> BoxKey:
    """The public key file. Raises Unfit("key_file") for anything else."""
    said = _object(text, {"format", "needed", "box_key", "holders"}, "key_file")
    try:
        keys = [one["key"] for one in said["holders"]]
        fits = [one["no"] for one in said["holders"]] == list(range(1, len(keys) + 1))
        fits = fits and said["format"] == KEY_FORMAT and 2 <= said["needed"] <= len(keys) <= MOST_HOLDERS
        fits = fits and len(set(keys)) == len(keys) and all(map(_is_key, [said["box_key"], *keys]))
    except (TypeError, KeyError):
        fits = False
    if not fits:
        raise Unfit("key_file")
    return BoxKey(said["needed"], said["box_key"], tuple(keys))


def _is_key(words):
    return isinstance(words, str) and len(words) == 64 and not set(words) - set("0123456789abcdef")


def seal(box_key: str, kind: str, vote: int, ballot: bytes) -> bytes:
    """The ballot in an envelope that only the holders together can open; the site throws its half away."""
    sender, to = X25519PrivateKey.generate(), X25519PublicKey.from_public_bytes(bytes.fromhex(box_key))
    public, bound = sender.public_key().public_bytes_raw(), f"civic envelope/1 {kind} {vote}".encode()
    secret = HKDF(hashes.SHA256(), 32, public + to.public_bytes_raw(), bound).derive(sender.exchange(to))
    return public + AESGCM(secret).encrypt(bytes(12), ballot, bound)  # a key of its own each, so one nonce


def box_file(key: BoxKey, kind: str, vote: int, question: str, envelopes: list[bytes]) -> str:
    """The box as a file for keyholder.py; the envelopes in the order of their bytes, which is random."""
    return canonical({
        "format": BOX_FORMAT, "kind": kind, "vote": vote, "question": question, "key": key.words(),
        "envelopes": [base64.b64encode(one).decode() for one in sorted(envelopes)],
    }).decode()  # fmt: skip


def digest_of(text: str) -> str:
    """SHA-256 over a box file, which is canonical."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_digest(ballots) -> str:
    """SHA-256 over the ballots in sorted order: says what came out, not in which order."""
    return hashlib.sha256("\n".join(sorted(ballots)).encode()).hexdigest()


def read_opened(text: str, key: BoxKey, kind: str, vote: int, box: str) -> Opened:
    """What keyholder.py wrote, checked against the box it was given.

    Raises Unfit: opened_file (not such a file), other_vote, other_kind, other_box, other_list (the ballots
    are not those that were signed), lost (not as many ballots as envelopes), too_few (signatures of
    different holders).
    """
    names = {"format", "kind", "vote", "box", "unreadable", "list", "ballots", "signatures"}
    said = _object(text, names, "opened_file")
    ballots, signatures, unreadable = said["ballots"], said["signatures"], said["unreadable"]
    shaped = said["format"] == OPENED_FORMAT and isinstance(ballots, list) and isinstance(signatures, list)
    shaped = shaped and type(unreadable) is int and unreadable >= 0
    if not shaped or not all(isinstance(one, str) for one in ballots):
        raise Unfit("opened_file")
    for code, fits in (
        ("other_vote", said["vote"] == vote),
        ("other_kind", said["kind"] == kind),
        ("other_box", said["box"] == digest_of(box)),
        ("lost", len(ballots) + unreadable == len(json.loads(box)["envelopes"])),
        ("other_list", said["list"] == list_digest(ballots)),
    ):
        if not fits:
            raise Unfit(code)
    good = tuple(sorted(_signers(said, key)))
    if len({no for no, _ in good}) < key.needed:
        raise Unfit("too_few")
    return Opened(said["box"], unreadable, said["list"], tuple(ballots), good)


def statement(kind: str, vote: int, box: str, unreadable: int, list_: str) -> bytes:
    """What each holder signs."""
    return "\n".join((OPENED_FORMAT, kind, str(vote), box, str(unreadable), list_)).encode()


def _signers(said, key):
    """(holder, signature) of each good signature, one a holder."""
    words = statement(said["kind"], said["vote"], said["box"], said["unreadable"], said["list"])
    found = {}
    for one in said["signatures"]:
        try:
            no, signature = one["holder"], one["signature"]
            if not (type(no) is int and 1 <= no <= len(key.holders)):
                continue
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.holders[no - 1]))
            public.verify(bytes.fromhex(signature), words)
            found[no] = signature
        except (InvalidSignature, ValueError, TypeError, KeyError):
            continue
    return found.items()


def _object(text, names, code):
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit(code) from None
    if not isinstance(said, dict) or set(said) != names:
        raise Unfit(code)
    return said
