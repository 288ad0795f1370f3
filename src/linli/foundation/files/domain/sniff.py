"""What a file really is, told from its first bytes and never from its name."""

from collections.abc import Callable
from enum import StrEnum

from linli.kernel import Refused


class Kind(StrEnum):
    """What can be done with a file: looked at, listened to, read."""

    IMAGE = "image"
    AUDIO = "audio"
    DOCUMENT = "document"


class Type(StrEnum):
    """The types that are taken in, by their media types."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    M4A = "audio/mp4"
    THREE_GP = "audio/3gpp"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    WEBM = "audio/webm"
    AMR = "audio/amr"
    WAV = "audio/wav"
    PDF = "application/pdf"

    @property
    def kind(self) -> Kind:
        """What can be done with it."""
        if self is Type.PDF:
            return Kind.DOCUMENT
        return Kind.IMAGE if self.value.startswith("image/") else Kind.AUDIO

    @property
    def extension(self) -> str:
        """How a name ends for this type, with the point."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    Type.JPEG: ".jpg",
    Type.PNG: ".png",
    Type.WEBP: ".webp",
    Type.M4A: ".m4a",
    Type.THREE_GP: ".3gp",
    Type.MP3: ".mp3",
    Type.OGG: ".ogg",
    Type.WEBM: ".webm",
    Type.AMR: ".amr",
    Type.WAV: ".wav",
    Type.PDF: ".pdf",
}

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OGG_AUDIO = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_WEBM_VIDEO = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")


def sniff(content: bytes) -> Type:
    """The type of the bytes; refused with a sentence when it is none of those taken in."""
    for is_it, kind in _SIGNS:
        if is_it(content):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refused(
            "invalid",
            "This photo is in Apple's HEIC format. Please send it as JPEG: in the phone's settings "
            "choose Camera, Formats, Most Compatible.",
            field="content",
        )
    if not content:
        raise Refused("invalid", "This file is empty.", field="content")
    raise Refused(
        "invalid",
        "This kind of file cannot be kept. Photos (JPEG, PNG, WebP), voice notes (m4a, mp3, ogg, "
        "webm, amr, 3gp, wav) and PDF are welcome.",
        field="content",
    )


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_wav(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:16] == b"WAVEfmt "


def _is_3gp(content: bytes) -> bool:
    """What old phones record (3GPP TS 26.244): an MP4 file of their own brand, sound only."""
    is_brand = content[4:11] == b"ftyp3gp"
    return is_brand and _has(content, b"soun") and not _has_video(content)


def _is_m4a(content: bytes) -> bool:
    """An MP4 file with a sound track and no picture (ISO/IEC 14496-12, handler types)."""
    if content[4:8] != b"ftyp":
        return False
    return content[8:12] in (b"M4A ", b"M4B ") or (
        _has(content, b"soun") and not _has_video(content)
    )


def _has_video(content: bytes) -> bool:
    return _has(content, b"vide") or _has(content, b"pict")


def _has(content: bytes, handler: bytes) -> bool:
    start = content.find(b"hdlr")
    while start >= 0:
        if content[start + 12 : start + 16] == handler:
            return True
        start = content.find(b"hdlr", start + 4)
    return False


def _is_mp3(content: bytes) -> bool:
    """An ID3 tag, or the header of an MPEG audio frame of layer III."""
    if content[:3] == b"ID3":
        return True
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        return False
    return content[1] & 0x18 != 0x08 and content[2] & 0xF0 != 0xF0 and content[2] & 0x0C != 0x0C


def _is_ogg(content: bytes) -> bool:
    return content[:4] == b"OggS" and any(mark in content[:128] for mark in _OGG_AUDIO)


def _is_webm(content: bytes) -> bool:
    is_webm = content[:4] == b"\x1aE\xdf\xa3" and b"webm" in content[:64]
    return is_webm and not any(mark in content[:65536] for mark in _WEBM_VIDEO)


_SIGNS: tuple[tuple[Callable[[bytes], bool], Type], ...] = (
    (lambda content: content[:3] == b"\xff\xd8\xff", Type.JPEG),
    (lambda content: content[:8] == b"\x89PNG\r\n\x1a\n", Type.PNG),
    (_is_webp, Type.WEBP),
    (_is_3gp, Type.THREE_GP),
    (_is_m4a, Type.M4A),
    (_is_wav, Type.WAV),
    (_is_mp3, Type.MP3),
    (_is_ogg, Type.OGG),
    (_is_webm, Type.WEBM),
    (lambda content: content.startswith((b"#!AMR\n", b"#!AMR-WB\n")), Type.AMR),
    (lambda content: content[:5] == b"%PDF-", Type.PDF),
)
