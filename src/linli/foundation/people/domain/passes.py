"""Paper cards (登录卡): a code to scan and four digits; when one pauses, ends and runs out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.kernel import Refused, Via

PIN_DIGITS = 4
TOKEN_BYTES = 18
"""144 random bits: nobody finds a card by guessing addresses."""
MOST_TOKEN = 60
LASTS = timedelta(days=730)
REMINDED = timedelta(days=14)
"""So long before a card runs out its owner hears of it, to have time to come to the desk."""
MOST_WRONG = 5
PAUSE = timedelta(hours=1)
MOST_PAUSES = 1
"""After this many pauses five more wrong tries end the card for good."""
UNDO = timedelta(minutes=30)
USES_KEPT = timedelta(days=366)
_UP = "01234567890"


class Ended(StrEnum):
    """Why a card no longer works."""

    OWN = "own"
    DESK = "desk"
    REPLACED = "replaced"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PassUse:
    """Someone came in by the card; `is_new` when from a phone it had not been used with."""

    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class PassCard:
    """A paper card as its person and the desk see it; neither code nor digits are kept."""

    id: str
    issued_at: datetime
    issued_by: str
    via: Via
    until: datetime
    paused_until: datetime | None
    ended_at: datetime | None
    ended_by: Ended | None
    uses: tuple[PassUse, ...]


@dataclass(frozen=True, slots=True)
class IssuedPass:
    """A fresh card, shown this once; `token` is None when the same key had made it before."""

    id: str
    token: str | None
    pin: str


def clean_pin(text: str) -> str:
    """Four digits as they may be typed: full width, with spaces; empty when they are not four."""
    digits = "".join(str(int(char)) for char in text[:30] if char.isdecimal())
    return digits if len(digits) == PIN_DIGITS else ""


def chosen_pin(text: str) -> str:
    """The digits someone chose, or fresh ones for empty text; refuses what anybody would guess."""
    if not text.strip():
        return _fresh_pin()
    pin = clean_pin(text)
    if not pin:
        raise Refused("invalid", "The card needs exactly four digits.", field="pin")
    if _is_easy(pin):
        raise Refused(
            "invalid",
            "These digits are guessed at once. Choose four others, not a row and not all alike.",
            field="pin",
        )
    return pin


def is_over(ended_at: datetime | None, until: datetime, moment: datetime) -> bool:
    """Whether a card was ended or has run out."""
    return ended_at is not None or until <= moment


def _fresh_pin() -> str:
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
        if not _is_easy(pin):
            return pin


def _is_easy(pin: str) -> bool:
    return len(set(pin)) == 1 or pin in _UP or pin in _UP[::-1]
