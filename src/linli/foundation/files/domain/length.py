"""How long a voice note is, read from what its own container says; no sound is decoded."""

from collections.abc import Callable, Iterator

from linli.foundation.files.domain.sniff import Type
from linli.kernel import Refused

MOST_SECONDS = 180
_GRACE = 10
"""Phones stop a little late; nobody is sent back for some seconds."""
MOST_UNTOLD_BYTES = 6 * 1024 * 1024
"""Of sound that does not say how long it is: three minutes at 256 kbit/s."""
_TOO_LONG = (
    "A voice note can last %(most)s minutes; this one lasts %(minutes)s minutes and %(seconds)s "
    "seconds. Please record it again in parts, or ring us."
)
_TOO_LARGE = "This voice note is too large. Please record a shorter one, or ring us."
_THOUSAND = 1000
_HOUR = 3_600_000
"""Nobody counts on beyond this: it is too long whatever comes."""
_MOST_ELEMENTS = 100_000
_MOST_JUNK = 65_536


def check_length(content: bytes, kind: Type) -> None:
    """At most three minutes of sound; refused in words that say what to do instead."""
    told = milliseconds(content, kind)
    if told is None:
        if len(content) > MOST_UNTOLD_BYTES:
            raise Refused("too_large", _TOO_LARGE, field="content")
        return
    seconds = told // _THOUSAND
    if seconds > MOST_SECONDS + _GRACE:
        raise Refused(
            "too_large",
            _TOO_LONG,
            field="content",
            most=MOST_SECONDS // 60,
            minutes=seconds // 60,
            seconds=seconds % 60,
        )


def milliseconds(content: bytes, kind: Type) -> int | None:
    """How long the sound is; None when its container does not say, or is broken."""
    try:
        found = _READERS[kind](content) if kind in _READERS else None
    except (IndexError, ValueError, ZeroDivisionError):  # cut off, or not what it says it is
        return None
    return found if found is not None and found > 0 else None


def _big(content: bytes, at: int, size: int) -> int:
    if at + size > len(content):
        raise ValueError("cut off")
    return int.from_bytes(content[at : at + size], "big")


def _little(content: bytes, at: int, size: int) -> int:
    if at + size > len(content):
        raise ValueError("cut off")
    return int.from_bytes(content[at : at + size], "little")


def _wav(content: bytes) -> int | None:
    """RIFF: bytes of sound by bytes a second; one that was streamed names no size."""
    at, rate = 12, 0
    while at + 8 <= len(content):
        name, size = content[at : at + 4], _little(content, at + 4, 4)
        if name == b"fmt ":
            rate = _little(content, at + 16, 4)
        if name == b"data":
            return min(size, len(content) - at - 8) * _THOUSAND // rate
        at += 8 + size + size % 2
    return None


_AMR_NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5)
_AMR_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5)


def _amr(content: bytes) -> int:
    """RFC 4867: frames of 20 ms, each with its size in its first byte."""
    is_wide = content.startswith(b"#!AMR-WB\n")
    sizes, at = (_AMR_WIDE, 9) if is_wide else (_AMR_NARROW, 6)
    frames = 0
    while at < len(content) and frames * 20 < _HOUR:
        kind = content[at] >> 3 & 15
        at += 1 + (sizes[kind] if kind < len(sizes) else 0)
        frames += 1
    return frames * 20


def _ogg(content: bytes) -> int | None:
    """RFC 3533: the last page says how many samples there are up to its end."""
    last = content.rfind(b"OggS")
    samples, head = _little(content, last + 6, 8), content[:256]
    if (at := head.find(b"OpusHead")) >= 0:  # always counted at 48 kHz (RFC 7845)
        return max(samples - _little(head, at + 10, 2), 0) // 48
    if (at := head.find(b"\x01vorbis")) >= 0:
        return samples * _THOUSAND // _little(head, at + 12, 4)
    if (at := head.find(b"Speex   ")) >= 0:
        return samples * _THOUSAND // _little(head, at + 36, 4)
    return None


def _mp4(content: bytes) -> int | None:
    """ISO/IEC 14496-12: the movie header; one written in fragments says 0 there."""
    at = content.find(b"mvhd")
    if at < 0:
        return None
    wide = content[at + 4] == 1
    scale = _big(content, at + (24 if wide else 16), 4)
    return _big(content, at + (28 if wide else 20), 8 if wide else 4) * _THOUSAND // scale


_MP3_RATES = (44_100, 48_000, 32_000)
_MP3_BITS = (
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)


def _mp3(content: bytes) -> int | None:
    """MPEG audio layer III: frame after frame, by the bits a second each one names."""
    at, micros, junk = 0, 0, 0
    if content[:3] == b"ID3":
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        at = 10 + size
    while at + 4 <= len(content) and micros < _HOUR * _THOUSAND and junk < _MOST_JUNK:
        second, third = content[at + 1], content[at + 2]
        version, bits, rate = second >> 3 & 3, third >> 4, third >> 2 & 3
        is_frame = content[at] == 0xFF and second & 0xE6 == 0xE2 and version != 1
        if not is_frame or bits in (0, 15) or rate == 3:
            at, junk = at + 1, junk + 1
            continue
        is_first = version == 3
        hertz = _MP3_RATES[rate] // (1 if is_first else 2 if version == 2 else 4)
        kilobits = _MP3_BITS[0 if is_first else 1][bits - 1]
        samples = 1152 if is_first else 576
        micros += samples * 1_000_000 // hertz
        at += samples // 8 * kilobits * _THOUSAND // hertz + (third >> 1 & 1)
    return micros // _THOUSAND


_SEGMENT, _INFO, _CLUSTER, _GROUP = 0x18538067, 0x1549A966, 0x1F43B675, 0xA0
_SCALE, _TIME, _SIMPLE, _BLOCK = 0x2AD7B1, 0xE7, 0xA3, 0xA1
_OPEN = frozenset({_SEGMENT, _INFO, _CLUSTER, _GROUP})


def _webm(content: bytes) -> int | None:
    """Matroska (RFC 9559): where the last block begins; what a browser records says no length."""
    scale, cluster, last = 1_000_000, 0, 0
    for name, at, size in _elements(content):
        if name == _SCALE:
            scale = _big(content, at, size)
        elif name == _TIME:
            cluster = _big(content, at, size)
        elif name in (_SIMPLE, _BLOCK):
            _number, start = _vint(content, at)
            last = max(
                last, cluster + int.from_bytes(content[start : start + 2], "big", signed=True)
            )
    return last * scale // 1_000_000


def _elements(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each element by its name, where its data begins and how long it is; masters are opened."""
    at = 0
    for _ in range(_MOST_ELEMENTS):
        if at >= len(content):
            return
        width = 9 - content[at].bit_length()
        name = _big(content, at, width)
        size, start = _vint(content, at + width)
        at = start if name in _OPEN else start + size
        if name not in _OPEN:
            yield name, start, size
    raise ValueError("too many parts")


def _vint(content: bytes, at: int) -> tuple[int, int]:
    """A number as long as its first byte says, and where it ends."""
    width = 9 - content[at].bit_length()
    return _big(content, at, width) & ((1 << 7 * width) - 1), at + width


_READERS: dict[Type, Callable[[bytes], int | None]] = {
    Type.WAV: _wav,
    Type.AMR: _amr,
    Type.OGG: _ogg,
    Type.M4A: _mp4,
    Type.THREE_GP: _mp4,
    Type.MP3: _mp3,
    Type.WEBM: _webm,
}
