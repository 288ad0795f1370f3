"""How long a voice note is, is read from its container; what is too long is sent back in words."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.files.domain import Type
from linli.foundation.files.domain.length import MOST_UNTOLD_BYTES, check_length, milliseconds
from linli.kernel import Refused


def wav(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(8000 * seconds))
    return out.getvalue()


def amr(seconds: int) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * (seconds * 50)


def amr_wide(seconds: int) -> bytes:
    return b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * (seconds * 50)


def page(samples: int, content: bytes) -> bytes:
    head = b"OggS\0\0" + struct.pack("<qIII", samples, 1, 0, 0) + b"\x01" + bytes([len(content)])
    return head + content


def opus(seconds: int) -> bytes:
    head = page(0, b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0))
    return head + page(seconds * 48000 + 312, b"sound")


def vorbis(seconds: int) -> bytes:
    head = page(0, b"\x01vorbis" + struct.pack("<IBI", 0, 1, 44100) + bytes(14))
    return head + page(seconds * 44100, b"sound")


def mp4(seconds: int) -> bytes:
    header = struct.pack(">IIIII", 0, 0, 0, 44100, seconds * 44100) + bytes(80)
    movie = b"mvhd" + header
    return b"\0\0\0\x18ftypM4A " + bytes(12) + struct.pack(">I", len(movie) + 4) + movie


def mp4_wide(seconds: int) -> bytes:
    movie = b"mvhd" + struct.pack(">IQQIQ", 1 << 24, 0, 0, 1000, seconds * 1000) + bytes(80)
    return b"\0\0\0\x18ftypM4A " + bytes(12) + struct.pack(">I", len(movie) + 4) + movie


def mp3(seconds: int) -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s, 44.1 kHz: 1152 samples
    return b"ID3\x03\0\0\0\0\0\x05" + bytes(5) + frame * (seconds * 44100 // 1152 + 1)


def mp3_low(seconds: int) -> bytes:
    frame = b"\xff\xf3\x40\x00" + bytes(100)  # MPEG-2, 32 kbit/s, 22.05 kHz: 576 samples
    return frame * (seconds * 22050 // 576 + 1)


def element(name: bytes, content: bytes) -> bytes:
    return name + b"\x08" + struct.pack(">I", len(content)) + content


def webm(seconds: int) -> bytes:
    """As a recorder in a browser writes it: no length, clusters without an end."""
    unknown = b"\x01" + b"\xff" * 7
    head = element(b"\x1aE\xdf\xa3", element(b"\x42\x82", b"webm"))
    info = element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40"))
    body = b""
    for start in range(0, seconds, 10):
        body += b"\x1f\x43\xb6\x75" + unknown
        body += element(b"\xe7", struct.pack(">I", start * 1000))
        for tick in range(10):
            body += element(b"\xa3", b"\x81" + struct.pack(">h", tick * 1000) + b"\x80sound")
    return head + b"\x18\x53\x80\x67" + unknown + info + body


MAKERS = [
    (wav, Type.WAV),
    (amr, Type.AMR),
    (amr_wide, Type.AMR),
    (opus, Type.OGG),
    (vorbis, Type.OGG),
    (mp4, Type.M4A),
    (mp4_wide, Type.THREE_GP),
    (mp3, Type.MP3),
    (mp3_low, Type.MP3),
    (webm, Type.WEBM),
]


@pytest.mark.parametrize(("make", "kind"), MAKERS)
def test_the_container_tells_how_long_it_is(make, kind):
    for seconds in (10, 170):
        told = milliseconds(make(seconds), kind)
        assert told is not None and abs(told - seconds * 1000) <= 1000
        check_length(make(seconds), kind)


@pytest.mark.parametrize(("make", "kind"), MAKERS)
def test_more_than_three_minutes_are_sent_back_and_the_length_is_said(make, kind):
    with pytest.raises(Refused) as refused:
        check_length(make(250), kind)
    assert refused.value.code == "too_large"
    params = refused.value.params
    assert (params["most"], params["minutes"]) == (3, 4) and params["seconds"] in (9, 10)


def test_what_does_not_say_how_long_it_is_is_bound_by_its_size():
    check_length(bytes(MOST_UNTOLD_BYTES), Type.WEBM)
    with pytest.raises(Refused):
        check_length(bytes(MOST_UNTOLD_BYTES + 1), Type.WEBM)


@given(st.sampled_from([kind for _make, kind in MAKERS]), st.binary(max_size=400))
def test_any_bytes_are_read_without_an_accident(kind, content):
    told = milliseconds(content, kind)
    assert told is None or told > 0


@pytest.mark.parametrize(("make", "kind"), MAKERS)
def test_a_recording_that_was_cut_off_is_still_read_or_untold(make, kind):
    whole = make(60)
    for size in range(0, len(whole), max(len(whole) // 40, 1)):
        told = milliseconds(whole[:size], kind)
        assert told is None or told <= 62_000
