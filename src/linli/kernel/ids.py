"""Identifiers: sortable by time of birth, safe in a URL, not to be guessed."""

import secrets
import time

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32, lower case


def new_id() -> str:
    """A fresh 20-character id: 48 bits of milliseconds, then 52 random bits."""
    number = (int(time.time() * 1000) << 52) | secrets.randbits(52)
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(95, -1, -5))
