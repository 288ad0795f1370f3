"""Ledger 公开账本: an append-only, publicly checkable log of what a community decides. Modules
append leaves; the platform signs; others vouch for it; anyone checks."""

from linli.support.ledger.domain import (
    CheckpointCard,
    CosignerCard,
    Gathered,
    LeafCard,
    LogCard,
    NewLeaf,
    ReceiptCard,
    TileCard,
    WitnessCard,
)
from linli.support.ledger.selectors import (
    digest_of,
    get_checkpoint,
    get_leaf,
    get_log,
    get_receipt,
    list_witnesses,
    read_tile,
    write_bundle,
)
from linli.support.ledger.services import (
    add_witness,
    append_leaves,
    gather_cosignatures,
    need_witnesses,
    open_log,
    retire_witness,
    sign_checkpoint,
)

__all__ = [
    "CheckpointCard",
    "CosignerCard",
    "Gathered",
    "LeafCard",
    "LogCard",
    "NewLeaf",
    "ReceiptCard",
    "TileCard",
    "WitnessCard",
    "add_witness",
    "append_leaves",
    "digest_of",
    "gather_cosignatures",
    "get_checkpoint",
    "get_leaf",
    "get_log",
    "get_receipt",
    "list_witnesses",
    "need_witnesses",
    "open_log",
    "read_tile",
    "retire_witness",
    "sign_checkpoint",
    "write_bundle",
]
