"""Sealing and blind lookups under keys derived from CIVIC_SECRET_KEY.

`seal` is AES-256-GCM with the purpose bound in; `lookup` is HMAC-SHA256. Each purpose has a key of
its own (HKDF), so a lookup of one kind never equals one of another. Losing or changing
CIVIC_SECRET_KEY makes every stored telephone number unreadable: everybody would register anew.
"""

import hmac
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12


def lookup(purpose: str, value: str) -> str:
    """A keyed fingerprint of `value` (64 hex digits): finds it again, tells nothing about it."""
    return hmac.digest(_key("lookup", purpose), value.encode(), "sha256").hex()


def lookups(purpose: str, values) -> list[str]:
    """Fingerprints of many values with one key derivation."""
    key = _key("lookup", purpose)
    return [hmac.digest(key, value.encode(), "sha256").hex() for value in values]


def same(left: str, right: str) -> bool:
    """Equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(left, right)


def seal(purpose: str, value: str) -> bytes:
    """Encrypt for storage; only `unseal` with the same purpose and key opens it."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key("seal", purpose)).encrypt(nonce, value.encode(), purpose.encode())


def unseal(purpose: str, sealed: bytes) -> str:
    """Decrypt. Raises cryptography.exceptions.InvalidTag when altered or of another purpose."""
    opened = AESGCM(_key("seal", purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    return opened.decode()


def _key(use, purpose):
    return _derived(current_app.config["SECRET_KEY"], f"civic {use} {purpose}")


@lru_cache(maxsize=64)
def _derived(master, info):
    return HKDF(SHA256(), 32, salt=None, info=info.encode()).derive(master.encode())
