"""The machines' pages in a real Chromium: both faces, both languages, narrow and wide."""

import os

import pytest

from browser import Browser, axe, no_overflow, small_targets
from surface.desk_machines.machinery import session_of
from surface.desk_machines.paths import PATHS

pytestmark = pytest.mark.browser
FACES = {"standard": 48, "elder": 72}
# Both faces of every desk page are a matrix of minutes: the larger one is looked at with --long.
WHOLE = ("standard", pytest.param("elder", marks=pytest.mark.long))
WIDTHS = ((390, "en"), (1280, "zh-hans"), (1280, "en"))
PARTS = 4
SHOWN = tuple(path for path in PATHS if "span=7d" not in path and "period=30d" not in path)


@pytest.fixture
def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.manager)}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("face", WHOLE)
def test_every_page_is_for_everyone(browser: Browser, living, signed, face, part):
    wrong = []
    for path in SHOWN[part::PARTS]:
        address = path.format(**vars(living))
        widths = WIDTHS if face == "standard" else ((390, "zh-hans"),)
        for width, language in widths:
            page = browser.open(address, face=face, language=language, width=width, cookies=signed)
            wrong += [(path, width, language, one) for one in axe(page)]
            wrong += [] if no_overflow(page) else [(path, width, language, "too wide")]
            if width == 390:
                wrong += [(path, one) for one in small_targets(page, FACES[face])]
            if shots := os.environ.get("W4SHOTS"):
                name = path.strip("/").replace("/", "_").replace("?", "_")
                page.screenshot(path=f"{shots}/{face}-{width}-{name}.png", full_page=True)
            browser.close()
    assert wrong == []


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


@pytest.mark.parametrize("face", FACES)
def test_a_new_secret_is_for_everyone(browser: Browser, living, signed, face):
    page = browser.open(f"/desk/devices/one/{living.device}", face=face, cookies=signed)
    with page.expect_navigation():
        page.locator("form[action$='/secret']").evaluate("form => form.submit()")
    assert page.url.endswith("/secret")
    assert axe(page) == []
    assert no_overflow(page)
    assert small_targets(page, FACES[face]) == []
