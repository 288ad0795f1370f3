"""The shell in a real Chromium: its switches, its errors, its keyboard; without script too."""

import pytest

from browser import Browser, axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("community", "urls")]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_face_is_one_tap_both_ways_and_comes_back_to_the_page(browser: Browser, javascript):
    page = browser.open("/help?page=/x", javascript=javascript)
    page.get_by_role("button", name="长辈版").click()
    assert page.url.endswith("/help?page=/x")
    assert page.locator("html").get_attribute("data-face") == "elder"
    page.get_by_role("button", name="标准版").click()
    assert page.locator("html").get_attribute("data-face") == "standard"


def test_the_language_is_one_tap_both_ways(browser: Browser):
    page = browser.open("/log-in", javascript=False)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Your phone number"
    page.get_by_role("button", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_the_summary_of_errors_has_the_focus(browser: Browser):
    for javascript in (True, False):
        page = browser.open("/help", javascript=javascript)
        page.get_by_role("button", name="请打电话给我").click()
        page.wait_for_selector("#errors")
        assert page.title().startswith("要改：")
        assert page.evaluate("document.activeElement.id") == "errors"
    page = browser.open("/help")
    page.get_by_role("button", name="请打电话给我").click()
    assert axe(page) == []


def test_a_second_press_sends_nothing(browser: Browser):
    page = browser.open("/help")
    page.evaluate(
        """() => {
          window.sent = 0;
          const form = document.querySelector("main form");
          form.addEventListener("submit", (e) => { if (!e.defaultPrevented) window.sent += 1; });
          document.addEventListener("submit", (e) => e.preventDefault());
        }"""
    )
    for _ in range(2):
        page.evaluate("document.querySelector('main form').requestSubmit()")
    assert page.locator("main form").first.get_attribute("data-sent") == "1"


def test_borders_survive_forced_colours(browser: Browser):
    page = browser.open("/style", forced_colors="active")
    width = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.tag')).borderTopWidth)"
    )
    assert width >= 1


def test_paper_keeps_the_text_large_and_leaves_the_switches_out(browser: Browser):
    page = browser.open("/style", face="elder", width=780)
    page.emulate_media(media="print")
    assert not page.locator(".head .pill").first.is_visible()
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 24


def test_the_first_thing_a_keyboard_reaches_skips_to_the_main_part(browser: Browser):
    page = browser.open("/log-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineWidth"
    assert float(page.evaluate(f"parseFloat({outline})")) >= 2
