"""A device's own secret: shown once, kept only as a digest, replaced without a gap."""

import hashlib
import secrets
from collections.abc import Iterable

SLOTS = ("a", "b")


def new_secret() -> str:
    """A fresh secret of 32 random bytes, as 43 characters that are safe in a URL."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """The SHA-256 digest under which a secret is kept; it is too random to be guessed back."""
    return hashlib.sha256(secret.encode()).digest()


def free_slot(live: Iterable[str]) -> str | None:
    """The first slot without a live secret; None when both are taken."""
    taken = set(live)
    return next((slot for slot in SLOTS if slot not in taken), None)
