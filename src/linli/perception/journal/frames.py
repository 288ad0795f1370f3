"""How a batch of rows lies in a journal file: mark, length, CRC-32, rows, deliveries, texts."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from linli.perception.reading import Accepted

MARK: Final = b"\xf1LJ\x01"
"""Not UTF-8, so that no text a device sends can pass for the beginning of a frame."""

_HEAD: Final = struct.Struct("<4sII")  # mark, length of the body, CRC-32 of the body
_COUNTS: Final = struct.Struct("<II")  # rows, deliveries
_ROW: Final = struct.Struct("<IqdBqI")  # series, at, value, flags, received, bytes of text
_DELIVERY: Final = struct.Struct("<Qq")  # fingerprint, received
MAX_BODY: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """A batch as it was appended; `position` is where the next one begins."""

    position: int
    rows: list[Accepted]
    deliveries: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of the journal that could not be read although valid ones follow."""

    file: str
    position: int
    length: int


def encode(rows: Sequence[Accepted], deliveries: Sequence[tuple[int, int]] = ()) -> bytes:
    """One frame."""
    pack = _ROW.pack
    parts = [_COUNTS.pack(len(rows), len(deliveries))]
    texts: list[bytes] = []
    for series, at, value, text, flags, received in rows:
        if text:
            raw = text.encode("utf-8", "surrogatepass")
            texts.append(raw)
            parts.append(pack(series, at, value, flags, received, len(raw)))
        else:
            parts.append(pack(series, at, value, flags, received, 0))
    parts.extend(_DELIVERY.pack(*delivery) for delivery in deliveries)
    parts.extend(texts)
    body = b"".join(parts)
    return _HEAD.pack(MARK, len(body), zlib.crc32(body)) + body


def decode(body: bytes, position: int) -> Frame:
    """The frame of a body whose checksum held; ValueError when it is inconsistent all the same."""
    try:
        count, others = _COUNTS.unpack_from(body)
        middle = _COUNTS.size + count * _ROW.size
        end = middle + others * _DELIVERY.size
        rows: list[Accepted] = []
        text_at = end
        for series, at, value, flags, received, size in _ROW.iter_unpack(
            body[_COUNTS.size : middle]
        ):
            text = ""
            if size:
                text = body[text_at : text_at + size].decode("utf-8", "surrogatepass")
                text_at += size
            rows.append(Accepted(series, at, value, text, flags, received))
        deliveries = list(_DELIVERY.iter_unpack(body[middle:end]))
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError(f"not a frame: {error}") from error
    if text_at != len(body) or len(rows) != count or len(deliveries) != others:
        raise ValueError("not a frame: its counts do not fit its length")
    return Frame(position, rows, deliveries)


def scan(data: bytes, start: int, file: str) -> Iterator[Frame | Damage]:
    """Every frame of a file that begins at position `start`.

    Unreadable bytes are yielded as `Damage` when valid frames follow; at the end of the file they
    are a torn write, and silence: the caller sees where the last frame ended.
    """
    at = 0
    while at < len(data):
        frame = _frame_at(data, at, start)
        if frame is None:
            found = _next_frame(data, at + 1)
            if found is None:
                return
            yield Damage(file, start + at, found - at)
            at = found
            continue
        yield frame
        at = frame.position - start


def _frame_at(data: bytes, at: int, start: int) -> Frame | None:
    """The frame that begins at `at`, or None when there is no valid one."""
    if len(data) - at < _HEAD.size or data[at : at + 4] != MARK:
        return None
    _, length, checksum = _HEAD.unpack_from(data, at)
    begin, end = at + _HEAD.size, at + _HEAD.size + length
    if length > MAX_BODY or end > len(data):
        return None
    body = data[begin:end]
    if zlib.crc32(body) != checksum:
        return None
    try:
        return decode(body, start + end)
    except ValueError:
        return None


def _next_frame(data: bytes, at: int) -> int | None:
    while (at := data.find(MARK, at)) != -1:
        if _frame_at(data, at, 0) is not None:
            return at
        at += 1
    return None
