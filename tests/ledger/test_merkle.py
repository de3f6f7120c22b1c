"""The tree's arithmetic against pymerkle, and against the definition of RFC 9162 read literally."""

from hashlib import sha256

import pytest
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


def proof(leaves, path):
    """The hashes of a proof, each node computed from its leaves."""
    return [
        merkle.joined([literal_root(leaves[i << level : (i + 1) << level]) for level, i in nodes])
        for nodes in path
    ]


@given(leaves_of, st.data())
def test_a_tree_grown_leaf_by_leaf_has_the_nodes_and_the_root_of_all(words, data):
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    start = data.draw(st.integers(0, len(leaves)))
    tops = [literal_root(leaves[i << level : (i + 1) << level]) for level, i in merkle.peaks(0, start)]
    tree = merkle.Growing(start, tops)
    done = [node for leaf in leaves[start:] for node in tree.append(leaf)]
    assert tree.root() == merkle.root(leaves)
    whole = [
        (level, i, literal_root(leaves[i << level : (i + 1) << level]))
        for level in range(1, len(leaves).bit_length())
        for i in range(len(leaves) >> level)
        if (i + 1) << level > start
    ]
    assert sorted(done) == sorted(whole)


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
    path, root = proof(leaves, merkle.inclusion_nodes(index, len(leaves))), merkle.root(leaves)
    assert merkle.includes(leaves[index], index, len(leaves), path, root)
    stranger = sha256(b"stranger").digest()
    assert not merkle.includes(stranger, index, len(leaves), path, root)
    assert not merkle.includes(leaves[index], index, len(leaves), path + [stranger], root)
    assert not merkle.includes(leaves[index], len(leaves), len(leaves), path, root)
    if path:
        assert not merkle.includes(leaves[index], index, len(leaves), path[:-1], root)


# The eight inputs and roots that Certificate Transparency logs have been tested with since RFC 6962.
VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_eight_published_roots(size):
    leaves = [sha256(b"\x00" + bytes.fromhex(words)).digest() for words, _ in VECTORS[:size]]
    assert merkle.root(leaves).hex() == VECTORS[size - 1][1]


@given(leaves_of, st.data())
def test_a_grown_tree_is_shown_to_hold_the_old_one(words, data):
    tree = InmemoryTree(algorithm="sha256")
    for word in words:
        tree.append_entry(word)
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    first = data.draw(st.integers(1, len(leaves)))
    path = proof(leaves, merkle.consistency_nodes(first, len(leaves)))
    old, new = merkle.root(leaves[:first]), merkle.root(leaves)
    assert (tree.get_root(first), tree.get_root()) == (old, new)
    assert merkle.is_consistent(first, len(leaves), path, old, new)
    stranger = sha256(b"stranger").digest()
    assert not merkle.is_consistent(first, len(leaves), [*path, stranger], old, new)
    assert not merkle.is_consistent(first, len(leaves), path, stranger, new)
    assert not merkle.is_consistent(first, len(leaves), path, old, stranger)
    assert not merkle.is_consistent(0, len(leaves), path, old, new)
    for place in range(len(path)):
        assert not merkle.is_consistent(
            first, len(leaves), [*path[:place], stranger, *path[place + 1 :]], old, new
        )
        assert not merkle.is_consistent(first, len(leaves), path[:place] + path[place + 1 :], old, new)


@given(leaves_of, st.data())
def test_a_line_changed_in_the_past_breaks_the_proof(words, data):
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    first = data.draw(st.integers(1, len(leaves)))
    old = merkle.root(leaves[:first])
    changed = data.draw(st.integers(0, first - 1))
    leaves[changed] = sha256(b"other").digest()
    path = proof(leaves, merkle.consistency_nodes(first, len(leaves)))
    assert not merkle.is_consistent(first, len(leaves), path, old, merkle.root(leaves))


def test_the_salt_is_part_of_the_leaf():
    assert merkle.leaf_hash(b"a" * 16, {"x": 1}) != merkle.leaf_hash(b"b" * 16, {"x": 1})


def test_the_leaf_does_not_depend_on_the_order_of_keys():
    assert merkle.leaf_hash(b"", {"b": 1, "a": 2}) == merkle.leaf_hash(b"", {"a": 2, "b": 1})
    assert merkle.leaf_hash(b"", {"a": 1}) == sha256(b'\x00{"a":1}').digest()


@given(leaves_of)
def test_the_nodes_over_all_give_every_root_there_was(words):
    leaves = [sha256(b"\x00" + word).digest() for word in words]
    nodes = merkle.nodes_over(leaves)
    for size in range(1, len(leaves) + 1):
        assert merkle.root_at(size, nodes) == literal_root(leaves[:size])
    assert merkle.root_at(0, nodes) is None
    assert merkle.root_at(len(leaves) + 1, nodes) is None
