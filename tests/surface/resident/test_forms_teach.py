"""A form that cannot be taken yet keeps every word and says, at the field, what to change."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surface.resident.forms import chosen
from surface.resident.test_resident_journeys import fill
from surface.resident.test_session_loss import address

LONG = "水管夜里又漏了。" * 400
WRONG = {
    "what": ("/report", {}),
    "where": ("/report/where", {"place": "nowhere"}),
    "elsewhere": ("/report/elsewhere", {"place": "nowhere"}),
    "details": ("/report/details", {"words": "夜里 <b> 漏水", "photos": "bad"}),
    "reach": ("/report/reach", {"reach": "phone", "phone": "12"}),
    "write": ("/matters/{working}/write", {"text": LONG}),
    "write a bad photo": ("/matters/{working}/write", {"text": "看照片", "photos": "bad"}),
    "not solved": ("/matters/{waiting}/not-solved", {"words": LONG}),
    "contest": ("/matters/{declined}/contest", {"words": ""}),
    "dispute": ("/matters/{working}/lines/{line}/dispute", {"words": LONG}),
    "helpers": ("/me/helpers", {"name": "周大力", "phone": "12", "days": "30"}),
    "channels": ("/me/channels", {"first": "pigeon"}),
    "tokens": ("/me/tokens/make", {"name": "门厅的屏", "days": "30"}),
}


def sent(client: Client, path: str, answers: dict[str, object]) -> str:
    if answers.get("photos"):
        answers = {**answers, "photos": SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")}
    response = client.post(path, answers)
    assert response.status_code == 422
    return response.content.decode()


@pytest.mark.parametrize("name", WRONG)
def test_it_keeps_everything_and_names_what_to_change(life, auntie, name):
    path, answers = WRONG[name]
    fill(auntie)
    page = sent(auntie, address(life, path), answers)
    kept = [str(value) for field, value in answers.items() if field != "photos"]
    offered = chosen(page) | {html.unescape(text) for text in re.findall(r'value="([^"]*)"', page)}
    for value in kept:
        shown = value in html.unescape(page) or value in offered
        assert shown or value in ("nowhere", "pigeon"), value
    assert re.search(r"<title>要改：", page)
    summary = re.search(r'<div class="errors"[^>]*autofocus[^>]*>.*?</div>', page, re.S)[0]
    assert 'tabindex="-1"' in summary and 'role="alert"' in summary
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert links, summary
    assert all(f'id="{target}"' in page for target, _ in links)
    at_fields = re.findall(r'class="why" id="[^"]+">([^<]+)<', page)
    assert sorted(words for _, words in links) == sorted(at_fields)


def test_a_stranger_who_asks_for_a_call_without_a_number_is_told_at_the_field(life):
    page = sent(Client(), "/help", {"words": "教我交电费", "page": "/", "phone": ""})
    assert "教我交电费" in page and 'href="#f-phone"' in page
