"""Hashes out of the database: those of whole tiles, and of the one that is still growing."""

from functools import lru_cache

from django.db import connection

from linli.kernel.tlog.tiles import WIDTH, Rows, nodes, rows_over, width_at
from linli.kernel.tlog.tree import Node
from linli.support.ledger.models import Leaf, Tile

_WHOLE = 'SELECT hashes FROM ledger_tile WHERE log_id = %s AND level = %s AND "index" = %s'


def stored(log: str, level: int, first: int, end: int) -> list[bytes]:
    """The hashes `[first, end)` of a level of tiles: of leaves, or of whole tiles below."""
    if first >= end:
        return []
    if level == 0:
        leaves = Leaf.objects.filter(log=log, index__gte=first, index__lt=end).order_by("index")
        return [bytes(each) for each in leaves.values_list("hash", flat=True)]
    below = Tile.objects.filter(log=log, level=level - 1, index__gte=first, index__lt=end)
    return [bytes(each) for each in below.order_by("index").values_list("root", flat=True)]


def tile(log: str, level: int, index: int, size: int) -> bytes:
    """The hashes of a tile as it was when the ledger had `size` leaves."""
    return _rows(log, level, index, size)[0]


def _rows(log: str, level: int, index: int, size: int) -> Rows:
    # What is not committed may still be undone: only what is in the ledger for good is remembered.
    read = _built if connection.in_atomic_block else _remembered
    return read(log, level, index, width_at(level, index, size))


def _built(log: str, level: int, index: int, width: int) -> Rows:
    return rows_over(_read(log, level, index, width))


def _read(log: str, level: int, index: int, width: int) -> bytes:
    if width == WIDTH:
        with connection.cursor() as cursor:  # past the model: every receipt asks this
            cursor.execute(_WHOLE, (log, level, index))
            found = cursor.fetchone()
        if found is not None:
            return bytes(found[0])
    return b"".join(stored(log, level, index * WIDTH, index * WIDTH + width))


_remembered = lru_cache(maxsize=512)(_built)  # 16 KB each, and its bytes never change


def node_at(log: str, size: int) -> Node:
    """Subtree hashes of the first `size` leaves; good for one question."""
    return nodes(lambda level, index: _rows(log, level, index, size))
