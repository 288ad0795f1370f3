"""Serials of printed ballots: short enough to read aloud, without letters that look alike."""

import secrets
from enum import StrEnum

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
TOKEN_BYTES = 16


class VoidReason(StrEnum):
    """Why a whole paper ballot is void 整张废票."""

    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    ALTERED = "altered"
    NOT_GIVEN_OUT = "not_given_out"
    OTHER_HAND = "other_hand"


def new_serial() -> str:
    """Eight letters and digits in two groups, like “7K2M-90QX” (40 random bits)."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def new_token() -> str:
    """What stands in the QR beside the serial, not to be guessed."""
    return secrets.token_hex(TOKEN_BYTES)


def read_serial(text: str) -> str:
    """A serial as somebody typed it."""
    plain = text.strip().upper().translate(_READ_AS)[:40]
    return f"{plain[:4]}-{plain[4:]}" if len(plain) == 8 else plain
