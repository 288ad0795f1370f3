"""Personal fields at rest: sealed with AES-256-GCM, and findable by a keyed hash.

Pure functions over a 32-byte master key that lives outside the database.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, so that no two purposes share a key (RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)


def seal(plain: str, *, key: bytes, context: str) -> bytes:
    """Encrypt text; `context` (table and field) must be the same when it is opened."""
    return seal_bytes(plain.encode(), key=key, context=context)


def open_sealed(sealed: bytes, *, key: bytes, context: str) -> str:
    """Decrypt what `seal` made; raises `cryptography.exceptions.InvalidTag` if tampered with."""
    return open_bytes(sealed, key=key, context=context).decode()


def seal_bytes(plain: bytes, *, key: bytes, context: str) -> bytes:
    """Encrypt bytes, on the same terms."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def open_bytes(sealed: bytes, *, key: bytes, context: str) -> bytes:
    """Decrypt what `seal_bytes` made."""
    nonce, body = bytes(sealed[:_NONCE_BYTES]), bytes(sealed[_NONCE_BYTES:])
    return AESGCM(key).decrypt(nonce, body, context.encode())


def keyed_hash(text: str, *, key: bytes) -> str:
    """A 64-character HMAC-SHA-256, equal for equal text, useless without the key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
