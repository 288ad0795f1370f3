"""The files of a bundle, from a folder or a zip: only the names that are known, never too much."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from recount.plain import clip
from recount.wrong import Place, Wrong

LEAVES = 2_000_000
LINE = 1_000_000
ROLL = 64_000_000  # the line of the opened roll, which holds every owner
SMALL = 1_000_000
_MEMBERS = 1_000
_FAULTS = (OSError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)


class Bundle:
    """A folder or a zip; what is read from it is bounded and never written anywhere."""

    def __init__(self, path: Path) -> None:
        self._path, self._zip, self._inside = path, None, ""
        place = Place(path.name or str(path))
        try:
            if not path.is_dir():
                self._zip = zipfile.ZipFile(path)
                self._inside = _folder(place, self._zip)
        except _FAULTS as error:
            if isinstance(error, FileNotFoundError):
                raise Wrong(place, "this is not there.", "找不到。") from None
            raise Wrong(
                place, "this is neither a folder nor a zip.", "既不是文件夹，也不是 zip 文件。"
            ) from None

    _zip: zipfile.ZipFile | None

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        if self._zip is None:
            return (self._path / name).exists()
        return self._inside + name in self._zip.namelist()

    def whole(self, name: str, most: int = SMALL) -> bytes:
        """All of one file."""
        place = Place(name)
        try:
            with self._open(name) as file:
                raw = file.read(most + 1)
        except _FAULTS:
            raise _unreadable(place) from None
        if len(raw) > most:
            raise Wrong(place, f"more than {most} bytes.", f"超过 {most} 字节。")
        return raw

    def lines(self, name: str, longest: int = LINE) -> Iterator[tuple[Place, bytes]]:
        """One line after another, each with its place."""
        try:
            with self._open(name) as file:
                for number in range(1, LEAVES + 2):
                    raw = file.readline(longest + 1)
                    if not raw:
                        return
                    place = Place(name, number)
                    if len(raw) > longest:
                        raise Wrong(place, "this line is too long.", "这一行太长。")
                    if number > LEAVES:
                        raise Wrong(place, f"more than {LEAVES} lines.", f"超过 {LEAVES} 行。")
                    yield place, raw.rstrip(b"\r\n")
        except _FAULTS:
            raise _unreadable(Place(name)) from None

    def _open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        if not self.has(name):
            raise Wrong(Place(name), "this file is missing.", "缺少这个文件。")
        if self._zip is not None:
            return self._zip.open(self._inside + name)
        path = self._path / name
        if not stat.S_ISREG(path.stat().st_mode):
            raise Wrong(Place(name), "this is not a file.", "这不是文件。")
        return path.open("rb")


def _unreadable(place: Place) -> Wrong:
    return Wrong(place, "this cannot be read.", "读不出来。")


def _folder(place: Place, held: zipfile.ZipFile) -> str:
    """The one folder everything lies in, "" when it lies at the top."""
    names = held.namelist()
    if len(names) > _MEMBERS:
        raise Wrong(place, f"more than {_MEMBERS} files.", f"文件超过 {_MEMBERS} 个。")
    if len(set(names)) != len(names):
        raise Wrong(place, "a file is in it twice.", "有重名文件。")
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
            shown = clip(name)
            raise Wrong(place, f"“{shown}” leads out of the zip.", f"“{shown}”指向压缩包之外。")
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and all("/" in name for name in names):
        return f"{tops.pop()}/"
    return ""
