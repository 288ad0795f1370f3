"""Pages one comes to on the way: the steps of a report, and what one says to a matter."""

import pytest
from django.test import Client

from browser import Browser, axe, no_overflow, small_targets, text_sizes
from linli.foundation.people import api as people
from linli.support.matters import api as matters
from surface.resident.community import Life, session_of

pytestmark = pytest.mark.browser

STEPS = (
    "/report/where",
    "/report/elsewhere",
    "/report/elsewhere?q=3",
    "/report/details",
    "/report/reach",
    "/report/check",
    "/matters/{waiting}/not-solved",
    "/matters/{declined}",
    "/matters/{declined}/contest",
    "/matters/{working}/lines/{line}/dispute",
    "/measured/devices",
    "/helping/invitations/{code}",
)
FACES = {"standard": (48, 16), "elder": (72, 24)}


def begun(life: Life) -> dict[str, str]:
    """The session of somebody who has answered every question of a report."""
    client = Client()
    client.cookies["sessionid"] = session_of(life.estate.auntie)
    client.post("/report", {"category": "lighting"})
    client.post("/report/where", {"place": life.estate.entrance})
    client.post("/report/details", {"words": "一楼的灯不亮"})
    client.post("/report/reach", {"reach": "app"})
    assert client.get("/report/check").status_code == 200
    return {"sessionid": client.cookies["sessionid"].value}


def named(life: Life) -> dict[str, object]:
    declined = life.estate.report(title="", description="邻居家的树")
    matters.decline_matter(by=life.estate.clerk, matter=declined, reason="这棵树归园林局管")
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.working)
    line = next(one.number for one in sheet.timeline if one.may_dispute)
    code = people.invite_helper(by=life.estate.auntie)
    return {**vars(life), "declined": declined, "line": line, "code": code}


@pytest.mark.parametrize("face", FACES)
def test_every_step_is_for_everyone(browser: Browser, living, face):
    target, letters = FACES[face]
    cookies, names = begun(living), named(living)
    for path in STEPS:
        address = path.format(**names)
        for width, language in ((390, "zh-hans"), (1280, "en")):
            page = browser.open(address, face=face, language=language, width=width, cookies=cookies)
            assert page.url.endswith(address), path
            assert axe(page) == [], (path, width, language)
            assert no_overflow(page), (path, width)
            if width == 390:
                assert small_targets(page, target) == [], path
                assert text_sizes(page)[0] >= letters, path
            browser.close()


@pytest.mark.parametrize("face", FACES)
def test_a_question_that_was_left_open_is_for_everyone(browser: Browser, living, face):
    cookies, names = begun(living), named(living)
    for path in ("/matters/{declined}/contest", "/me/tokens", "/me/helpers"):
        page = browser.open(path.format(**names), face=face, cookies=cookies)
        page.locator("main form").last.locator("button").first.click()
        page.wait_for_selector("#errors")
        assert axe(page) == [], path
        assert no_overflow(page), path
        browser.close()
