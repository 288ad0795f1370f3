"""Whole sentences as somebody wrote them, within bounds."""

import unicodedata

from linli.kernel.refused import Refused


def bounded(text: str, *, field: str, longest: int, needed: str = "") -> str:
    """Text without control characters, at most so long; `needed` is said when it must not be empty.

    Raises:
        Refused: "too_large", or "invalid" with the sentence of `needed`.
    """
    plain = "".join(c for c in text if c in "\n\t" or not unicodedata.category(c).startswith("C"))
    plain = plain.strip()
    if len(plain) > longest:
        raise Refused(
            "too_large",
            "Please write at most %(longest)s characters.",
            field=field,
            longest=longest,
        )
    if needed and not plain:
        raise Refused("invalid", needed, field=field)
    return plain
