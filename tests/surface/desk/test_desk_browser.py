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
