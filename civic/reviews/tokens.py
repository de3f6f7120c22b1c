"""The link of a callback: 80 bits made from a salt and the site's key; the database keeps a fingerprint.

Made anew whenever a message needs it, so that neither the outbox nor a backup holds a link in clear.
"""

import base64
import secrets

from civic.accounts.sealing import lookup

BYTES = 10


def new_salt() -> str:
    """128 random bits, one for each callback."""
    return secrets.token_urlsafe(16)


def token_of(callback) -> str:
    """The sixteen letters and digits at the end of the link."""
    made = bytes.fromhex(lookup("callback-link", f"{callback.id}:{callback.token_salt}"))
    return base64.b32encode(made[:BYTES]).decode().lower()


def fingerprint(token: str) -> str:
    """What is kept of a link, to find its callback by."""
    return lookup("callback-token", token.strip().lower())
