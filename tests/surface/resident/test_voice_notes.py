"""A voice note goes along with a report, is heard by those who may see it, and goes with it."""

import io
import re
import struct
import wave

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.files.models import StoredFile
from linli.support.matters import api as matters
from linli.support.matters.models import Matter
from surface.resident.community import picture, session_of


def recording(seconds: float = 0.2, rate: int = 8000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        steps = range(int(seconds * rate))
        file.writeframes(b"".join(struct.pack("<h", step % 50 * 400) for step in steps))
    return out.getvalue()


def note(name: str = "note.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, recording(), "application/octet-stream")


def text(response) -> str:
    return response.content.decode()


def begin(client, **files) -> None:
    client.post("/report", {"category": "water"})
    page = text(client.get("/report/where"))
    place = re.search(r'value="([\w:]+)" id="f-place-\d" checked', page)[1]
    client.post("/report/where", {"place": place})
    assert client.post("/report/details", {"words": "", **files}).status_code == 302
    client.post("/report/reach", {"reach": "known"})


def hand_in(client) -> str:
    draft = re.search(r'name="draft" value="(\w+)"', text(client.get("/report/check")))[1]
    client.post("/report/check", {"draft": draft})
    return Matter.objects.latest("opened_at").pk


def address_in(page: str) -> str:
    return re.search(r'<audio controls preload="none" src="([^"]+)"', page)[1]


def test_it_is_heard_before_and_after_it_was_handed_in(life, auntie):
    begin(auntie, voice=note())
    heard = auntie.get(address_in(text(auntie.get("/report/check"))))
    assert heard["Content-Type"] == "audio/wav" and heard.content == recording()
    matter = hand_in(auntie)
    page = text(auntie.get(f"/matters/{matter}"))
    assert "留了一段录音" in page and "<img src" not in page.split("<main")[1]
    heard = auntie.get(address_in(page))
    assert heard.content == recording() and heard["Content-Disposition"].startswith("inline")
    assert heard["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in heard["Content-Security-Policy"]
    saved = auntie.get(address_in(page) + "?save")
    assert saved["Content-Disposition"].startswith("attachment") and ".wav" in str(saved.headers)


def test_a_part_of_it_is_sent_to_phones_that_ask_for_parts(life, auntie):
    begin(auntie, voice=note())
    address, whole = address_in(text(auntie.get("/report/check"))), recording()
    part = auntie.get(address, headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.content) == (206, whole[4:10])
    assert part["Content-Range"] == f"bytes 4-9/{len(whole)}"
    assert auntie.get(address, headers={"Range": "bytes=-3"}).content == whole[-3:]
    assert auntie.get(address, headers={"Range": "bytes=5-"}).content == whole[5:]
    assert auntie.get(address, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    for odd in ("bytes=-", "bytes=9-4,1-2", "lines=1-2", "bytes=" + "9" * 30 + "-"):
        assert auntie.get(address, headers={"Range": odd}).content == whole


def test_the_desk_hears_it_and_a_neighbour_does_not(life, auntie, neighbour, client):
    begin(auntie, voice=note(), photos=SimpleUploadedFile("a.jpg", picture(), "image/jpeg"))
    matter = hand_in(auntie)
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=matter)
    (message,) = [one for one in sheet.messages if one.sounds]
    assert len(message.photos) == len(message.sounds) == 1
    address = f"/matters/{matter}/photos/{message.sounds[0]}"
    assert neighbour.get(address).status_code == 404
    assert client.get(address).status_code == 302
    session = SessionStore(session_key=session_of(life.estate.clerk))
    session["strong"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    heard = client.get("/desk" + address)
    assert heard["Content-Type"] == "audio/wav" and heard.content == recording()
    assert f'src="/desk{address}"' in text(client.get(f"/desk/matters/{matter}"))


def test_taken_out_or_taken_back_it_is_gone_or_here_again(life, auntie):
    begin(auntie, voice=note())
    address = address_in(text(auntie.get("/report/details")))
    auntie.post(f"{address}/remove")
    assert auntie.get(address).status_code == 404
    assert "<audio" not in text(auntie.get("/report/details"))
    auntie.post("/report/details", {"words": "", "voice": note()})
    matter = hand_in(auntie)
    auntie.post(f"/matters/{matter}/take-back")
    assert "<audio" in text(auntie.get("/report/check"))


def test_words_taken_back_take_the_voice_along(life, auntie):
    response = auntie.post(f"/matters/{life.working}/write", {"text": "", "voice": note()})
    assert response.status_code == 302
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.working)
    sent = sheet.messages[-1]
    address = f"/matters/{life.working}/photos/{sent.sounds[0]}"
    assert auntie.get(address).status_code == 200
    auntie.post(f"/matters/{life.working}/messages/{sent.id}/take-back")
    assert auntie.get(address).status_code == 404
    heard = StoredFile.objects.filter(kind="audio", about_kind="matter")
    assert heard.count() == 1 and heard.get().dropped_at is not None


@pytest.mark.parametrize("content", [b"RIFF\0\0\0\0AVI LIST", b"\0\0\0\x18ftyp3gp4" + bytes(40)])
def test_what_is_no_sound_is_refused_and_nothing_is_kept(life, auntie, content):
    before = StoredFile.objects.count()
    auntie.post("/report", {"category": "water"})
    auntie.post("/report/where", {"place": life.home})
    bad = SimpleUploadedFile("a.wav", content, "audio/wav")
    response = auntie.post("/report/details", {"words": "滴水", "voice": bad})
    assert response.status_code == 422 and 'href="#f-voice"' in text(response)
    assert StoredFile.objects.count() == before


def test_longer_than_three_minutes_is_sent_back_with_its_length_and_the_rest_stays(life, auntie):
    auntie.post("/report", {"category": "water"})
    auntie.post("/report/where", {"place": life.home})
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(8000 * 200))
    before = set(StoredFile.objects.values_list("pk", flat=True))
    long = SimpleUploadedFile("a.wav", out.getvalue(), "audio/wav")
    shot = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    response = auntie.post("/report/details", {"words": "厨房滴水", "voice": long, "photos": shot})
    page = text(response)
    assert response.status_code == 422 and 'href="#f-voice"' in page
    assert "这段有3分20秒" in page and "厨房滴水" in page
    assert [one.kind for one in StoredFile.objects.exclude(pk__in=before)] == ["image"]
    assert "厨房滴水" in text(auntie.get("/report/details"))


def test_too_large_a_recording_is_refused_in_words(life, auntie):
    auntie.post("/report", {"category": "water"})
    auntie.post("/report/where", {"place": life.home})
    large = recording()[:44] + bytes(10 * 1024 * 1024)
    bad = SimpleUploadedFile("a.wav", large, "audio/wav")
    response = auntie.post("/report/details", {"words": "", "voice": bad})
    assert response.status_code == 422 and "10 MB" in text(response)
    assert not StoredFile.objects.filter(kind="audio").exists()
