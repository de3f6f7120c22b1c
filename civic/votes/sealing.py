"""Naming homes without naming them, sealing ballots, and the code on a receipt. Pure: no database.

An envelope is bound to its vote and to its home's reference, so that it opens nowhere else.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from civic.votes.keystore import VoteKey

NONCE_BYTES = 12
CODE_CHARS, CODE_BITS = 12, 60
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OILU", "011V")


class Unopenable(ValueError):
    """An envelope that this key, this vote or this home did not seal."""


def reference(key: VoteKey, unit_kind: str, unit_id: int, claimed_by: int | None = None) -> str:
    """The name of a unit in the box: 64 hex characters that mean nothing without the key.

    `claimed_by`: somebody says to live there and is not checked yet. Their envelope waits under a
    name of its own, so that it never stands in the way of the home's checked ballot.
    """
    words = f"{key.vote_id}:{unit_kind}:{unit_id}"
    if claimed_by is not None:
        words += f":claimed:{claimed_by}"
    return hmac.digest(key.naming, words.encode(), "sha256").hex()


def seal(key: VoteKey, unit_ref: str, ballot: bytes) -> bytes:
    """The ballot in its envelope: as long for one choice as for any other."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key.sealing).encrypt(nonce, ballot, _bound(key.vote_id, unit_ref))


def unseal(key: VoteKey, unit_ref: str, payload: bytes) -> bytes:
    """The ballot inside. Raises Unopenable."""
    nonce, sealed = payload[:NONCE_BYTES], payload[NONCE_BYTES:]
    try:
        return AESGCM(key.sealing).decrypt(nonce, sealed, _bound(key.vote_id, unit_ref))
    except (InvalidTag, ValueError) as fault:
        raise Unopenable from fault


def _bound(vote_id, unit_ref):
    return f"civic ballot {vote_id} {unit_ref}".encode()


def fingerprint(vote_id: int, payload: bytes) -> str:
    """SHA-256 over the closed envelope: says which envelope, not whose and not what."""
    return sha256(f"civic envelope {vote_id} ".encode() + payload).hexdigest()


def code_of(print_of_envelope: str) -> str:
    """The receipt code: the first 60 bits of the fingerprint, as people can write it down."""
    bits = int(print_of_envelope, 16) >> (256 - CODE_BITS)
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(CODE_BITS - 5, -1, -5))


def in_groups(code: str) -> str:
    """XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def bounds_of(code: str) -> tuple[str, str] | None:
    """The fingerprints a typed code may stand for, from–to; None when it is no code of ours."""
    plain = "".join(sign for sign in code.upper().translate(MISREAD) if sign not in "- ")
    if len(plain) != CODE_CHARS or any(sign not in CROCKFORD for sign in plain):
        return None
    bits = 0
    for sign in plain:
        bits = bits << 5 | CROCKFORD.index(sign)
    start = bits << (256 - CODE_BITS)
    return f"{start:064x}", f"{start | (1 << (256 - CODE_BITS)) - 1:064x}"
