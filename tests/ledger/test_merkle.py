"""The tree's arithmetic against pymerkle, and against the definition of RFC 9162 read literally."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from civic.ledger import merkle

leaves_of = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=70)


def literal_root(leaves):
    """RFC 9162 §2.1.1: split at the largest power of two smaller than n."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + literal_root(leaves[:split]) + literal_root(leaves[split:])).digest()


@given(leaves_of)
def test_root_is_the_rfcs_and_pymerkles(words):
    tree = InmemoryTree(algorithm="sha256")
    for word in words:
        tree.append_entry(word)
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    assert merkle.root(leaves) == literal_root(leaves) == tree.get_root()


def test_root_of_nothing():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(leaves_of, st.data())
def test_a_path_proves_its_leaf_and_no_other(words, data):
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.inclusion_path(leaves, index), merkle.root(leaves)
    assert merkle.includes(leaves[index], index, len(leaves), path, root)
    stranger = sha256(b"stranger").digest()
    assert not merkle.includes(stranger, index, len(leaves), path, root)
    assert not merkle.includes(leaves[index], index, len(leaves), path + [stranger], root)
    assert not merkle.includes(leaves[index], len(leaves), len(leaves), path, root)
    if path:
        assert not merkle.includes(leaves[index], index, len(leaves), path[:-1], root)


def test_the_salt_is_part_of_the_leaf():
    assert merkle.leaf_hash(b"a" * 16, {"x": 1}) != merkle.leaf_hash(b"b" * 16, {"x": 1})


def test_the_leaf_does_not_depend_on_the_order_of_keys():
    assert merkle.leaf_hash(b"", {"b": 1, "a": 2}) == merkle.leaf_hash(b"", {"a": 2, "b": 1})
    assert merkle.leaf_hash(b"", {"a": 1}) == sha256(b'\x00{"a":1}').digest()
