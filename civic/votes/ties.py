"""A tie by lot: it follows from the sealed count and from a public draw named before the opening. Pure.

Anybody can work it out: seed = SHA-256(root of the counted ballots ‖ what the draw gave, as UTF-8);
of the options that lead alike the one wins whose SHA-256(seed ‖ its letter, as UTF-8) is smallest.
"""

from hashlib import sha256


def drawn(ballots_root: str, draw_value: str, letters) -> str:
    """The letter the lot falls on. Args: ballots_root — 64 hex characters, fixed before the draw."""
    seed = sha256(bytes.fromhex(ballots_root) + draw_value.strip().encode()).digest()
    return min(letters, key=lambda letter: sha256(seed + letter.encode()).digest())
