"""In a real browser: what is typed is kept with no press of a button; a lost network is said."""

import pytest

from browser import Browser, axe, no_overflow, small_targets
from linli.foundation.drafts import api as drafts
from surface.resident.community import session_of

pytestmark = pytest.mark.browser
WORDS = "厨房的水管夜里又漏了"


def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.auntie)}


def test_two_quiet_seconds_keep_what_was_typed_for_another_device(browser: Browser, living):
    address = f"/matters/{living.working}/write"
    page = browser.open(address, cookies=signed(living))
    with page.expect_response("**/drafts/keep") as kept:
        page.fill("textarea", WORDS)
    assert kept.value.status == 204
    other = browser.open(address, cookies=signed(living), javascript=False)
    assert other.locator("textarea").input_value() == WORDS
    home = browser.open("/", cookies=signed(living), javascript=False)
    assert home.get_by_text(WORDS).is_visible()


def test_leaving_the_page_keeps_it_at_once(browser: Browser, living):
    page = browser.open(f"/matters/{living.working}/write", cookies=signed(living))
    with page.expect_response("**/drafts/keep"):
        page.fill("textarea", WORDS)
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    found = drafts.get_draft(viewer=living.estate.auntie, slot=f"message:{living.working}")
    assert found.values["text"] == WORDS


def test_without_a_network_the_page_stays_and_says_so(browser: Browser, living):
    page = browser.open(f"/matters/{living.working}/write", cookies=signed(living))
    page.fill("textarea", WORDS)
    page.context.set_offline(True)
    page.locator("form[data-keep] button.main").click()
    assert page.locator("#offline").is_visible()
    assert page.locator("textarea").input_value() == WORDS
    page.context.set_offline(False)
    page.locator("form[data-keep] button.main").click()
    page.wait_for_url(f"**/matters/{living.working}")
    assert page.get_by_text(WORDS).first.is_visible()


@pytest.mark.parametrize(("face", "target"), [("standard", 48), ("elder", 72)])
def test_what_was_begun_and_thrown_away_is_for_everyone(browser: Browser, living, face, target):
    auntie = living.estate.auntie
    drafts.keep_draft(by=auntie, slot="report", values={"category": "water", "words": WORDS})
    gone = drafts.keep_draft(by=auntie, slot="help", values={"words": "教我交电费"})
    drafts.throw_away_draft(by=auntie, draft=gone.id)
    for path in ("/drafts", "/", f"/matters/{living.working}/write"):
        page = browser.open(path, face=face, cookies=signed(living))
        assert axe(page) == [] and no_overflow(page), path
        assert small_targets(page, target) == [], path
