"""What people have begun to write, at rest: sealed with a key of this module's own."""

import json
from typing import Any

from django.conf import settings

from linli.kernel.seal import derive, open_bytes, open_sealed, seal, seal_bytes


def seal_values(values: Any, context: str) -> bytes:
    """Answers, sealed for one row."""
    return seal(json.dumps(values, ensure_ascii=False), key=_key(), context=context)


def open_values(sealed: bytes | memoryview, context: str) -> Any:
    """What `seal_values` sealed."""
    return json.loads(open_sealed(bytes(sealed), key=_key(), context=context))


def seal_content(content: bytes, context: str) -> bytes:
    """The bytes of a file, sealed for one row."""
    return seal_bytes(content, key=_key(), context=context)


def open_content(sealed: bytes | memoryview, context: str) -> bytes:
    """What `seal_content` sealed."""
    return open_bytes(bytes(sealed), key=_key(), context=context)


def _key() -> bytes:
    return derive(settings.MASTER_KEY, "drafts")
