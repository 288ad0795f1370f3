"""A helper and a trust: how it begins, what shows that it runs, and how it is ended."""

import re

import pytest
from django.test import Client

from linli.foundation.people import api as people
from surface.resident.community import session_of


def text(response) -> str:
    return response.content.decode()


def test_a_band_says_whom_one_acts_for_on_every_page(helping):
    for path in ("/", "/me", "/matters", "/nowhere", "/me/no-such-page", "/help"):
        assert "您在替王秀英办事" in text(helping.get(path)), path


def taps_to_stop(client: Client, trust: str) -> int:
    """From home: one for each page opened on the way, one for the button."""
    stop = f'action="/me/helpers/{trust}/stop"'
    home = text(client.get("/")).partition("<main")[2].partition("</main>")[0]
    if stop in home:
        return 1
    links = set(re.findall(r'href="(/[^"]*)"', home))
    assert any(stop in text(client.get(link)) for link in links), links
    return 2


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_who_helps_is_stopped_in_two_taps_from_home(life, auntie, helping, face):
    auntie.cookies["face"] = face
    assert "刘洋在帮您" in text(auntie.get("/"))
    assert taps_to_stop(auntie, life.trust) == 1
    assert "刘洋在帮您" not in text(helping.get("/"))  # a helper stops it on their own page
    other = people.allow_help(by=life.estate.auntie, name="李梅", phone="13900000099")
    assert taps_to_stop(auntie, life.trust) == 1  # whoever has not said yes helps nobody yet
    asked = next(one for one in people.list_help(viewer=life.estate.auntie) if one.id == other)
    helper = people.actor_for(person=asked.helper, community=life.estate.community)
    people.accept_help(by=helper, help_id=other)
    assert "2 个人在帮您" in text(auntie.get("/")).replace("\u2060", "")
    assert [taps_to_stop(auntie, one) for one in (life.trust, other)] == [2, 2]
    assert auntie.post(f"/me/helpers/{other}/stop")["Location"] == "/me"
    assert auntie.post(f"/me/helpers/{life.trust}/stop")["Location"] == "/me"
    assert helping.get("/matters").status_code == 403
    assert "在帮您" not in text(auntie.get("/"))


def test_with_all_at_once_the_large_face_still_has_eight_things_to_press(life, auntie, helping):
    auntie.cookies["face"] = "elder"
    auntie.post("/report", {"category": "water"})
    auntie.get("/")
    home = text(auntie.get("/")).partition("<main")[2].partition("</main>")[0]
    assert 'class="wait"' in home and "刘洋在帮您" in home
    assert home.count("<a ") + home.count("<button") <= 8
    assert 'href="/report"' in home and 'href="/find"' in home


def test_an_invited_helper_signs_in_and_says_yes(life, auntie):
    page = auntie.post("/me/helpers/invite", {"scope": "everyday", "days": "30", "once": "i"})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    path = re.search(r"/helping/invitations/[\w-]+", text(page))[0]
    stranger = Client(raise_request_exception=False)
    assert "王秀英" in text(stranger.get(path))
    assert stranger.post(path, {"name": "", "phone": "1"}).status_code == 422
    answer = stranger.post(path, {"name": "周小妹", "phone": "13711114444", "once": "j"})
    assert answer["Location"].startswith("/log-in")
    card = next(c for c in people.list_help(viewer=life.estate.auntie) if c.helper_name == "周小妹")
    assert card.accepted_at is None
    helper = people.actor_for(person=card.helper, community=life.estate.community)
    known = Client(raise_request_exception=False)
    known.cookies["sessionid"] = session_of(helper)
    assert "王秀英" in text(known.get("/me"))
    assert known.post(f"/me/helping/{card.id}")["Location"] == "/"
    assert people.list_help(viewer=helper)[0].accepted_at
    assert stranger.get(path).status_code == 404
    other = Client(raise_request_exception=False)
    other.cookies["sessionid"] = session_of(life.estate.auntie)
    assert other.post(f"/me/helping/{card.id}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("１３７-１１１１-４４４４", "137 1111 4444"), ("+86 138 2222 5555", "138 2222 5555")],
)
def test_the_phone_of_an_invited_helper_is_read_back(life, auntie, typed, heard):
    page = auntie.post("/me/helpers/invite", {"scope": "everyday", "days": "30", "once": "i"})
    path = re.search(r"/helping/invitations/[\w-]+", text(page))[0]
    stranger = Client(raise_request_exception=False)
    refused = stranger.post(path, {"name": "周小妹", "phone": "137 1111 44", "once": "j"})
    assert refused.status_code == 422 and "我们理解为" not in text(refused)
    answer = stranger.post(path, {"name": "周小妹", "phone": typed, "once": "k"})
    assert f"我们理解为：{heard}。" in text(stranger.get(answer["Location"]))
    assert "我们理解为" not in text(stranger.get(answer["Location"]))
    (known,) = people.list_people(viewer=life.estate.manager, search=heard.replace(" ", ""))
    assert known.name == "周小妹"


def test_an_invitation_sent_twice_is_one_and_is_shown_again(life, auntie):
    data = {"scope": "everyday", "days": "30", "once": "twice"}
    first, again = (text(auntie.post("/me/helpers/invite", data)) for _ in range(2))
    path = re.search(r"/helping/invitations/[\w-]+", first)[0]
    assert path in again
    unnamed = [c for c in people.list_help(viewer=life.estate.auntie) if not c.helper]
    assert len(unnamed) == 1
    auntie.post("/me/helpers/invite", {**data, "days": "90"})  # changed after Back: a new one
    assert len([c for c in people.list_help(viewer=life.estate.auntie) if not c.helper]) == 2


def test_deeds_are_told_as_the_person_chooses(life, auntie, neighbour):
    page = text(auntie.get("/me/deeds"))
    assert "/me/deeds/news" in page
    auntie.post("/me/deeds/news", {"news": "daily", "once": "n"})
    news = people.get_deed_news(viewer=life.estate.auntie, person=life.estate.auntie.person)
    assert news is people.DeedNews.DAILY
    assert auntie.post("/me/deeds/news", {"news": "never"}).status_code == 422
