"""Sealing personal fields with keys that never enter the database."""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from django.conf import settings

from linli.kernel import Refused
from linli.kernel.seal import derive, keyed_hash, open_sealed, seal

PHONE = "people.phone"
ID_NUMBER = "people.id_number"
TOTP = "people.totp"
SNAPSHOT = "people.snapshot"
HELD = "people.held"
CARD = "people.card"
PIN = "people.card_pin"
INVITATION = "people.invitation"
INVITATION_MADE = "people.invitation_made"
DEVICE = "people.card_device"


@lru_cache(maxsize=16)
def _key(master: bytes, purpose: str) -> bytes:
    return derive(master, purpose)


def key_for(purpose: str) -> bytes:
    """The key of this installation for one purpose."""
    return _key(settings.MASTER_KEY, purpose)


def close(text: str, what: str) -> bytes:
    """Seal a field; `what` names it, so that a sealed phone never passes for something else."""
    return seal(text, key=key_for("people.seal"), context=what)


def reopen(sealed: bytes | memoryview | None, what: str) -> str:
    """Open a field; empty for None. Refuses what was sealed otherwise or tampered with."""
    if sealed is None:
        return ""
    try:
        return open_sealed(bytes(sealed), key=key_for("people.seal"), context=what)
    except (InvalidTag, ValueError) as error:
        raise Refused("invalid", "This sealed text cannot be opened.") from error


def trace(text: str, what: str) -> str:
    """The keyed hash by which a sealed field is found; empty for empty text."""
    return keyed_hash(f"{what}:{text}", key=key_for("people.find")) if text else ""
