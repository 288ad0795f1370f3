"""Whether two reports speak of the same thing, by the letters they share."""

import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")
LIKE = 30
"""From this many points of a hundred on, two texts are worth showing side by side."""


def plain(text: str) -> str:
    """Text without case, width, spaces and punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def likeness(one: str, other: str) -> int:
    """0 to 100: the share of letter pairs in common (Dice); 100 for equal texts."""
    a, b = plain(one), plain(other)
    if a == b:
        return 100
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    if not pairs_a or not pairs_b:
        return 0
    return 200 * len(pairs_a & pairs_b) // (len(pairs_a) + len(pairs_b))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
