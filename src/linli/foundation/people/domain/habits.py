"""What a person chose about their own pages: kept as they said it, nothing is concluded from it."""

import re

from linli.kernel import Refused

HABITS = ("look", "cards")
"""How pages look for them, and which suggestions they turned off."""
_VALUE = re.compile(r"[a-z0-9._ -]{0,200}")


def checked_habit(name: str, value: str) -> str:
    """A choice that may be kept."""
    if name not in HABITS or _VALUE.fullmatch(value) is None:
        raise Refused("invalid", "This choice cannot be kept.", field=name)
    return value
