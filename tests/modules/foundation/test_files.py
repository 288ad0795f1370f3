"""Files are what their bytes say, lose what they tell of the sender, and answer to one thing."""

import io
import os
import struct
import wave
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from linli.foundation.facts.api import list_facts
from linli.foundation.files.api import (
    drop_file,
    get_file,
    keep_file,
    list_files,
    list_files_of,
    read_file,
    sweep_files,
)
from linli.foundation.files.domain import Type, cards, picture
from linli.foundation.files.domain.picture import clean_picture
from linli.foundation.files.domain.sniff import sniff
from linli.foundation.files.models import StoredFile
from linli.kernel import ANYONE, Actor, Ref, Refused, Role, Via, system
from linli.kernel.clock import held

HOME = "c" * 20
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
ABOUT = Ref("matter", "m1")
RESIDENT = Actor(person="r", roles=frozenset({Role.RESIDENT}), community=HOME)
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with held(NOW):
        yield settings.FILES


def photo(size=(60, 40), orientation=1, kind="JPEG"):
    """A photo, left half red, with the place where it was taken."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SECRETPHONE"
    exif.get_ifd(GPS).update({1: "N", 2: (29.0, 33.0, 7.0), 3: "E", 4: (103.0, 45.0, 30.0)})
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **({"comment": b"SECRETWORDS"} if kind == "JPEG" else {}))
    return out.getvalue()


def keep(content=None, by=RESIDENT, name="IMG_1.jpg", about=ABOUT, **more):
    content = photo() if content is None else content
    return keep_file(by=by, name=name, content=content, about=about, **more)


def on_disk(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def mp4(brand, *handlers):
    boxes = b"".join(b"\0\0\0\x20hdlr" + bytes(8) + handler + bytes(12) for handler in handlers)
    return b"\0\0\0\x18ftyp" + brand + bytes(12) + boxes


def wav(seconds=0.1, rate=8000):
    """A tone as a recorder writes it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        steps = range(int(seconds * rate))
        file.writeframes(b"".join(struct.pack("<h", step % 40 * 500) for step in steps))
    return out.getvalue()


SOUNDS = [
    (wav(), Type.WAV),
    (mp4(b"3gp4", b"soun"), Type.THREE_GP),
    (mp4(b"M4A ", b"soun"), Type.M4A),
    (mp4(b"isom", b"soun"), Type.M4A),
    (b"ID3\x03" + bytes(20), Type.MP3),
    (b"\xff\xfb\x90\x64" + bytes(20), Type.MP3),
    (b"OggS" + bytes(24) + b"OpusHead" + bytes(8), Type.OGG),
    (b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + bytes(20) + b"A_OPUS", Type.WEBM),
    (b"#!AMR\n" + bytes(20), Type.AMR),
    (b"#!AMR-WB\n" + bytes(20), Type.AMR),
]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_and_camera_and_keeps_its_picture(kind):
    content = photo(kind=kind)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS), "the test photo has a place"
    card = keep(content)
    kept = read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content
    image = Image.open(io.BytesIO(kept))
    assert not dict(image.getexif()) and not image.getexif().get_ifd(GPS)
    assert b"SECRET" not in kept and b"Exif" not in kept
    red, _, blue = image.convert("RGB").getpixel((5, 5))
    assert image.size == (60, 40) == (card.width, card.height) and red > 200 and blue < 60


@pytest.mark.django_db
def test_a_photo_held_sideways_is_turned_upright_before_the_mark_is_lost():
    card = keep(photo(orientation=6))
    image = Image.open(io.BytesIO(read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content))
    assert image.size == (40, 60)
    red, _, blue = image.getpixel((20, 5))
    assert red > 200 and blue < 60, "what was on the left is on top"


