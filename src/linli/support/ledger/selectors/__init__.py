"""What can be asked of the public ledger."""

from linli.support.ledger.selectors.bundles import write_bundle
from linli.support.ledger.selectors.checkpoints import (
    get_checkpoint,
    get_log,
    list_witnesses,
)
from linli.support.ledger.selectors.digests import digest_of
from linli.support.ledger.selectors.leaves import get_leaf
from linli.support.ledger.selectors.proving import get_receipt, read_tile

__all__ = [
    "digest_of",
    "get_checkpoint",
    "get_leaf",
    "get_log",
    "get_receipt",
    "list_witnesses",
    "read_tile",
    "write_bundle",
]
