"""The master key: made on the first start, kept beside the data but never inside the database."""

import base64
import os
import secrets
from pathlib import Path

from linli.kernel import Refused
from linli.kernel.seal import KEY_BYTES, derive


def load(data: Path) -> bytes:
    """The 32-byte master key from LINLI_MASTER_KEY (base64) or `DATA/keys/master.key`.

    A missing file is created, readable by its owner only.
    """
    given = os.environ.get("LINLI_MASTER_KEY")
    if given:
        return _read(given.encode(), "LINLI_MASTER_KEY")
    path = data / "keys" / "master.key"
    try:
        return _read(path.read_bytes(), str(path))
    except FileNotFoundError:
        return _create(path)
    except OSError as error:
        raise _unreachable(path, error) from error


def text_key(master: bytes, purpose: str) -> str:
    """A derived key as text, for settings that want a string."""
    return base64.urlsafe_b64encode(derive(master, purpose)).decode()


def _create(path: Path) -> bytes:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")  # whole under its name, or not there
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(fresh, base64.b64encode(key))
        os.link(fresh, path)
    except FileExistsError:  # another process was first
        return _read(path.read_bytes(), str(path))
    except OSError as error:
        raise _unreachable(path, error) from error
    finally:
        fresh.unlink(missing_ok=True)
    return key


def _write(path: Path, text: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(text: bytes, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused(
            "invalid",
            "The master key in %(where)s is damaged: it must be %(bytes)s bytes in base64. Put back"
            " your copy of it; with another key, names and phone numbers can no longer be read.",
            where=where,
            bytes=KEY_BYTES,
        )
    return key


def _unreachable(path: Path, error: OSError) -> Refused:
    return Refused(
        "unavailable",
        "The master key %(path)s cannot be read or written (%(why)s).",
        path=str(path),
        why=str(error.strerror or error).lower(),
    )
