"""Texts at rest: sealed with a key of this module's own."""

import json

from django.conf import settings

from linli.kernel import Words
from linli.kernel.seal import derive, open_sealed, seal

_CONTEXT = "notify.message"


def seal_words(words: Words) -> bytes:
    """A text in both languages, sealed."""
    return seal_text(json.dumps([words.zh, words.en], ensure_ascii=False))


def open_words(sealed: bytes | memoryview | None) -> Words:
    """What `seal_words` sealed; empty when it has been wiped."""
    return Words(*json.loads(open_text(sealed))) if sealed else Words("", "")


def seal_text(text: str) -> bytes:
    """One text, sealed."""
    return seal(text, key=_key(), context=_CONTEXT)


def open_text(sealed: bytes | memoryview) -> str:
    """What `seal_text` sealed."""
    return open_sealed(bytes(sealed), key=_key(), context=_CONTEXT)


def _key() -> bytes:
    return derive(settings.MASTER_KEY, "notify")
