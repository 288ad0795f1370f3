"""The tree in tiles of 256 hashes, as files that never change (C2SP tlog-tiles)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from linli.kernel.tlog.tree import HASH_BYTES, Node

HEIGHT = 8
WIDTH = 1 << HEIGHT
MOST_ENTRY = 0xFFFF
"""Bytes of one entry: its length stands in two of them."""
Rows = tuple[bytes, ...]
_PATH = re.compile(
    r"tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3]|entries)/"
    r"(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class TileName:
    """Which tile: `level` is None for entries; `width` is 256 for a whole one."""

    level: int | None
    index: int
    width: int = WIDTH

    def __str__(self) -> str:
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{number}{partial}"

    @classmethod
    def parse(cls, path: str) -> "TileName":
        """Read a path below the log's prefix; ValueError when there can be no such tile."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise ValueError(f"no tile can be at {path!r}")
        level = None if found["level"] == "entries" else int(found["level"])
        index = int(found["index"].replace("x", "").replace("/", ""))
        name = cls(level, index, int(found["width"] or WIDTH))
        if str(name) != path:  # more zeros than needed, or a partial tile of 256
            raise ValueError(f"no tile can be at {path!r}")
        return name


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes a tile has when the log has `size` leaves: 0 when there is none."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


def rows_over(hashes: bytes) -> Rows:
    """What a tile holds and, one after another, the rows of hashes over it."""
    rows, pair = [hashes], 2 * HASH_BYTES
    while len(lower := rows[-1]) >= pair:
        whole = range(0, len(lower) - pair + 1, pair)
        rows.append(b"".join([sha256(b"\x01" + lower[at : at + pair]).digest() for at in whole]))
    return tuple(rows)


def nodes(read: Callable[[int, int], Rows]) -> Node:
    """Subtree hashes out of tiles; `read(level, index)` gives the rows of what a tile holds so far.

    Each tile is read once; ask again with a new one when the log has grown.
    """
    known: dict[tuple[int, int], Rows] = {}

    def node(level: int, index: int) -> bytes:
        stored, height = divmod(level, HEIGHT)
        tile, within = divmod(index << height, WIDTH)
        if (stored, tile) not in known:
            known[stored, tile] = read(stored, tile)
        at = (within >> height) * HASH_BYTES
        return known[stored, tile][height][at : at + HASH_BYTES]

    return node


def entry_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after another, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
