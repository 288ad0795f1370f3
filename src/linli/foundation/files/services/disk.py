"""Bytes on the disk: whole or not at all, and there before the database says so."""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from linli.foundation.files.models.sealing import MARK_BYTES
from linli.kernel import Refused

log = logging.getLogger(__name__)


def write(path: Path, content: bytes) -> None:
    """Write bytes so that they survive a crash from here on; a full disk is a refusal."""
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        log.error("a file could not be written: %s", error.strerror)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refused(
            "unavailable", "The file could not be kept at the moment. Please try again later."
        ) from error


def remove(paths: tuple[Path, ...]) -> None:
    """Take bytes away; those that are gone already are no error."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:  # the sweep will come back to it
            log.error("a file could not be removed: %s", error.strerror)


def begin_of(path: Path) -> bytes:
    """The first bytes of a file, as many as tell whether it is sealed."""
    with path.open("rb") as file:
        return file.read(MARK_BYTES)


def everything(root: Path) -> Iterator[Path]:
    """Every file kept under a folder, half-written ones included."""
    if root.is_dir():
        for folder in sorted(root.iterdir()):
            if folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if path.is_file())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
