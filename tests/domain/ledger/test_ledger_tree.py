"""The tree is that of RFC 6962 and its proofs hold exactly when they should."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.tlog.tiles import WIDTH, TileName, entry_bundle, nodes, rows_over, width_at
from linli.kernel.tlog.tree import (
    ProofFailed,
    check_consistency,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_by_inclusion,
    root_over,
)

LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    ("e3b0c442", "b855"),
    ("6e340b9c", "fa01d"),
    ("fac54203", "3c125"),
    ("aeb6bcfe", "6e77"),
    ("d37ee418", "14b7"),
    ("4e3bbb1f", "64d4"),
    ("76e67dad", "87ef"),
    ("ddb89be4", "4c8c"),
    ("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", ""),
)


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*naive_path(m, leaves[:k]), naive(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], *, is_known: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if is_known else [naive(leaves)]
    k = 1
    while k * 2 < n:
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], is_known=is_known), naive(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], is_known=False), naive(leaves[:k])]


def entries(count: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(count)]


def plain_node(leaves: list[bytes]):
    return lambda level, index: naive(leaves[index << level : (index + 1) << level])


def tiled(leaves: list[bytes]):
    """Nodes out of tiles, as the database has them."""
    hashes = [leaf_hash(leaf) for leaf in leaves]

    def read(level: int, index: int) -> bytes:
        span = WIDTH**level
        first = index * WIDTH
        width = width_at(level, index, len(leaves))
        return b"".join(
            root_over(hashes[at * span : (at + 1) * span]) for at in range(first, first + width)
        )

    return nodes(lambda level, index: rows_over(read(level, index)))


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_roots_are_those_of_the_known_tree(size):
    begins, ends = ROOTS[size]
    root = root_over([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex()
    assert root.startswith(begins) and root.endswith(ends)


@pytest.mark.parametrize("size", range(1, 65))
def test_every_leaf_of_every_small_tree_is_proved_and_nothing_else(size):
    leaves = entries(size)
    root, node = naive(leaves), plain_node(leaves)
    assert root_at(size, node) == root == root_over([leaf_hash(leaf) for leaf in leaves])
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(index, size, node)
        assert proof == naive_path(index, leaves)
        assert root_by_inclusion(index, size, leaf_hash(leaf), proof) == root
        assert proves_not(index, size, leaf_hash(b"another"), proof, root)
        assert proves_not(index, size, leaf_hash(leaf), [*proof, root], root)
        assert not proof or proves_not(index, size, leaf_hash(leaf), proof[:-1], root)
        assert size == 1 or proves_not((index + 1) % size, size, leaf_hash(leaf), proof, root)


def proves_not(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    try:
        return root_by_inclusion(index, size, leaf, proof) != root
    except ProofFailed:
        return True


@pytest.mark.parametrize("new", range(1, 65))
def test_every_earlier_tree_is_proved_to_be_the_beginning_and_no_other(new):
    leaves = entries(new)
    node, root = plain_node(leaves), naive(leaves)
    for old in range(new + 1):
        earlier, proof = naive(leaves[:old]), consistency_proof(old, new, node)
        assert proof == (naive_subproof(old, leaves) if 0 < old < new else [])
        check_consistency(old, new, earlier, root, proof)
        if old:
            forked = naive([*leaves[: old - 1], b"another"])
            with pytest.raises(ProofFailed):
                check_consistency(old, new, forked, root, proof)
        if proof:
            for spoilt in (proof[:-1], [*proof, root], [root, *proof[1:]] if old > 1 else []):
                with pytest.raises(ProofFailed):
                    check_consistency(old, new, earlier, root, spoilt)


@given(st.integers(1, 70_000), st.data())
def test_what_tiles_give_proves_in_large_trees(size, data):
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    leaves = SHARED[:size]
    node = tiled_once(size)
    root = root_at(size, node)
    assert root == root_over(HASHES[:size])
    proof = inclusion_proof(index, size, node)
    assert root_by_inclusion(index, size, leaf_hash(leaves[index]), proof) == root
    earlier = root_over(HASHES[:old])
    check_consistency(old, size, earlier, root, consistency_proof(old, size, node))


SHARED = entries(70_000)
HASHES = [leaf_hash(leaf) for leaf in SHARED]
FULL: dict[tuple[int, int], bytes] = {}


def tiled_once(size: int):
    """The same tiles for all sizes; whole ones are hashed once."""

    def hash_at(level: int, at: int) -> bytes:
        if level == 0:
            return HASHES[at]
        if (level, at) not in FULL:
            below = [hash_at(level - 1, at * WIDTH + each) for each in range(WIDTH)]
            FULL[level, at] = root_over(below)
        return FULL[level, at]

    def read(level: int, index: int) -> bytes:
        first, width = index * WIDTH, width_at(level, index, size)
        return b"".join(hash_at(level, at) for at in range(first, first + width))

    return nodes(lambda level, index: rows_over(read(level, index)))


def test_the_layout_is_that_of_the_specification():
    assert str(TileName(0, 1_234_067)) == "tile/0/x001/x234/067"
    assert str(TileName(None, 273, 112)) == "tile/entries/273.p/112"
    widths = [(0, 272), (0, 273), (1, 0), (1, 1), (2, 0), (3, 0)]
    assert [width_at(*at, 70_000) for at in widths] == [256, 112, 256, 17, 1, 0]
    assert width_at(1, 0, 256) == 1
    assert entry_bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**9), st.integers(1, 256))
def test_a_path_is_read_as_it_is_written(level, index, width):
    name = TileName(level, index, width)
    assert TileName.parse(str(name)) == name


@pytest.mark.parametrize(
    "path",
    [
        *("tile/64/000", "tile/00/000", "tile/0/00", "tile/0/x000/000", "tile/0/000.p/0"),
        *("tile/0/000.p/256", "tile/0/000.p/01", "tile/0/../000", "tile/-1/000", ""),
    ],
)
def test_no_other_path_is_a_tile(path):
    with pytest.raises(ValueError, match="no tile"):
        TileName.parse(path)


def test_neighbours_are_told_from_leaves():
    assert node_hash(b"", b"") != leaf_hash(b"")
