"""The tree in tiles of 256 hashes, as files that never change (C2SP tlog-tiles)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linli.kernel.tlog.tree import HASH_BYTES, Node, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
MOST_ENTRY = 0xFFFF
"""Bytes of one entry: its length stands in two of them."""
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


def nodes(read: Callable[[int, int], bytes]) -> Node:
    """Subtree hashes out of tiles; `read(level, index)` gives what a tile holds so far.

    Each tile is read once; ask again with a new one when the log has grown.
    """
    known: dict[tuple[int, int], list[list[bytes]]] = {}

    def rows(level: int, index: int) -> list[list[bytes]]:
        if (level, index) not in known:
            known[level, index] = [split(read(level, index))]
        return known[level, index]

    def node(level: int, index: int) -> bytes:
        stored, height = divmod(level, HEIGHT)
        tile, within = divmod(index << height, WIDTH)
        built = rows(stored, tile)
        while len(built) <= height:
            lower = built[-1]
            built.append([*map(node_hash, lower[:-1:2], lower[1::2])])
        return built[height][within >> height]

    return node


def split(hashes: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def entry_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after another, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
