"""The page on which a newcomer becomes anyone: what it offers really lets one in."""

import re

import pytest

from linli.foundation.people import api as people
from linli.support.notify import api as notify
from linli.wiring.channels import open_channels

PASSED = r'name="(login|password|totp|phone)" value="([^"]*)"'


@pytest.fixture
def page(estate, settings, client):
    settings.DEMO = True
    open_channels()
    yield client.get("/demo/mailbox").content.decode()
    notify.use_channel("sms", None)
    people.use_code_sender(None)


def form_of(page, name):
    """What the button of one person sends, and where to."""
    (form,) = (one for one in page.split("<form ")[1:] if f"{name}登录" in one)
    return re.search(r'action="([^"]*)"', form)[1], dict(re.findall(PASSED, form))


def test_one_press_lets_a_member_of_staff_in(page, client):
    address, given = form_of(page, "王敏")
    assert set(given) == {"login", "password", "totp"}
    answer = client.post(address, given)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200


def test_one_press_sends_a_resident_the_code_that_is_shown_there(page, estate, client):
    address, given = form_of(page, "张桂芳")
    assert client.post(address, given)["Location"] == "/log-in/code"
    notify.send_due(by=estate.platform)
    (code,) = re.findall(r"验证码是 (\d{6})", client.get("/demo/mailbox").content.decode())
    assert client.post("/log-in/code", {"code": code})["Location"] == "/"


def test_a_real_installation_has_no_such_page(estate, client):
    assert client.get("/demo/mailbox").status_code == 404
