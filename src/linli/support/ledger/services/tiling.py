"""Whole tiles are stored the moment their last hash is there."""

from collections.abc import Sequence

from linli.kernel.tlog.tiles import WIDTH
from linli.kernel.tlog.tree import root_over
from linli.support.ledger.models import Log, Tile
from linli.support.ledger.selectors.tiling import stored


def grow(log: Log, size: int, fresh: Sequence[bytes]) -> None:
    """Store the tiles that new hashes complete, from the leaves upwards.

    `size` is the number of hashes there were at the lowest level before these.
    """
    level, start, hashes = 0, size, list(fresh)
    while start % WIDTH + len(hashes) >= WIDTH:  # below that no tile is completed
        first = start - start % WIDTH
        row = [*stored(log.pk, level, first, start), *hashes]
        tiles = [
            _tile(log, level, (first + at) // WIDTH, row[at : at + WIDTH])
            for at in range(0, len(row) - WIDTH + 1, WIDTH)
        ]
        Tile.objects.bulk_create(tiles)
        level, start, hashes = level + 1, first // WIDTH, [bytes(tile.root) for tile in tiles]


def _tile(log: Log, level: int, index: int, hashes: list[bytes]) -> Tile:
    return Tile(log=log, level=level, index=index, hashes=b"".join(hashes), root=root_over(hashes))
