"""What anyone can check: receipts and tiles. Nothing here tells what a private record says."""

from linli.kernel import Actor, Refused
from linli.kernel.tlog.checkpoints import Proof, short_code
from linli.kernel.tlog.tiles import WIDTH, TileName, entry_bundle, width_at
from linli.kernel.tlog.tree import HASH_BYTES, inclusion_proof
from linli.support.ledger.domain import ReceiptCard, TileCard
from linli.support.ledger.models import Checkpoint, Leaf, Log
from linli.support.ledger.selectors.checkpoints import (
    find_log,
    newest,
    newest_vouched,
    signed_note,
)
from linli.support.ledger.selectors.tiling import node_at, tile

_NO_TILE = "There is no such part of the ledger."


def get_receipt(*, viewer: Actor, community: str, index: int) -> ReceiptCard:
    """That a leaf is in the ledger, to be checked offline; under the newest vouched checkpoint.

    It is made of public hashes only, so any leaf's may be had; which leaf is somebody's own is
    known to the module that appended it, and that module gives the index to nobody else.
    `unavailable` until the leaf is under a signed checkpoint, some seconds after it was appended.
    """
    log = find_log(community)
    if not 0 <= index < log.size:
        raise Refused("not_found", "There is no such leaf.", field="index")
    point = _over(log, index)
    node = node_at(log.pk, point.size)
    proof, hashed = inclusion_proof(index, point.size, node), node(0, index)
    return ReceiptCard(
        index=index,
        size=point.size,
        proof=str(Proof(index, tuple(proof), signed_note(point))),
        code=short_code(hashed),
        qr=f"{log.origin} {index} {hashed.hex()}",
    )


def read_tile(*, viewer: Actor, community: str, path: str) -> TileCard:
    """A tile or a bundle of entries by its path (`tile/0/x001/067.p/8`, `tile/entries/000`);
    public. Only what lies under a signed checkpoint is given."""
    log = find_log(community)
    try:
        name = TileName.parse(path)
    except ValueError:
        raise Refused("not_found", _NO_TILE) from None
    point = newest(log)
    if point is None or name.width > width_at(name.level or 0, name.index, point.size):
        raise Refused("not_found", _NO_TILE)
    if name.level is None:
        return TileCard(_entries(log, name))
    hashes = tile(log.pk, name.level, name.index, point.size)
    return TileCard(hashes[: name.width * HASH_BYTES])


def _over(log: Log, index: int) -> Checkpoint:
    for find in (newest_vouched, newest):
        point = find(log)
        if point is not None and index < point.size:
            return point
    raise Refused(
        "unavailable", "The ledger is signed again in a few seconds; the receipt is there then."
    )


def _entries(log: Log, name: TileName) -> bytes:
    first = name.index * WIDTH
    rows = Leaf.objects.filter(log=log, index__gte=first, index__lt=first + name.width)
    return entry_bundle(
        bytes(text) for text in rows.order_by("index").values_list("text", flat=True)
    )
