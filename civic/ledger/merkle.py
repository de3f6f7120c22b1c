"""Merkle tree hashing of RFC 6962 / RFC 9162, section 2.1, over SHA-256. Pure."""

from hashlib import sha256

from civic.canonical import canonical

LEAF, NODE = b"\x00", b"\x01"
Node = tuple[int, int]  # level and index: the hash over leaves index·2^level … (index+1)·2^level - 1


def leaf_hash(salt: bytes, content: dict) -> bytes:
    """SHA-256(0x00 ‖ salt ‖ canonical JSON of RFC 8785): 32 bytes."""
    return sha256(LEAF + salt + canonical(content)).digest()


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


def peaks(low: int, high: int) -> list[Node]:
    """The whole subtrees that leaves low…high-1 fall into, left to right; `low` as the RFC splits it."""
    found = []
    for level in range((high - low).bit_length() - 1, -1, -1):
        if (high - low) >> level & 1:
            found.append((level, low >> level))
            low += 1 << level
    return found


def joined(hashes: list[bytes]) -> bytes:
    """The hash over a run of peaks: the RFC's split read from the right. At least one."""
    *rest, here = hashes
    for left in reversed(rest):
        here = node_hash(left, here)
    return here


def inclusion_nodes(index: int, size: int) -> list[list[Node]]:
    """Of which nodes each hash of the proof of leaf `index` is made, leaf first (RFC 9162, 2.1.3.1)."""
    found, low, high = [], 0, size
    while high - low > 1:
        split = low + _left_of(high - low)
        if index < split:
            found.append(peaks(split, high))
            high = split
        else:
            found.append(peaks(low, split))
            low = split
    return found[::-1]


def consistency_nodes(first: int, size: int) -> list[list[Node]]:
    """Of which nodes the proof is made that the tree of `first` leaves is the start of that of `size`.

    RFC 9162, 2.1.4.1: PROOF(m, D_n) = SUBPROOF(m, D_n, true). Raises ValueError unless 0 < first ≤ size.
    """
    if not 0 < first <= size:
        raise ValueError(first)
    found, low, high, whole = [], 0, size, True
    while first != high:
        split = low + _left_of(high - low)
        if first <= split:
            found.append(peaks(split, high))
            high = split
        else:
            found.append(peaks(low, split))
            low, whole = split, False
    return (found if whole else [*found, peaks(low, high)])[::-1]


def _left_of(size):
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def nodes_over(leaves: list[bytes]) -> dict[Node, bytes]:
    """Every node of the tree that is whole, the leaves at level 0; later leaves alter none of them."""
    found, level, row = {}, 0, leaves
    while row:
        found.update(((level, index), mark) for index, mark in enumerate(row))
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
        level += 1
    return found


def root_at(size: int, nodes: dict[Node, bytes]) -> bytes | None:
    """The root over the first `size` leaves, of `nodes_over` them all; None where there are not so many."""
    tops = [nodes.get(node) for node in peaks(0, size)]
    return joined(tops) if tops and None not in tops else None


class Growing:
    """A tree that leaves are put to one by one, from the peaks it has. Gives each node as it is complete."""

    def __init__(self, size: int = 0, peak_hashes: list[bytes] = ()):
        self.size = size
        self._peaks = [(level, mark) for (level, _), mark in zip(peaks(0, size), peak_hashes, strict=True)]

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """(level, index, hash) of the inner nodes this leaf completes, lowest first."""
        done, level, here = [], 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            here, level = node_hash(self._peaks.pop()[1], here), level + 1
            done.append((level, self.size >> level, here))
        self._peaks.append((level, here))
        self.size += 1
        return done

    def root(self) -> bytes:
        """The root over all leaves so far; of none: the hash of nothing."""
        return joined([mark for _, mark in self._peaks]) if self._peaks else root([])


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


def is_consistent(first: int, second: int, path: list[bytes], old: bytes, new: bytes) -> bool:
    """Whether `path` shows root `new` of `second` leaves to grow from `old` of `first` (RFC, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and old == new
    rest = [old, *path] if first & (first - 1) == 0 else list(path)
    if not rest:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = rest.pop(0)
    for sibling in rest:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and before == old and after == new
