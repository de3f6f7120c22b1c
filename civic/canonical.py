"""JSON in the one form of RFC 8785, of which hashes and signatures are made."""

import json

import rfc8785

GREATEST = 2**53 - 1  # RFC 8785 knows no greater whole number
EASY = frozenset({str, bool, type(None)})
# Of what `_is_plain` lets through, this is the same form: members in order, nothing escaped that need not be.
PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical(value) -> bytes:
    """The canonical form; what the record holds nearly always is written by the interpreter itself.

    Raises ValueError for what JSON cannot say.
    """
    return PLAIN.encode(value).encode() if _is_plain(value) else rfc8785.dumps(value)


def _is_plain(value):
    """Whether it holds no fraction, no great number and no name outside ASCII: those go by the library."""
    kind = type(value)
    if kind in EASY:
        return True
    if kind is int:
        return -GREATEST <= value <= GREATEST
    if kind is list:
        return all(map(_is_plain, value))
    if kind is not dict:
        return False
    for key, held in value.items():
        if type(key) is not str or not key.isascii() or not (type(held) in EASY or _is_plain(held)):
            return False
    return True
