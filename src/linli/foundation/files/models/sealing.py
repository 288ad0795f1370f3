"""The bytes of files at rest: sealed with a key of this module's own, each for its own place."""

from django.conf import settings

from linli.kernel.seal import derive, open_bytes, seal_bytes

_MARK = b"\x00linli sealed 1\x00"
"""Before every sealed file; none of the types that are taken in begins so."""


def seal_content(content: bytes, name: str) -> bytes:
    """The bytes as they lie on the disk under this name; at most some tens of MB, in one piece."""
    return _MARK + seal_bytes(content, key=_key(), context=f"files:{name}")


def open_content(lying: bytes, name: str) -> bytes:
    """What `seal_content` sealed, or bytes as they were kept before files were sealed; raises
    `InvalidTag` for what was sealed for another place or changed."""
    if not is_sealed(lying):
        return lying
    return open_bytes(lying[len(_MARK) :], key=_key(), context=f"files:{name}")


def is_sealed(lying: bytes) -> bool:
    """Whether bytes lie sealed; their beginning is enough."""
    return lying.startswith(_MARK)


MARK_BYTES = len(_MARK)


def _key() -> bytes:
    return derive(settings.MASTER_KEY, "files")
