"""Words of a protected household, with its door and its name taken out."""

import re
from collections.abc import Iterable

BLANK = "〔…〕"


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret, longest first, replaced by a blank."""
    for secret in sorted({one for one in secrets if len(one) > 1}, key=len, reverse=True):
        text = re.sub(re.escape(secret), BLANK, text, flags=re.IGNORECASE)
    return text


def door_words(label: str, building: str) -> frozenset[str]:
    """What a door may be called: the whole label, the part below its building, its number."""
    below = label.removeprefix(building)
    numbers = re.findall(r"\d{2,}", below)
    return frozenset({label, below, *numbers} - {"", building})
