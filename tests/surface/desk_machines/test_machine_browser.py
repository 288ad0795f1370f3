"""The map of the overview in a real Chromium."""

import pytest

from browser import Browser
from surface.desk_machines.machinery import session_of

pytestmark = pytest.mark.browser


@pytest.fixture
def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.manager)}


def test_every_building_of_the_map_has_its_number_and_is_reached_by_keyboard(
    browser: Browser, living, signed
):
    page = browser.open("/desk/overview", width=1280, cookies=signed)
    links = page.locator("svg.map a")
    numbers = links.locator("text").all_text_contents()
    assert {str(number) for number in range(1, 13)} <= {one.strip() for one in numbers}
    for index in range(links.count()):
        link = links.nth(index)
        link.focus()
        assert link.evaluate("one => one === document.activeElement")
        box = link.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 24


def test_the_map_opens_what_it_shows_without_script(browser: Browser, living, signed):
    page = browser.open("/desk/overview", width=1280, javascript=False, cookies=signed)
    page.locator("svg.map a").first.click(force=True)
    assert "place=" in page.url
