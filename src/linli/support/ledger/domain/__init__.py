"""Leaves, commitments and cards of the public ledger; the tree itself is `kernel.tlog`."""

from linli.support.ledger.domain.canonical import canonical
from linli.support.ledger.domain.cards import (
    Asking,
    CheckpointCard,
    CosignerCard,
    Gathered,
    LeafCard,
    LogCard,
    ReceiptCard,
    TileCard,
    WitnessCard,
    wait_after,
)
from linli.support.ledger.domain.leaves import (
    COMMITS,
    OPEN,
    SALT_BYTES,
    NewLeaf,
    check,
    commitment,
    line,
    moment,
    record_bytes,
    written,
)

__all__ = [
    "COMMITS",
    "OPEN",
    "SALT_BYTES",
    "Asking",
    "CheckpointCard",
    "CosignerCard",
    "Gathered",
    "LeafCard",
    "LogCard",
    "NewLeaf",
    "ReceiptCard",
    "TileCard",
    "WitnessCard",
    "canonical",
    "check",
    "commitment",
    "line",
    "moment",
    "record_bytes",
    "wait_after",
    "written",
]
