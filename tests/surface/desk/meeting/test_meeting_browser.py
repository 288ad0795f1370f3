"""The pages of an assembly in a real Chromium, narrow and wide, without script."""

import os

import pytest

from browser import Browser, no_overflow
from modules.support.matters_estate import build
from surface.desk.conftest import strong_session
from surface.desk.meeting_life import running
from surface.resident.assembly_estate import lively

pytestmark = pytest.mark.browser

PAGES = ("", "/dates", "/board", "/doors", "/papers", "/result", "/documents")


@pytest.fixture
def meetings(transactional_db) -> tuple[dict[str, str], list[str]]:
    estate = build()
    made, past = lively(estate)
    running(estate, made)
    return {"sessionid": strong_session(estate.street)}, [made, past]


def look(page, name):
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)


@pytest.mark.long
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_and_says_where_one_is(browser: Browser, meetings, width):
    cookies, (made, past) = meetings
    for one, name in ((made, "open"), (past, "past")):
        for rest in PAGES:
            where = f"/desk/assembly/meetings/{one}{rest}"
            page = browser.open(where, width=width, javascript=False, cookies=cookies)
            look(page, f"{name}{rest.replace('/', '-')}-{width}")
            assert no_overflow(page), where
            assert page.locator("nav [aria-current]").count() >= 1
            page.close()
    for where in ("/desk/assembly/meetings", "/desk/assembly/convene"):
        page = browser.open(where, width=width, javascript=False, cookies=cookies)
        look(page, f"{where.rsplit('/', 1)[1]}-{width}")
        assert no_overflow(page), where
        page.close()
