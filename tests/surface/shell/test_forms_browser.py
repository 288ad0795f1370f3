"""Forms on paper: A4, one or two sheets, 16 points or more, black on white, nothing cut off."""

import os
import re
from pathlib import Path

import pytest

from browser import Browser, axe, no_overflow, small_targets
from linli.surface.shell.api import SERVICES

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("community")]

FORMS = ("/forms", "/forms/report", "/forms/all")
FACES = {"standard": 48, "elder": 72}
PRINTED = 688  # CSS pixels between the margins of an A4 sheet
SMALLEST = 16 * 96 / 72
LOOKED_AT = """() => [...document.querySelectorAll(".sheet *")].filter(
  (e) => !e.closest(".away, .qr") && e.innerText && e.innerText.trim()).map((e) => {
    const style = getComputedStyle(e);
    return [e.tagName, parseFloat(style.fontSize), style.color,
      e.scrollWidth > e.clientWidth + 1 && style.display !== "inline"]; })"""


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_form_prints_on_one_or_two_sheets_in_large_black_type(
    browser: Browser, tmp_path: Path, language
):
    for one in SERVICES:
        page = browser.open(f"/forms/{one.key}", language=language, width=PRINTED)
        page.emulate_media(media="print")
        found = page.evaluate(LOOKED_AT)
        assert len(found) > 10, one.key
        assert min(size for _tag, size, _ink, _cut in found) >= SMALLEST - 0.1, one.key
        assert {ink for _tag, _size, ink, _cut in found} == {"rgb(0, 0, 0)"}, one.key
        assert [tag for tag, _size, _ink, is_cut in found if is_cut] == [], one.key
        assert not page.locator("header.head").is_visible()
        printed = page.pdf(prefer_css_page_size=True)
        assert sheets(printed) in {1, 2}, (one.key, language)
        if shots := os.environ.get("LINLI_SHOTS"):
            (Path(shots) / f"form-{language}-{one.key}.pdf").write_bytes(printed)
        browser.close()


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_stack_has_every_form_on_sheets_of_its_own(browser: Browser):
    page = browser.open("/forms/all", width=PRINTED)
    assert page.locator("article.sheet").count() == len(SERVICES)
    assert len(SERVICES) <= sheets(page.pdf(prefer_css_page_size=True)) <= 2 * len(SERVICES)


@pytest.mark.long
@pytest.mark.parametrize("face", FACES)
def test_forms_are_for_everyone_on_a_screen_too(browser: Browser, face):
    for path in FORMS:
        for width, language in ((390, "zh-hans"), (1280, "en")):
            page = browser.open(path, face=face, language=language, width=width)
            assert axe(page) == [], (path, width)
            assert small_targets(page, FACES[face]) == [], path
        assert no_overflow(browser.open(path, face=face, width=320)), path
        browser.close()
