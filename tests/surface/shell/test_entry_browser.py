"""The pages on the way in, and the demo's own, in a real Chromium."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from browser import Browser, axe, no_overflow, small_targets, text_sizes
from linli.foundation.people import api as people
from modules.support.matters_estate import Estate, build

pytestmark = pytest.mark.browser

ENTRY = (
    *("/log-in/code", "/log-in/second", "/log-in/community"),
    *("/help/taken", "/demo/mailbox", "/card"),
)
FACES = {"standard": (48, 16), "elder": (72, 24)}


def half_way(estate: Estate) -> dict[str, str]:
    """The session of somebody who is half-way in, by every way at once."""
    two = [[one.person, estate.community] for one in (estate.auntie, estate.neighbour)]
    who = {"person": estate.clerk.person, "communities": [estate.community], "next": "/desk/"}
    card = people.issue_pass(by=estate.clerk, person=estate.auntie.person or "")
    session = SessionStore()
    session.update(
        {
            "entry": {"phone": "13900000001", "next": "/", "minutes": 10},
            "card": card.token,
            "enrolling": {**who, "must_change": True},
            "options": {"among": two, "next": "/", "strong": False},
            "help-taken": {"number": "2026-1", "page": "/", "answers": [["电话", "13900000001"]]},
        }
    )
    session.create()
    return {"sessionid": session.session_key or ""}


@pytest.mark.parametrize("face", FACES)
def test_every_page_on_the_way_in_is_for_everyone(
    browser: Browser, transactional_db, settings, face
):
    settings.DEMO = True
    target, letters = FACES[face]
    cookies = half_way(build())
    for path in ENTRY:
        for width, language in ((390, "zh-hans"), (1280, "en")):
            page = browser.open(path, face=face, language=language, width=width, cookies=cookies)
            assert page.url.endswith(path), path
            assert axe(page) == [], (path, width, language)
            assert no_overflow(page), (path, width)
            if width == 390:
                assert small_targets(page, target) == [], path
                assert text_sizes(page)[0] >= letters, path
            browser.close()
