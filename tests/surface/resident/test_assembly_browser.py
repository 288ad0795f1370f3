"""A vote in a real Chromium: in 长辈版 without JavaScript, and with the keyboard alone."""

import os

import pytest

from browser import Browser, axe, no_overflow, small_targets
from linli.application.assembly.models import Sheet
from surface.resident.assembly_estate import convened, head_of, lively, prepare
from surface.resident.community import session_of

pytestmark = pytest.mark.browser


@pytest.fixture
def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.auntie)}


def look(page, name):
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)


def test_a_vote_in_the_large_face_without_script(browser: Browser, living, signed):
    made = convened(living.estate, prepare(living.estate), "open")
    page = browser.open("/", face="elder", javascript=False, cookies=signed)
    look(page, "elder-0-home")
    page.get_by_role("link", name="现在投票").click()
    look(page, "elder-1-notice")
    page.get_by_role("link", name="现在投票").click()
    look(page, "elder-2-vote")
    page.get_by_role("link", name="开始").click()
    page.get_by_label("同意", exact=True).check()
    look(page, "elder-3-item")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("反对", exact=True).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("陈大明").check()
    page.get_by_label("吴建平").check()
    look(page, "elder-5-election")
    page.go_back()
    page.go_forward()  # the browser's own Back is safe
    page.get_by_label("陈大明").check()
    page.get_by_label("吴建平").check()
    page.get_by_role("button", name="下一步").click()
    look(page, "elder-6-check")
    assert "陈大明、吴建平" in page.content() and not Sheet.objects.exists()
    page.get_by_role("button", name="交上我的票").click()
    look(page, "elder-7-receipt")
    assert "您的票收到了" in page.locator("h1").inner_text()
    (ballot,) = head_of(living.estate.auntie, made).ballots
    assert list(ballot.choices.values()) == ["for", "against", ["陈大明", "吴建平"]]
    page.go_back()  # there is nothing to press once more
    assert "您已经投过票了" in page.locator("h1").inner_text() and Sheet.objects.count() == 1


def test_a_vote_with_the_keyboard_alone(browser: Browser, living, signed):
    made = convened(living.estate, prepare(living.estate), "open")
    page = browser.open(f"/assembly/{made}/vote", width=1280, cookies=signed)
    press(page, "开始")
    for name, keys in (("for", ["Space"]), ("for", ["Space", "ArrowDown"]), ("2", ["Space"])):
        press(page, name, *keys)
    press(page, "交上我的票")
    assert page.url.endswith("/receipt")
    (ballot,) = head_of(living.estate.auntie, made).ballots
    assert list(ballot.choices.values()) == ["for", "against", ["林小红"]]


def press(page, name: str, *keys: str) -> None:
    """Tab on until the thing with this name or value has the focus, press the keys, send it."""
    script = "() => [document.activeElement.value, document.activeElement.textContent.trim()]"
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(script):
            break
    else:
        raise AssertionError(f"{name} is not reached with Tab")
    for key in keys:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.long
@pytest.mark.parametrize(("face", "width"), [("elder", 390), ("standard", 1280)])
def test_every_page_of_an_assembly_is_for_everyone(browser: Browser, living, signed, face, width):
    made, past = lively(living.estate)
    paths = {
        "list": "/assembly", "notice": f"/assembly/{made}", "vote": f"/assembly/{made}/vote",
        "receipt": f"/assembly/{made}/receipt", "mine": f"/assembly/{made}/mine",
        "object": f"/assembly/{made}/object", "paper": f"/assembly/{made}/paper",
        "result": f"/assembly/{past}/result",
    }  # fmt: skip
    for name, path in paths.items():
        page = browser.open(path, face=face, width=width, cookies=signed)
        look(page, f"{face}-{name}")
        assert axe(page) == [], path
        assert no_overflow(page), path
        assert small_targets(page, 72 if face == "elder" else 48) == [], path
