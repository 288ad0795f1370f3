"""What every page promises: nothing from elsewhere, a language, forms that act once."""

import re
from pathlib import Path

import pytest

from linli.surface import shell as package
from surface.shell import pages
from surface.shell.promises.visiting import site, text

FOLDER = Path(package.__path__[0])


@site
@pytest.mark.parametrize("path", ["/log-in", "/nowhere", "/static/none.css"])
def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"


@site
@pytest.mark.parametrize("path", ["/log-in", "/log-in/staff", "/help", "/style", "/nowhere"])
def test_pages_carry_no_inline_style_or_script(client, path):
    body = text(client.get(path))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", body)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", body)
    assert body.count("<h1") == 1


def test_the_stylesheet_and_the_script_keep_to_their_size():
    assert (FOLDER / "static/shell/linli.css").stat().st_size <= 20 * 1024
    assert (FOLDER / "static/shell/linli.js").stat().st_size <= 8 * 1024
    css = (FOLDER / "static/shell/linli.css").read_text()
    assert "gradient" not in css
    assert "shadow" not in css


@site
def test_the_language_is_chinese_until_another_is_chosen(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en"
    assert "您的手机号" in text(client.get("/log-in"))
    client.post("/language", {"language": "en", "next": "/log-in"})
    assert "Your phone number" in text(client.get("/log-in"))
    client.post("/language", {"language": "tlh", "next": "/log-in"})
    assert "Your phone number" in text(client.get("/log-in"))


@site
@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_a_switch_never_leads_to_another_site(client, away):
    response = client.post("/face", {"face": "elder", "next": away})
    assert response["Location"] == "/"
    assert response.cookies["face"].value == "elder"


@site
def test_a_form_sent_twice_acts_once_and_leads_to_the_same_place(client):
    pages.made.clear()
    first = client.post("/make", {"once": "abc123"})
    again = client.post("/make", {"once": "abc123"})
    other = client.post("/make", {"once": "def456"})
    assert len(pages.made) == len(set(pages.made)) == 2
    assert first["Location"] == again["Location"] != other["Location"]


@site
def test_a_notice_is_said_once_with_a_way_back(client):
    client.get("/tell")
    heard = text(client.get("/style"))
    assert heard.count("已经交上去了") - text(client.get("/style")).count("已经交上去了") == 1
    assert 'action="/made/undo"' in heard


@site
def test_who_is_not_logged_in_logs_in_first_and_comes_back(client):
    assert client.get("/mine?a=1")["Location"] == "/log-in?next=/mine%3Fa%3D1"
    assert client.get("/keepers")["Location"].startswith("/log-in")