@pytest.mark.django_db
def test_a_large_photo_is_made_smaller_and_has_a_small_one():
    card = keep(photo(size=(5000, 2500)))
    assert (card.width, card.height) == (picture.LONGEST_SIDE, picture.LONGEST_SIDE // 2)
    small = read_file(viewer=RESIDENT, file=card.id, about=ABOUT, thumbnail=True)
    assert small.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(small.content)).size == (480, 240)


def test_transparency_survives_as_png():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    made = clean_picture(out.getvalue(), Type.PNG)
    assert made.type is Type.PNG
    assert Image.open(io.BytesIO(made.content)).getpixel((1, 1))[3] == 0
    assert Image.open(io.BytesIO(made.thumbnail)).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "kind"), SOUNDS)
def test_a_voice_note_is_known_by_its_bytes_and_kept_as_it_is(content, kind):
    card = keep(content, name="photo.jpg")
    assert (card.kind, card.media_type) == ("audio", kind.value)
    assert card.name == f"photo{kind.extension}" and not card.has_thumbnail
    assert read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content == content
    with pytest.raises(Refused):
        read_file(viewer=RESIDENT, file=card.id, about=ABOUT, thumbnail=True)


@pytest.mark.django_db
def test_a_pdf_is_a_document():
    card = keep(b"%PDF-1.7\n...", name="合同.exe")
    assert (card.kind, card.media_type, card.name) == ("document", "application/pdf", "合同.pdf")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (mp4(b"heic"), "HEIC"),
        (mp4(b"isom", b"vide", b"soun"), "kind of file"),
        (b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + bytes(20) + b"V_VP9 A_OPUS", "kind of file"),
        (b"GIF89a" + bytes(30), "kind of file"),
        (b"MZ" + bytes(60), "kind of file"),
        (b"<html><script>alert(1)</script>", "kind of file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind of file"),
        (b"PK\x03\x04" + bytes(60), "kind of file"),
        (b"\xff\xfe\xff", "kind of file"),
        (b"", "empty"),
        (photo()[:400], "damaged"),
        (b"\xff\xd8\xff" + bytes(100), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(30), "damaged"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_leaves_nothing(content, word, folder):
    with pytest.raises(Refused, match=word):
        keep(content)
    assert not StoredFile.objects.exists() and on_disk(folder) == []


@pytest.mark.django_db
def test_more_than_ten_megabytes_are_too_large(folder):
    with pytest.raises(Refused) as refused:
        keep(b"%PDF-" + bytes(cards.MOST_BYTES))
    assert refused.value.code == "too_large" and on_disk(folder) == []


@pytest.mark.django_db
@pytest.mark.parametrize("side", [8000, 30_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(side):
    out = io.BytesIO()
    Image.new("1", (10, 10)).save(out, "PNG")
    bomb = bytearray(out.getvalue())
    bomb[16:24] = side.to_bytes(4, "big") * 2
    import zlib

    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    with pytest.raises(Refused):
        keep(bytes(bomb))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_known_type_or_refused(content):
    try:
        assert sniff(content) in Type
    except Refused as refused:
        assert refused.code == "invalid"


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=20))
def test_a_damaged_photo_is_cleaned_or_refused(at, noise):
    content = bytearray(photo())
    at %= len(content)
    content[at : at + len(noise)] = noise
    try:
        made = clean_picture(bytes(content), Type.JPEG)
    except Refused:
        return
    assert b"SECRET" not in made.content


@given(st.text(max_size=200))
def test_a_name_is_short_printable_and_has_no_folder(name):
    clean = cards.clean_name(name, Type.JPEG)
    assert clean.endswith(".jpg") and 5 <= len(clean) <= 100
    assert clean.isprintable() and "/" not in clean and "\\" not in clean


@pytest.mark.django_db
def test_a_file_answers_only_to_the_thing_it_hangs_on_in_its_own_community():
    card = keep()
    stranger = Actor(person="s", roles=frozenset({Role.MANAGER}), community="d" * 20)
    for viewer, about in (
        (RESIDENT, Ref("matter", "m2")),
        (RESIDENT, Ref("motion", "m1")),
        (stranger, ABOUT),
    ):
        for ask in (read_file, get_file):
            with pytest.raises(Refused) as refused:
                ask(viewer=viewer, file=card.id, about=about)
            assert refused.value.code == "not_found"
        with pytest.raises(Refused):
            drop_file(by=viewer, file=card.id, about=about)
    with pytest.raises(Refused):
        read_file(viewer=ANYONE, file=card.id, about=ABOUT)
    with pytest.raises(Refused):
        keep(by=ANYONE)
    assert get_file(viewer=RESIDENT, file=card.id, about=ABOUT) == card


@pytest.mark.django_db
def test_who_brought_it_for_whom_and_through_what_is_kept():
    clerk = Actor(person="k", roles=frozenset({Role.CLERK}), community=HOME)
    card = keep(by=clerk.for_person("r", via=Via.COUNTER))
    assert (card.kept_by, card.kept_for, card.kept_via, card.kept_at) == ("k", "r", "counter", NOW)
    assert card.about == ABOUT


@pytest.mark.django_db
def test_the_same_key_keeps_one_file(folder):
    assert keep(key="k").id == keep(b"%PDF-1", key="k").id
    assert StoredFile.objects.count() == 1 and len(on_disk(folder)) == 2


@pytest.mark.django_db(transaction=True)
def test_dropping_takes_the_bytes_away_and_leaves_equal_ones_of_another(folder):
    one, other = keep(), keep(about=Ref("matter", "m2"))
    drop_file(by=RESIDENT, file=one.id, about=ABOUT)
    drop_file(by=RESIDENT, file=one.id, about=ABOUT)
    with pytest.raises(Refused):
        read_file(viewer=RESIDENT, file=one.id, about=ABOUT)
    assert read_file(viewer=RESIDENT, file=other.id, about=Ref("matter", "m2")).content
    assert len(on_disk(folder)) == 2
    kinds = [fact.kind for fact in list_facts(viewer=system(HOME)).items]
    assert kinds == ["files.file_kept", "files.file_kept", "files.file_dropped"]


@pytest.mark.django_db(transaction=True)
def test_a_drop_that_is_rolled_back_loses_nothing():
    card = keep()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        drop_file(by=RESIDENT, file=card.id, about=ABOUT)
        raise ZeroDivisionError
    assert read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content


@pytest.mark.django_db(transaction=True)
def test_what_a_failed_form_left_behind_is_swept_up_after_a_day(folder):
    card = keep()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(b"%PDF-lost")
        raise ZeroDivisionError
    assert len(on_disk(folder)) == 3
    assert sweep_files(by=system(HOME)) == 0, "it may still be on its way to a row"
    for path in on_disk(folder):
        old = (NOW - timedelta(days=2)).timestamp()
        os.utime(path, (old, old))
    assert sweep_files(by=system(HOME)) == 1 and len(on_disk(folder)) == 2
    assert read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content
    with pytest.raises(Refused):
        sweep_files(by=RESIDENT)


@pytest.mark.django_db
def test_bytes_that_changed_on_the_disk_are_not_shown(folder):
    card = keep(b"%PDF-true")
    (path,) = on_disk(folder)
    path.write_bytes(b"%PDF-fake")
    with pytest.raises(Refused) as refused:
        read_file(viewer=RESIDENT, file=card.id, about=ABOUT)
    assert refused.value.code == "unavailable"
    path.unlink()
    with pytest.raises(Refused) as refused:
        read_file(viewer=RESIDENT, file=card.id, about=ABOUT)
    assert refused.value.code == "unavailable"


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_a_refusal_and_leaves_no_row(settings, tmp_path):
    (tmp_path / "taken").write_text("not a folder")
    settings.FILES = Path(tmp_path / "taken")
    with pytest.raises(Refused) as refused:
        keep()
    assert refused.value.code == "unavailable" and not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_day_has_a_generous_limit_that_is_explained(monkeypatch, folder):
    from linli.foundation.files.domain import cards as limits

    monkeypatch.setattr(limits, "MOST_FILES_A_DAY", 2)
    keep(b"%PDF-1"), keep(b"%PDF-2")
    with pytest.raises(Refused, match="2 files within 24 hours") as refused:
        keep(b"%PDF-3")
    assert refused.value.code == "too_many" and len(on_disk(folder)) == 2
    keep(b"%PDF-4", by=Actor(person="o", roles=RESIDENT.roles, community=HOME))
    with held(NOW + timedelta(days=1, seconds=1)):
        keep(b"%PDF-5")


@pytest.mark.django_db
def test_a_day_has_a_limit_in_bytes_too(monkeypatch):
    from linli.foundation.files.domain import cards as limits

    monkeypatch.setattr(limits, "MOST_BYTES_A_DAY", 20)
    keep(b"%PDF-" + bytes(10))
    with pytest.raises(Refused) as refused:
        keep(b"%PDF-" + bytes(10))
    assert refused.value.code == "too_many"


@pytest.mark.django_db
def test_files_of_many_things_take_as_many_queries_as_of_one(django_assert_num_queries):
    abouts = [Ref("matter", f"m{number}") for number in range(12)]
    made = {about: keep(b"%PDF-1", about=about).id for about in abouts}
    keep(b"%PDF-1", about=Ref("motion", "m1"))
    with django_assert_num_queries(1):
        found = list_files_of(viewer=RESIDENT, abouts=abouts)
    assert {about: one.id for about, (one,) in found.items()} == made
    assert [one.id for one in list_files(viewer=RESIDENT, about=abouts[0])] == [made[abouts[0]]]


@pytest.mark.django_db
def test_what_lies_on_the_disk_tells_nothing_without_the_key(folder, settings):
    card = keep(b"%PDF-1.7 a private letter")
    (path,) = on_disk(folder)
    lying = path.read_bytes()
    assert b"private" not in lying and b"%PDF" not in lying
    assert read_file(viewer=RESIDENT, file=card.id, about=ABOUT).content.endswith(b"letter")
    settings.MASTER_KEY = bytes(32)
    with pytest.raises(Refused) as refused:
        read_file(viewer=RESIDENT, file=card.id, about=ABOUT)
    assert refused.value.code == "unavailable"


@pytest.mark.django_db
def test_sealed_bytes_open_only_where_they_were_put(folder):
    one, other = keep(b"%PDF-same"), keep(b"%PDF-same", about=Ref("matter", "m2"))
    first, second = (row.path for row in StoredFile.objects.order_by("pk"))
    first.write_bytes(second.read_bytes())
    with pytest.raises(Refused):
        read_file(viewer=RESIDENT, file=one.id, about=ABOUT)
    assert read_file(viewer=RESIDENT, file=other.id, about=Ref("matter", "m2")).content


@pytest.mark.django_db(transaction=True)
def test_files_from_before_are_read_and_sealed_by_the_sweep_and_dropped_ones_stay_away(folder):
    kept, gone = keep(b"%PDF-old letter"), keep(b"%PDF-gone", about=Ref("matter", "m2"))
    for row, content in zip(
        StoredFile.objects.order_by("pk"), (b"%PDF-old letter", b"%PDF-gone"), strict=True
    ):
        row.path.write_bytes(content)
        os.utime(row.path, ((NOW - timedelta(days=2)).timestamp(),) * 2)
    assert read_file(viewer=RESIDENT, file=kept.id, about=ABOUT).content == b"%PDF-old letter"
    drop_file(by=RESIDENT, file=gone.id, about=Ref("matter", "m2"))
    assert sweep_files(by=system(HOME)) == 0
    (path,) = on_disk(folder)
    assert b"letter" not in path.read_bytes()
    assert read_file(viewer=RESIDENT, file=kept.id, about=ABOUT).content == b"%PDF-old letter"
