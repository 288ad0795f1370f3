"""The desk in a real Chromium, without script."""

import pytest

from browser import Browser
from modules.support.matters_estate import build
from surface.desk.conftest import strong_session

pytestmark = pytest.mark.browser


@pytest.fixture
def working(transactional_db) -> dict[str, str]:
    estate = build()
    sessions = {name: strong_session(getattr(estate, name)) for name in ("manager", "plumber")}
    return {"alarm": estate.alarm(), **sessions}


def test_without_script_a_matter_goes_from_the_desk_to_the_phone_and_is_done(
    browser: Browser, working
):
    alarm = working["alarm"]
    desk = browser.open(
        f"/desk/matters/{alarm}",
        javascript=False,
        width=1280,
        language="en",
        cookies={"sessionid": working["manager"]},
    )
    desk.locator("#do-accept summary").click()
    desk.locator("#do-accept button").click()
    desk.get_by_label("Or someone else").select_option(label="赵强 · 水暖")
    desk.locator("#do-assign button").click()
    desk.wait_for_load_state()
    phone = browser.open(
        "/desk/worker", javascript=False, language="en", cookies={"sessionid": working["plumber"]}
    )
    phone.locator(f"a[href='/desk/worker/{alarm}']").click()
    phone.get_by_role("button", name="Start work").click()
    phone.locator("#do-resolve textarea").fill("水泡的烟，已擦干")
    phone.get_by_label("It was a false alarm").first.check()
    phone.locator("#do-resolve button").click()
    phone.wait_for_load_state()
    assert "Waits for a colleague's check" in phone.content().replace("&#x27;", "'")


def test_on_a_phone_the_menu_is_one_word_that_opens_without_script(browser: Browser, working):
    def opened(width: int):
        return browser.open(
            "/desk/", javascript=False, width=width, cookies={"sessionid": working["manager"]}
        )

    narrow = opened(390)
    links, folded = narrow.locator("header nav a:visible"), narrow.locator(".folded > summary")
    assert links.count() == 0 and "菜单 · 事项" in folded.inner_text()
    row = folded.bounding_box()
    assert row["height"] <= 60 and narrow.locator("header").bounding_box()["height"] <= 130
    browser.shot(narrow, "folded")
    folded.click()
    whole = opened(1280)
    assert links.count() == whole.locator("header nav a:visible").count() >= 5
    assert not whole.locator(".folded > summary").is_visible()
    browser.shot(narrow, "opened")
    browser.shot(whole, "whole")
    links.nth(1).click()
    narrow.wait_for_load_state()
    assert not narrow.url.endswith("/desk/")
