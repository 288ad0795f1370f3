"""Group commit: many rows, one write and one sync, off the event loop."""

import asyncio
import fcntl
import logging
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

from linli.perception.journal.frames import Damage, Frame, encode, scan
from linli.perception.journal.segments import (
    Write,
    Writer,
    list_segments,
    sync_folder,
)
from linli.perception.reading import Accepted

_log = logging.getLogger(__name__)

_CHECKPOINT: Final = struct.Struct("<8sQI")  # mark, position, CRC-32 of position and state
_MARK: Final = b"LJCHECK1"
MAX_COMMIT: Final = 8 << 20  # bytes written in one go


class JournalFailed(Exception):
    """A batch could not be made durable (disk full, disk broken); none of it was taken."""


class Journal:
    """One folder, one process. Read `state` and exhaust `replay()` before the first `append`.

    `trouble` says what was wrong with the last write, "" when it went well.
    """

    def __init__(
        self, folder: Path, *, segment_bytes: int = 64 << 20, write: Write = os.write
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = _locked(folder)
        self._segment_bytes = segment_bytes
        self._write = write
        self.damages: list[Damage] = []
        self.trouble = ""
        self.checkpointed, self.state = self._read_checkpoint()
        self._writer: Writer | None = None
        self._waiting: list[tuple[bytes, asyncio.Future[int]]] = []
        self._writing: list[asyncio.Future[int]] = []
        self._thread = ThreadPoolExecutor(1, "journal")

    # -- reading ---------------------------------------------------------------------------

    def replay(self) -> Iterator[Frame]:
        """Every frame after the checkpoint; cuts a torn end, notes damage in `damages`."""
        segments = list_segments(self._folder)
        ends: list[int | None] = [start for start, _ in segments[1:]]
        position = self.checkpointed
        for (start, path), follows in zip(segments, [*ends, None], strict=False):
            if follows is not None and follows <= self.checkpointed:
                continue
            if start > position and self.checkpointed:
                self._note(Damage(path.name, position, start - position))
            position = max(position, start)
            for frame in self._frames(path, start, follows):
                position = frame.position
                yield frame
            position = self._after(path, start, position, follows)
        self._writer = Writer(self._folder, position, limit=self._segment_bytes, write=self._write)

    def _frames(self, path: Path, start: int, follows: int | None) -> Iterator[Frame]:
        """The frames of one file that lie after the checkpoint and before the next file."""
        for found in scan(path.read_bytes(), start, path.name):
            if isinstance(found, Damage):
                if follows is None or found.position < follows:
                    self._note(found)
            elif follows is not None and found.position > follows:
                return  # left by a write that failed and was made again in the next file
            elif found.position > self.checkpointed:
                yield found

    def _after(self, path: Path, start: int, position: int, follows: int | None) -> int:
        """Where reading goes on once a file is through; says so when part of it is missing."""
        if follows is None:
            _cut(path, max(position - start, 0))
            return position
        if position < follows:
            self._note(Damage(path.name, position, follows - position))
        return follows

    def _note(self, damage: Damage) -> None:
        self.damages.append(damage)
        _log.error(
            "journal damaged: %s, %d bytes from position %d could not be read",
            damage.file,
            damage.length,
            damage.position,
        )

    # -- writing ---------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """Where the next frame will begin."""
        assert self._writer is not None, "exhaust replay() first"
        return self._writer.position

    def append(
        self, rows: Sequence[Accepted], deliveries: Sequence[tuple[int, int]] = ()
    ) -> "asyncio.Future[int]":
        """A future of the position after these rows, resolved when they are durable.

        Raises `JournalFailed` through the future; then nothing of them was taken.
        """
        if self._writer is None:
            raise RuntimeError("the journal must be replayed before it is written")
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((encode(rows, deliveries), future))
        if not self._writing:
            self._commit()
        return future

    def _commit(self) -> None:
        """Hand everything that waits to the writing thread, as one write and one sync."""
        size = taken = 0
        for data, _ in self._waiting:
            size += len(data)
            taken += 1
            if size >= MAX_COMMIT:
                break
        group, self._waiting = self._waiting[:taken], self._waiting[taken:]
        self._writing = [future for _, future in group]
        sizes = [len(data) for data, _ in group]
        joined = b"".join(data for data, _ in group)
        assert self._writer is not None
        loop = asyncio.get_running_loop()
        task = loop.run_in_executor(self._thread, self._writer.append, joined)
        task.add_done_callback(lambda done: self._committed(done, sizes))

    def _committed(self, done: "asyncio.Future[int]", sizes: list[int]) -> None:
        futures, self._writing = self._writing, []
        error = None if done.cancelled() else done.exception()
        if error is not None or done.cancelled():
            self.trouble = "readings cannot be made durable"
            _log.error("journal could not be written: %s", error)
            for future in futures:
                if not future.done():
                    future.set_exception(JournalFailed(str(error)))
        else:
            self.trouble = ""
            position = done.result() - sum(sizes)
            for future, size in zip(futures, sizes, strict=True):
                position += size
                if not future.done():
                    future.set_result(position)
        if self._waiting and not self._writing:
            self._commit()

    # -- checkpoints -----------------------------------------------------------------------

    async def checkpoint(self, position: int, state: bytes) -> None:
        """Everything before `position` is kept elsewhere; `state` is given back at the next start.

        Atomic: after a crash either the old or the new checkpoint holds. OSError when it could
        not be written; the old one holds then.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._write_checkpoint, position, state)
        self.checkpointed, self.state = position, state

    def _write_checkpoint(self, position: int, state: bytes) -> None:
        path = self._folder / "checkpoint"
        fresh = path.with_suffix(".new")
        checksum = zlib.crc32(state, zlib.crc32(position.to_bytes(8, "little")))
        with fresh.open("wb") as file:
            file.write(_CHECKPOINT.pack(_MARK, position, checksum) + state)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(self._folder)
        segments = list_segments(self._folder)
        for (_, old), (follows, _) in zip(segments, segments[1:], strict=False):
            if follows <= position:
                old.unlink()

    def _read_checkpoint(self) -> tuple[int, bytes]:
        path = self._folder / "checkpoint"
        if not path.exists():
            return 0, b""
        data = path.read_bytes()
        if len(data) >= _CHECKPOINT.size:
            mark, position, checksum = _CHECKPOINT.unpack_from(data)
            state = data[_CHECKPOINT.size :]
            if mark == _MARK and checksum == zlib.crc32(
                state, zlib.crc32(position.to_bytes(8, "little"))
            ):
                return position, state
        self._note(Damage(path.name, 0, len(data)))
        return 0, b""

    async def close(self) -> None:
        """Wait for what is being written, then let the folder go."""
        while self._writing or self._waiting:
            await asyncio.wait(self._writing)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)
        if self._writer is not None:
            self._writer.close()
        os.close(self._lock)


def _locked(folder: Path) -> int:
    """Hold the folder for this process; RuntimeError when another one has it."""
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise RuntimeError(f"another process is using the journal in {folder}") from error
    return handle


def _cut(path: Path, length: int) -> None:
    """Give up a torn end, so that what is appended later follows what is valid."""
    with suppress(FileNotFoundError), path.open("r+b") as file:
        torn = file.seek(0, os.SEEK_END) - length
        if torn > 0:
            _log.warning("journal: %d bytes of a torn write at the end of %s cut", torn, path.name)
            file.truncate(length)
            os.fsync(file.fileno())
