"""The resident's pages in a real Chromium: both faces, both languages, narrow, wide, no script."""

import os

import pytest

from browser import Browser, axe
from linli.support.matters import api as matters
from surface.resident.community import picture, session_of

pytestmark = pytest.mark.browser

FACES = ("standard", "elder")


@pytest.fixture
def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.auntie)}


def test_the_large_face_has_few_things_to_press(browser: Browser, living, signed):
    page = browser.open("/", face="elder", cookies=signed)
    assert page.locator("main a, main button").count() <= 8


@pytest.mark.parametrize("face", FACES)
def test_a_report_from_the_first_question_to_the_verdict_without_script(
    browser: Browser, living, signed, face, tmp_path
):
    photo = tmp_path / "leak.jpg"
    photo.write_bytes(picture())
    page = browser.open("/", face=face, javascript=False, cookies=signed)
    page.get_by_role("link", name="东西坏了要修").click()
    page.get_by_label("水管、漏水").check()
    page.get_by_role("button", name="下一步").click()
    _look(page, face, "where")
    assert page.locator("input[name=place]:checked").count() == 1
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=photos]").set_input_files(photo)
    _look(page, face, "details")
    page.get_by_role("button", name="下一步").click()
    _look(page, face, "reach")
    page.get_by_role("button", name="下一步").click()
    _look(page, face, "check")
    page.get_by_role("button", name="交上去").click()
    _look(page, face, "receipt")
    assert page.locator("h1").inner_text().strip() == "收到了"
    page.get_by_role("link", name="看办到哪一步").click()
    matter = page.url.rsplit("/", 1)[1]
    assert page.locator("ul.photos img").count() >= 1
    estate = living.estate
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    matters.start_work(by=estate.plumber, matter=matter)
    matters.resolve_matter(by=estate.plumber, matter=matter, words="换了水管")
    page.reload()
    page.get_by_role("button", name="修好了", exact=True).click()
    assert matters.get_matter(viewer=estate.auntie, matter=matter).card.state == "confirmed"
    _look(page, face, "confirmed")
    page.get_by_role("button", name="撤回").first.click()
    assert matters.get_matter(viewer=estate.auntie, matter=matter).card.state == "resolved"


def _look(page, face, name):
    if shots := os.environ.get("W2SHOTS"):
        page.screenshot(path=f"{shots}/{face}-step-{name}.png", full_page=True)


def test_switching_the_face_keeps_the_page(browser: Browser, living, signed):
    page = browser.open(f"/matters/{living.working}", javascript=False, cookies=signed)
    page.get_by_role("button", name="长辈版").click()
    assert page.url.endswith(f"/matters/{living.working}")
    assert page.locator("html").get_attribute("data-face") == "elder"


@pytest.mark.parametrize("face", FACES)
def test_no_button_hides_its_own_words(browser: Browser, living, signed, face):
    page = browser.open(f"/matters/{living.waiting}", face=face, cookies=signed)
    same = """[...document.querySelectorAll(".btn")].filter((e) => {
      const style = getComputedStyle(e); return style.color === style.backgroundColor; }).length"""
    assert page.evaluate(same) == 0
    if shots := os.environ.get("W2SHOTS"):
        page.screenshot(path=f"{shots}/{face}-judge.png", full_page=True)
    assert axe(page) == []
