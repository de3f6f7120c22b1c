"""Merkle tree hashing of RFC 6962 / RFC 9162, section 2.1, over SHA-256. Pure."""

from hashlib import sha256

import rfc8785

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(salt: bytes, content: dict) -> bytes:
    """SHA-256(0x00 ‖ salt ‖ canonical JSON of RFC 8785): 32 bytes."""
    return sha256(LEAF + salt + rfc8785.dumps(content)).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(NODE + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes in order; of none: the hash of nothing (RFC 9162, 2.1.1)."""
    if not leaves:
        return sha256(b"").digest()
    row = list(leaves)
    while len(row) > 1:  # an odd last node moves up unchanged, which equals the RFC's split
        paired = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) & ~1 :]
    return row[0]


def inclusion_path(leaves: list[bytes], index: int) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root (RFC 9162, 2.1.3.1)."""
    path, row = [], list(leaves)
    while len(row) > 1:
        sibling = index ^ 1
        if sibling < len(row):
            path.append(row[sibling])
        paired = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) & ~1 :]
        index //= 2
    return path


def includes(leaf: bytes, index: int, size: int, path: list[bytes], expected: bytes) -> bool:
    """Whether `path` leads from `leaf` at `index` to the root of a tree of `size` leaves."""
    if not 0 <= index < size:
        return False
    here, last, rest = leaf, size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not rest:
                return False
            sibling = rest.pop(0)
            here = node_hash(sibling, here) if index & 1 else node_hash(here, sibling)
        index, last = index >> 1, last >> 1
    return not rest and here == expected
