"""Appending, signing, and having others vouch."""

from linli.support.ledger.services.appending import append_leaves
from linli.support.ledger.services.cosigning import gather_cosignatures
from linli.support.ledger.services.signing import sign_checkpoint
from linli.support.ledger.services.witnesses import (
    add_witness,
    need_witnesses,
    open_log,
    retire_witness,
)

__all__ = [
    "add_witness",
    "append_leaves",
    "gather_cosignatures",
    "need_witnesses",
    "open_log",
    "retire_witness",
    "sign_checkpoint",
]
