"""Codes on household slips: 12 Crockford base32 characters, the last one checks the others.

55 random bits. The check is a sum over GF(32) with weights α^i: every single wrong character and
every swap of two different characters is noticed, so most misreadings are told apart from
guesses before the database is asked. Pure.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_LOOKALIKES = str.maketrans("OILoil", "011011")
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)}
_MODULUS = 0b100101  # x^5 + x^2 + 1


def new_code() -> str:
    """A fresh code without dashes."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that completes 11 others."""
    total, weight = 0, 1
    for character in body:
        weight = _doubled(weight)
        total ^= _product(ALPHABET.index(character), weight)
    return ALPHABET[total]


def normalised(typed: str) -> str:
    """What was meant: upper case, dashes and blanks dropped, O read as 0, I and L as 1."""
    plain = (typed or "").translate(_FULL_WIDTH)
    kept = "".join(c for c in plain if c.isalnum())
    return kept.translate(_LOOKALIKES).upper()[: LENGTH + 1]


def is_complete(code: str) -> bool:
    """Twelve characters of the alphabet."""
    return len(code) == LENGTH and all(c in ALPHABET for c in code)


def is_well_formed(code: str) -> bool:
    """Complete, and the last character fits the others."""
    return is_complete(code) and check_character(code[:-1]) == code[-1]


def grouped(code: str) -> str:
    """ABCD-EFGH-JKMN, as printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _doubled(value):
    value <<= 1
    return value ^ _MODULUS if value & 32 else value


def _product(left, right):
    result = 0
    while right:
        if right & 1:
            result ^= left
        left, right = _doubled(left), right >> 1
    return result
