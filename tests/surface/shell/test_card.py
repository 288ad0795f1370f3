"""The desk makes a paper card, its owner comes in by it, stops it, and hears of everything."""

import re

import pytest
from django.test import Client

from browser import Browser, axe, no_overflow, small_targets, text_sizes
from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.kernel import new_id
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate
from surface.desk.conftest import at_work, office
from surface.resident.community import session_of

__all__ = ["at_work", "office"]
PIN = "4827"


def text(response) -> str:
    return response.content.decode()


def make(office: Estate, desk: Client, **more) -> tuple[str, str]:
    path = f"/desk/people/{office.auntie.person}/card"
    response = desk.post(path, {"name": "王阿姨", "pin": PIN, "once": new_id(), **more})
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    card = people.get_pass(viewer=office.auntie, person=office.auntie.person)
    return card.id, text(response)


def issued(office: Estate, pin: str = PIN) -> str:
    by = office.clerk
    return people.issue_pass(by=by, person=office.auntie.person, pin=pin).token or ""


def scan(token: str) -> Client:
    phone = Client(raise_request_exception=False)
    assert phone.get(f"/card/{token}")["Location"] == "/card"
    return phone


def told(office: Estate) -> list[str]:
    deliver_all()
    return [card.text.en for card in notify.list_inbox(viewer=office.auntie)]


def test_the_desk_prints_a_card_once_with_the_digits_apart(office, at_work):
    desk = at_work(office.clerk)
    assert "/card" in text(desk.get(f"/desk/people/{office.auntie.person}"))
    once = new_id()
    _, page = make(office, desk, pin="", once=once)
    assert "王阿姨" in page and "<svg" in page and office.auntie.person in page
    assert len(re.findall(r'<section class="pass"', page)) == 2
    assert re.search(r'class="code"><b>\d{4}</b>', page)
    path = f"/desk/people/{office.auntie.person}/card"
    again = desk.post(path, {"name": "王阿姨", "pin": "", "once": once})
    assert again.status_code == 302
    assert "不能再显示" in text(desk.get(path))


def test_digits_she_chose_herself_are_not_printed(office, at_work):
    _, page = make(office, at_work(office.clerk))
    assert len(re.findall(r'<section class="pass"', page)) == 1 and PIN not in page


def test_easy_digits_are_explained_and_make_no_card(office, at_work):
    desk, path = at_work(office.clerk), f"/desk/people/{office.auntie.person}/card"
    assert desk.post(path, {"pin": "1234", "once": new_id()}).status_code == 422
    assert people.get_pass(viewer=office.auntie, person=office.auntie.person) is None


def test_cards_are_for_the_desk_and_hidden_homes_for_the_keeper(office, at_work):
    path = f"/desk/people/{office.auntie.person}/card"
    for who in (office.plumber, office.street):
        assert at_work(who).post(path, {"pin": PIN}).status_code == 403
    assert at_work(office.clerk).post("/desk/people/nobody/card", {"pin": PIN}).status_code == 404
    people.mark_confidential(by=office.keeper, dwelling=office.dwelling, reason="保护令")
    assert at_work(office.clerk).get(path).status_code == 403
    assert at_work(office.clerk).post(path, {"pin": PIN}).status_code == 403
    assert people.get_pass(viewer=office.auntie, person=office.auntie.person) is None
    assert at_work(office.keeper).post(path, {"pin": PIN, "once": new_id()}).status_code == 200


def test_one_comes_in_key_by_key_without_script(office):
    phone = scan(issued(office))
    page = text(phone.get("/card"))
    assert page.count('name="key"') == 11
    typed = ""
    for key in "48":
        response = phone.post("/card", {"pin": typed, "key": key})
        typed += key
        assert response.status_code == 200 and f'value="{typed}"' in text(response)
    assert 'value="4"' in text(phone.post("/card", {"pin": typed, "key": "back"}))
    phone.post("/card", {"pin": "48", "key": "2"})
    assert phone.post("/card", {"pin": "482", "key": "7"})["Location"] == "/"
    assert "王秀英" in text(phone.get("/me"))


def test_the_code_of_the_card_stands_on_no_page(office):
    token = issued(office)
    phone = scan(token)
    assert token not in text(phone.get("/card"))
    phone.post("/card", {"pin": PIN})
    for path in ("/", "/me", "/me/card"):
        assert token not in text(phone.get(path))


