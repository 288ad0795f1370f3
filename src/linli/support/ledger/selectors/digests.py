"""What stands on the ledger only as its digest."""

from hashlib import sha256
from typing import Any

from linli.kernel import Actor
from linli.support.ledger.domain import canonical


def digest_of(*, viewer: Actor, value: Any) -> str:
    """SHA-256 of the canonical form (RFC 8785) of plain values, in hex.

    Raises:
        Refused: no canonical form, or a number with a point.
    """
    del viewer
    return sha256(canonical(value, field="sha256")).hexdigest()
