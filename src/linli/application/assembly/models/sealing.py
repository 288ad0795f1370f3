"""What a ballot says, at rest: sealed with a key of this module's own."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from linli.kernel.seal import derive, open_sealed, seal


def seal_choices(choices: Mapping[str, Any], context: str) -> bytes:
    """A ballot's choices by motion, sealed for one row (`sheet:…`, `entry:…`, `proxy:…`)."""
    return seal(json.dumps(choices, ensure_ascii=False), key=_key(), context=context)


def open_choices(sealed: bytes | memoryview, context: str) -> dict[str, Any]:
    """What `seal_choices` sealed."""
    opened: dict[str, Any] = json.loads(open_sealed(bytes(sealed), key=_key(), context=context))
    return opened


def _key() -> bytes:
    return derive(settings.MASTER_KEY, "assembly.ballots")
