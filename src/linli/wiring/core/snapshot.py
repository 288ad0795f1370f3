"""What the judge remembers, as a file that is either the old one or the new one."""

import logging
import os
import zlib
from pathlib import Path

log = logging.getLogger("linli.core")

_MARK = b"LJUDGE1\n"
_CHECK = 4


def read_judge(path: Path) -> bytes | None:
    """The judge's last saved state; None when there is none or it is damaged."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    state = data[len(_MARK) + _CHECK :]
    if data[: len(_MARK)] == _MARK and data[len(_MARK) :][:_CHECK] == _checksum(state):
        return state
    log.error("the saved state of the rules in %s is damaged; they begin afresh", path)
    return None


def write_judge(path: Path, state: bytes) -> None:
    """Save the judge's state, durable when this returns."""
    write_whole(path, _MARK + _checksum(state) + state)


def read_ticked(path: Path) -> int:
    """The last moment (ms) for which turns that time alone brought about were handed on; 0 when
    there was none."""
    try:
        return int(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return 0


def write_ticked(path: Path, at: int) -> None:
    """Note that moment."""
    write_whole(path, str(at).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file so that a crash leaves the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _checksum(state: bytes) -> bytes:
    return zlib.crc32(state).to_bytes(_CHECK, "little")
