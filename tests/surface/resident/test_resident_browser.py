"""The resident's pages in a real Chromium: both faces, both languages, narrow, wide, no script."""

import os

import pytest

from browser import Browser, axe, no_overflow, small_targets, text_sizes
from linli.support.matters import api as matters
from surface.resident.community import picture, session_of

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/find",
    "/find?q=关怀版",
    "/find?q=飞碟",
    "/cards",
    "/practice",
    "/practice/report",
    "/practice/where",
    "/practice/details",
    "/practice/reach",
    "/practice/check",
    "/practice/receipt",
    "/practice/matters",
    "/practice/matter",
    "/practice/followed",
    "/practice/judged",
    "/practice/notice",
    "/practice/noticed",
    "/report",
    "/report/all",
    "/matters",
    "/matters/around",
    "/matters/{waiting}",
    "/matters/{working}",
    "/matters/{public}",
    "/matters/{working}/chain",
    "/matters/{working}/receipt",
    "/matters/{working}/write",
    "/matters/{waiting}/solved",
    "/measured",
    "/measured/devices/{device}",
    "/measured/readings/{series}",
    "/measured/decisions/{mandate}",
    "/notices",
    "/notices/board/{bulletin}",
    "/drafts",
    "/as-fast",
    "/me",
    "/me/card",
    "/me/channels",
    "/me/looks",
    "/me/helpers",
    "/me/written-down",
    "/me/written-down/{entry}/dispute",
    "/me/helpers/invite",
    "/me/deeds",
    "/me/kept",
    "/me/take",
    "/me/correct",
    "/me/object",
    "/me/erase",
    "/me/tokens",
    "/me/homes/{home}/hide",
)
FACES = {"standard": (48, 16), "elder": (72, 24)}


@pytest.fixture
def signed(living) -> dict[str, str]:
    return {"sessionid": session_of(living.estate.auntie)}


@pytest.mark.parametrize("face", FACES)
def test_every_page_is_for_everyone(browser: Browser, living, signed, face):
    target, letters = FACES[face]
    shots = os.environ.get("W2SHOTS")
    for path in PATHS:
        address = path.format(**vars(living))
        for width, language in ((390, "zh-hans"), (1280, "en")):
            page = browser.open(address, face=face, language=language, width=width, cookies=signed)
            assert axe(page) == [], (path, width, language)
            if width == 390:
                assert small_targets(page, target) == [], path
                assert text_sizes(page)[0] >= letters, path
            if shots:
                name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
                page.screenshot(path=f"{shots}/{face}-{language}-{name}.png", full_page=True)
            browser.close()


@pytest.mark.parametrize("face", FACES)
def test_nothing_runs_out_of_a_narrow_page(browser: Browser, living, signed, face):
    for path in PATHS:
        page = browser.open(path.format(**vars(living)), face=face, width=320, cookies=signed)
        assert no_overflow(page), path
        browser.close()


@pytest.mark.parametrize("face", FACES)
def test_strangers_find_the_door(browser: Browser, living, face):
    for language, width in (("zh-hans", 390), ("en", 1280)):
        page = browser.open("/", face=face, language=language, width=width)
        assert axe(page) == []
        if shots := os.environ.get("W2SHOTS"):
            page.screenshot(path=f"{shots}/{face}-{language}-welcome.png", full_page=True)
    assert no_overflow(browser.open("/", face=face, width=320))


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
