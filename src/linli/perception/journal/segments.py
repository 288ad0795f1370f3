"""The files of the journal, one after the other; each is named by the position it begins at."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

SUFFIX: Final = ".journal"
Write = Callable[[int, bytes], int]


def segment_path(folder: Path, start: int) -> Path:
    """The file that begins at this position."""
    return folder / f"{start:020d}{SUFFIX}"


def list_segments(folder: Path) -> list[tuple[int, Path]]:
    """(start, file) of every segment, oldest first."""
    found = [(int(path.stem), path) for path in folder.glob("*" + SUFFIX) if path.stem.isdigit()]
    return sorted(found)


def sync_folder(folder: Path) -> None:
    """Make names that were created, renamed or deleted in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Writer:
    """Appends to the newest segment and begins a new one when it is full or after a failure."""

    __slots__ = ("_file", "_folder", "_length", "_limit", "_start", "_write")

    def __init__(self, folder: Path, position: int, *, limit: int, write: Write = os.write) -> None:
        self._folder = folder
        self._limit = limit
        self._write = write
        self._file: int | None = None
        self._start = position
        self._length = 0

    @property
    def position(self) -> int:
        """Where the next byte will lie."""
        return self._start + self._length

    def append(self, data: bytes) -> int:
        """Write and sync; the new position. On OSError nothing of `data` counts as written."""
        if self._file is None or self._length >= self._limit:
            self._begin()
        file = self._file
        assert file is not None
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._write(file, bytes(rest)) :]
            os.fdatasync(file)
        except OSError:
            self._abandon()
            raise
        self._length += len(data)
        return self.position

    def _begin(self) -> None:
        """A fresh file at the present position; left-overs of a failed one there are emptied."""
        self.close()
        path = segment_path(self._folder, self.position)
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            sync_folder(self._folder)
        except OSError:
            os.close(file)
            raise
        self._file, self._start, self._length = file, self.position, 0

    def _abandon(self) -> None:
        """Cut what a failed write left behind and never touch this file again.

        After a failed sync nobody knows what of the file is on the disk, so a retry on the same
        file could report success for data that is not there; a new file is begun instead.
        """
        file, self._file = self._file, None
        assert file is not None
        try:
            os.ftruncate(file, self._length)
            os.fdatasync(file)
        except OSError:
            pass  # the reader stops where the next segment begins
        finally:
            os.close(file)

    def close(self) -> None:
        """Let the file go; what was appended is durable already."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
