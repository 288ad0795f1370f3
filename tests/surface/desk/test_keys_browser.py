"""A day at the desk without a mouse, in a real Chromium."""

from typing import Any

import pytest

from browser import Browser
from linli.foundation.people import api as people
from linli.kernel import Role
from modules.support.matters_estate import build
from surface.desk.conftest import strong_session

pytestmark = pytest.mark.browser


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    for _ in range(120):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            width = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
            assert float(width.removesuffix("px")) >= 2, selector
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached by Tab: {selector}")


def test_find_open_assign_answer_and_report_done_by_keys_only(browser: Browser, transactional_db):
    estate = build()
    matter = estate.report()
    people.grant_role(by=estate.platform, person=estate.clerk.person, role=Role.WORKER)
    page = browser.open("/desk/", width=1280, cookies={"sessionid": strong_session(estate.clerk)})
    page.keyboard.press("/")
    page.keyboard.type("厨房 j")
    assert page.evaluate("() => document.activeElement.value") == "厨房 j"
    for _ in range(2):
        page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{matter}")
    page.keyboard.press("a")
    page.wait_for_load_state()
    page.get_by_text("它归您了").or_(page.locator("[role=status]")).first.wait_for()
    assert estate.sheet(matter).card.assignee == estate.clerk.person
    tab_to(page, "#do-message summary")
    page.keyboard.press("Enter")
    tab_to(page, "#do-message textarea")
    page.keyboard.type("下午三点来，好吗？")
    tab_to(page, "#do-message button")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.locator(".talk").get_by_text("下午三点来").wait_for()
    tab_to(page, "#do-resolve summary")
    page.keyboard.press("Enter")
    tab_to(page, "#do-resolve textarea")
    page.keyboard.type("换了垫圈")
    tab_to(page, "#do-resolve button")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.get_by_text("换了垫圈").first.wait_for()
    assert estate.state(matter) == "resolved"


def test_a_matter_is_given_to_somebody_else_by_keys_only(browser: Browser, transactional_db):
    estate = build()
    matter = estate.report()
    page = browser.open("/desk/", width=1280, cookies={"sessionid": strong_session(estate.clerk)})
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{matter}")
    known = {"", estate.clerk.person}
    for _ in range(2):  # given, then passed on
        chosen = _give(page, known)
        assert estate.sheet(matter).card.assignee == chosen
        known.add(chosen)


def _give(page: Any, known: set[str]) -> str:
    """Press g, go down to somebody else with the arrow, and send it; returns who was chosen."""
    page.keyboard.press("g")
    fold = page.evaluate("() => document.activeElement.closest('details').id")
    chosen = ""
    for _ in range(8):
        if chosen not in known:
            break
        page.keyboard.press("ArrowDown")
        chosen = str(page.evaluate("() => document.activeElement.value"))
    if fold == "do-transfer":
        tab_to(page, "#do-transfer textarea")
        page.keyboard.type("他在附近")
    tab_to(page, f"#{fold} button")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.locator("[role=status]").first.wait_for()
    return chosen


def test_rows_are_chosen_and_acted_on_by_keys_only(browser: Browser, transactional_db):
    estate = build()
    made = [estate.report(title=f"漏水 {n}", description=f"第 {n} 处") for n in range(2)]
    page = browser.open("/desk/", width=1280, cookies={"sessionid": strong_session(estate.clerk)})
    for _ in made:
        page.keyboard.press("j")
        page.keyboard.press("x")
    assert page.locator("input[name=m]:checked").count() == 2
    tab_to(page, "form[action$='/batch'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/batch?**")
    tab_to(page, "#do-message summary")
    page.keyboard.press("Enter")
    tab_to(page, "#do-message textarea")
    page.keyboard.type("明天统一来修")
    tab_to(page, "#do-message button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/batch/check/**")
    tab_to(page, "form[action*='/batch/do/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/batch/done")
    assert [len(estate.sheet(one).messages) for one in made] == [1, 1]


def test_switched_off_no_key_does_anything_and_with_ctrl_none_does(
    browser: Browser, transactional_db
):
    estate = build()
    estate.report()
    page = browser.open("/desk/", width=1280, cookies={"sessionid": strong_session(estate.clerk)})
    page.keyboard.press("Control+j")
    assert page.evaluate("() => document.activeElement.tagName") == "BODY"
    page.keyboard.press("?")
    page.wait_for_url("**/desk/keys")
    tab_to(page, "form[action$='/keys/switch'] button")
    page.keyboard.press("Enter")
    page.get_by_text("按键关着").wait_for()
    page.goto(page.url.replace("keys", ""))
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.tagName") == "BODY"
