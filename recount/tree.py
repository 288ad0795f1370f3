"""The tree of RFC 6962: roots of every size that is asked for, and proofs of inclusion."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

SIZE = 32


def leaf_hash(leaf: bytes) -> bytes:
    """The hash under which a leaf stands in the tree."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two halves."""
    return sha256(b"\1" + left + right).digest()


def roots(hashes: Iterable[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The root after so many leaves, for each of these sizes, smallest first."""
    wanted = iter(sorted(set(sizes)))
    size, count, perfect = next(wanted, None), 0, []
    source = iter(hashes)
    while size is not None:
        while count < size:
            perfect.append(next(source))
            count += 1
            for _ in range((count & -count).bit_length() - 1):  # each pair that is full now
                right = perfect.pop()
                perfect.append(node_hash(perfect.pop(), right))
        yield size, _fold(perfect)
        size = next(wanted, None)


def _fold(perfect: list[bytes]) -> bytes:
    if not perfect:
        return sha256(b"").digest()
    root = perfect[-1]
    for left in reversed(perfect[:-1]):
        root = node_hash(left, root)
    return root


def included(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root a proof leads to (RFC 9162, 2.1.3.2); None when the proof has the wrong length."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, each)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None
