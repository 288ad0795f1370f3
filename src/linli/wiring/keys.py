"""The master key: made on the first start, kept beside the data but never inside the database."""

import base64
import os
import secrets
from pathlib import Path

from linli.kernel.seal import KEY_BYTES, derive


def load(data: Path) -> bytes:
    """The 32-byte master key from LINLI_MASTER_KEY (base64) or `DATA/keys/master.key`.

    A missing file is created, readable by its owner only.
    """
    given = os.environ.get("LINLI_MASTER_KEY")
    if given:
        return _checked(base64.b64decode(given))
    path = data / "keys" / "master.key"
    try:
        return _checked(base64.b64decode(path.read_bytes()))
    except FileNotFoundError:
        return _create(path)


def text_key(master: bytes, purpose: str) -> str:
    """A derived key as text, for settings that want a string."""
    return base64.urlsafe_b64encode(derive(master, purpose)).decode()


def _create(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return _checked(base64.b64decode(path.read_bytes()))
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key))
        file.flush()
        os.fsync(file.fileno())
    return key


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"the master key must be {KEY_BYTES} bytes, this one has {len(key)}")
    return key
