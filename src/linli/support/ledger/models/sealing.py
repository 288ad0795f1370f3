"""Keys and private records at rest: sealed with a key of this module's own."""

from functools import lru_cache

from django.conf import settings

from linli.kernel.seal import derive, open_bytes, seal_bytes
from linli.kernel.tlog.notes import Signer
from linli.support.ledger.domain import SALT_BYTES


def seal_signer(signer: Signer, community: str) -> bytes:
    """A private key, sealed for one community."""
    return seal_bytes(signer.text().encode(), key=_key(), context=f"ledger.key:{community}")


def open_signer(sealed: bytes | memoryview, community: str) -> Signer:
    """What `seal_signer` sealed."""
    opened = open_bytes(bytes(sealed), key=_key(), context=f"ledger.key:{community}")
    return Signer.parse(opened.decode())


def seal_record(salt: bytes, record: bytes, log: str, index: int) -> bytes:
    """A salt and a record in canonical JSON, sealed for one leaf."""
    return seal_bytes(salt + record, key=_key(), context=f"ledger.leaf:{log}:{index}")


def open_record(sealed: bytes | memoryview, log: str, index: int) -> tuple[bytes, bytes]:
    """What `seal_record` sealed."""
    opened = open_bytes(bytes(sealed), key=_key(), context=f"ledger.leaf:{log}:{index}")
    return opened[:SALT_BYTES], opened[SALT_BYTES:]


def _key() -> bytes:
    return _derived(settings.MASTER_KEY)


@lru_cache(maxsize=2)
def _derived(master: bytes) -> bytes:
    return derive(master, "ledger")