def test_wrong_digits_are_explained_and_a_locked_card_says_what_to_do(office):
    phone = scan(issued(office))
    for _ in range(4):
        response = phone.post("/card", {"pin": "0001"})
        assert response.status_code == 422 and 'id="errors"' in text(response)
    response = phone.post("/card", {"pin": "0001"})
    assert response.status_code == 429 and "/log-in" in text(response)
    assert phone.get("/me").status_code == 302
    assert any("rests for an hour" in words for words in told(office))


def test_a_code_nobody_has_is_answered_like_a_stopped_card(office):
    token = issued(office)
    card = people.get_pass(viewer=office.auntie, person=office.auntie.person)
    people.revoke_pass(by=office.auntie, login_pass=card.id)
    pages = [scan(one).get("/card") for one in (token, "x" * 24)]
    assert [page.status_code for page in pages] == [403, 403]
    assert len({text(page).partition("<main")[2].partition("</main>")[0] for page in pages}) == 1
    assert Client().get("/card")["Location"] == "/log-in"


def test_its_owner_stops_a_card_in_two_presses_and_takes_it_back(office):
    token = issued(office)
    phone = scan(token)
    phone.post("/card", {"pin": PIN})
    home = Client(raise_request_exception=False)
    home.cookies["sessionid"] = session_of(office.auntie)
    page = text(home.get("/me/card"))
    stop = re.search(r"/me/card/\w+/stop", page)[0]
    other = Client(raise_request_exception=False)
    other.cookies["sessionid"] = session_of(office.neighbour)
    assert other.post(stop, {"once": new_id()}).status_code == 404
    assert phone.get("/me").status_code == 200
    assert home.post(stop, {"once": new_id()}).status_code == 302
    assert phone.get("/me").status_code == 302
    assert home.post(stop.replace("stop", "restore"), {"once": new_id()}).status_code == 302
    assert scan(token).post("/card", {"pin": PIN})["Location"] == "/"


def test_who_came_by_card_cannot_choose_helpers_and_may_stop_the_card(office):
    phone = scan(issued(office))
    phone.post("/card", {"pin": PIN})
    data = {"name": "某人", "phone": "13711112222", "days": "30", "once": new_id()}
    assert phone.post("/me/helpers", data).status_code in (403, 422)
    assert people.list_help(viewer=office.auntie) == ()
    card = people.get_pass(viewer=office.auntie, person=office.auntie.person)
    assert phone.post(f"/me/card/{card.id}/stop", {"once": new_id()})["Location"] == "/"
    assert phone.get("/me").status_code == 302


def test_a_caller_has_the_card_stopped_and_is_told(office, at_work):
    card, _ = make(office, at_work(office.clerk))
    path = f"/desk/people/{office.auntie.person}/card/{card}/stop"
    assert at_work(office.plumber).post(path, {"via": "phone"}).status_code == 403
    assert at_work(office.clerk).post(path, {"via": "web", "once": new_id()}).status_code == 422
    assert people.get_pass(viewer=office.auntie, person=office.auntie.person).ended_at is None
    assert at_work(office.clerk).post(path, {"via": "phone", "once": new_id()}).status_code == 302
    seen = people.get_pass(viewer=office.auntie, person=office.auntie.person)
    assert seen.ended_by is people.Ended.DESK
    assert any("no longer works" in words for words in told(office))
    assert any("made a log-in card" in words for words in told(office))


@pytest.mark.browser
@pytest.mark.parametrize(("face", "target", "letters"), [("standard", 48, 16), ("elder", 72, 24)])
def test_the_keys_are_for_everyone(browser: Browser, transactional_db, face, target, letters):
    from modules.support.matters_estate import build

    estate = build()
    token = issued(estate)
    for width, language in ((390, "zh-hans"), (1280, "en")):
        page = browser.open(f"/card/{token}", face=face, language=language, width=width)
        assert page.url.endswith("/card")
        assert axe(page) == [] and no_overflow(page), (width, language)
        if width == 390:
            assert small_targets(page, target) == []
            assert text_sizes(page)[0] >= letters
        browser.close()
    page = browser.open(f"/card/{token}", face=face)
    for key in PIN:
        page.click(f'[name=key][value="{key}"]')
    page.wait_for_url("**/")
    assert page.locator("h1").inner_text()
