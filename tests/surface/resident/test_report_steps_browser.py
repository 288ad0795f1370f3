"""From home to the receipt in five pages, at most eight taps and without one key; back again."""

from urllib.parse import urlsplit

import pytest

from browser import Browser
from linli.support.matters.models import Matter
from surface.resident.community import session_of

pytestmark = pytest.mark.browser

MOST_PAGES, MOST_TAPS = 5, 8
COUNTER = """
addEventListener("pointerdown", () => {
  sessionStorage.taps = +(sessionStorage.taps || 0) + 1;
}, true);
addEventListener("keydown", () => {
  sessionStorage.keys = +(sessionStorage.keys || 0) + 1;
}, true);
"""
WORDS = {
    "zh-hans": ("东西坏了要修", "水管、漏水", "下一步", "交上去"),
    "en": ("Something is broken", "Water: leak", "Next", "Hand it in"),
}


@pytest.mark.parametrize("face", ["standard", "elder"])
@pytest.mark.parametrize("language", WORDS)
def test_a_report_takes_five_pages_eight_taps_and_no_key(browser: Browser, living, face, language):
    door, kind, onward, done = WORDS[language]
    cookies = {"sessionid": session_of(living.estate.auntie)}
    page = browser.open("/log-in", face=face, language=language, cookies=cookies)
    page.context.add_init_script(COUNTER)
    page.goto(browser.address + "/")
    pages: list[str] = []
    page.on("framenavigated", lambda frame: pages.append(frame.url))
    before = Matter.objects.count()
    page.get_by_role("link", name=door).click()
    page.locator("label.choice", has_text=kind).click()
    for _step in range(4):
        page.get_by_role("button", name=onward, exact=True).click()
    page.get_by_role("button", name=done).click()
    page.wait_for_url("**/receipt")
    assert Matter.objects.count() == before + 1
    asked = [one for one in pages if "/report" in one]
    assert len(asked) <= MOST_PAGES, asked
    taps, keys = page.evaluate("[+(sessionStorage.taps || 0), +(sessionStorage.keys || 0)]")
    assert 0 < taps <= MOST_TAPS and keys == 0


def test_back_through_every_page_of_a_report_everything_is_still_there(browser: Browser, living):
    """Each page is loaded anew as well, so that it is the server's memory and not the browser's."""
    page = browser.open(
        "/report", javascript=False, cookies={"sessionid": session_of(living.estate.auntie)}
    )
    before = Matter.objects.count()
    onward = page.get_by_role("button", name="下一步", exact=True)
    page.get_by_label("水管、漏水").check()
    onward.click()
    onward.click()
    page.locator("textarea[name=words]").fill("夜里 11 点又漏了")
    onward.click()
    onward.click()
    place = living.estate.dwelling
    kept = (
        ("/report/reach", "input[name=reach]:checked", "known"),
        ("/report/details", "textarea[name=words]", "夜里 11 点又漏了"),
        ("/report/where", "input[name=place]:checked", place),
        ("/report", "input[name=category]:checked", "water"),
    )
    for address, field, value in kept:
        page.go_back()
        page.reload()
        assert urlsplit(page.url).path == address
        assert page.locator(field).input_value() == value
    for _step in range(4):
        onward.click()
    assert "夜里 11 点又漏了" in page.locator("main").inner_text()
    assert Matter.objects.count() == before
