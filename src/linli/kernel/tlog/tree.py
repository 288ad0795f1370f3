"""The Merkle tree of a transparency log: hashes, roots, and proofs (RFC 6962, RFC 9162).

Proofs are made from a `Node`: something that knows the hash over the leaves
`[index << level, (index + 1) << level)`. Whoever stores hashes answers it from what is stored, so
that a proof costs as many of them as the tree is high.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32


class ProofFailed(ValueError):
    """A proof does not prove what it should."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one entry (RFC 6962, 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root_over(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; the empty tree has one too."""
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        left_over = row[-1:] if len(row) % 2 else []
        row = [*map(node_hash, row[::2], row[1::2]), *left_over]
    return row[0]


def root_at(size: int, node: Node) -> bytes:
    """The root of the first `size` leaves."""
    return _over(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from a leaf to the root of the first `size` leaves, lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    found: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append(_over(middle, end, node))
            end = middle
        else:
            found.append(_over(start, middle, node))
            start = middle
    return found[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that show the first `old` leaves of `new` to be the whole earlier tree."""
    if not 0 <= old <= new:
        raise ValueError(f"{old} is not an earlier size of {new}")
    if old in (0, new):
        return []
    found: list[bytes] = []
    start, end, is_known = 0, new, True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            found.append(_over(middle, end, node))
            end = middle
        else:
            found.append(_over(start, middle, node))
            start, is_known = middle, False
    if not is_known:
        found.append(_over(start, end, node))
    return found[::-1]


def root_by_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); ProofFailed when to none."""
    if not 0 <= index < size:
        raise ProofFailed(f"leaf {index} is not in a tree of {size}")
    at, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            raise ProofFailed("the proof is too long")
        if at & 1 or at == last:
            found = node_hash(each, found)
            at, last = _up_to_a_right_hand(at, last)
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFailed("the proof is too short")
    return found


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """ProofFailed unless the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if old > new or (old in (0, new) and proof):
        raise ProofFailed("the proof is not for these sizes")
    if old == 0:
        return
    if old == new:
        _same(old_root, new_root)
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise ProofFailed("the proof is too short")
    at, last = _up_while_right(old - 1, new - 1)
    earlier = later = path[0]
    for each in path[1:]:
        if last == 0:
            raise ProofFailed("the proof is too long")
        if at & 1 or at == last:
            earlier, later = node_hash(each, earlier), node_hash(each, later)
            at, last = _up_to_a_right_hand(at, last)
        else:
            later = node_hash(later, each)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFailed("the proof is too short")
    _same(earlier, old_root)
    _same(later, new_root)


def _same(found: bytes, wanted: bytes) -> None:
    if found != wanted:
        raise ProofFailed("the proof leads to another root")


def _split(count: int) -> int:
    """The largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1


def _over(start: int, end: int, node: Node) -> bytes:
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(count)
    return node_hash(_over(start, middle, node), _over(middle, end, node))


def _up_to_a_right_hand(at: int, last: int) -> tuple[int, int]:
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _up_while_right(at: int, last: int) -> tuple[int, int]:
    while at & 1:
        at, last = at >> 1, last >> 1
    return at, last
