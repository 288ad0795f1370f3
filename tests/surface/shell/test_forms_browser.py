"""Forms on paper: A4, one or two sheets, 16 points or more, black on white, nothing cut off."""

import io
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from browser import Browser, axe, no_overflow, small_targets
from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Words, now
from linli.support.ledger import api as ledger
from linli.support.notify import api as notify
from linli.surface.shell.api import SERVICES
from modules.support.matters_estate import Estate, build
from surface.desk.conftest import strong_session

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
        assert is_fit_for_paper(page) > 10, one.key
        assert codes_on(page) == [one.page], one.key
        assert not page.locator("header.head").is_visible()
        printed = page.pdf(prefer_css_page_size=True)
        assert sheets(printed) in {1, 2}, (one.key, language)
        if shots := os.environ.get("LINLI_SHOTS"):
            (Path(shots) / f"form-{language}-{one.key}.pdf").write_bytes(printed)
        browser.close()


def is_fit_for_paper(page: Page) -> int:
    """Large, black and nothing cut off; returns how many pieces of text were looked at."""
    page.emulate_media(media="print")
    found = page.evaluate(LOOKED_AT)
    assert min(size for _tag, size, _ink, _cut in found) >= SMALLEST - 0.1, page.url
    assert {ink for _tag, _size, ink, _cut in found} == {"rgb(0, 0, 0)"}, page.url
    assert [tag for tag, _size, _ink, is_cut in found if is_cut] == [], page.url
    return len(found)


def codes_on(page: Page) -> list[str]:
    """Where the codes lead, read by a camera's eye: addresses of this site, as paths."""
    found = []
    for code in page.locator(".sheet .qr").all():
        picture = Image.open(io.BytesIO(code.screenshot()))
        (read,) = zxingcpp.read_barcodes(picture)
        assert urlsplit(read.text).scheme == "http"
        found.append(urlsplit(read.text).path)
    return found


LONG = "关于三号楼二单元供水管道更换期间临时停水及应急送水安排的说明" * 3
AT_LENGTH = "请先接好水。" * 80 + "waterworks" * 10


@pytest.fixture
def put_up(transactional_db) -> tuple[Estate, dict[str, str]]:
    """Notices with long words, for people who read on paper, and a ledger that is signed."""
    estate = build()
    for who in (estate.auntie, estate.neighbour):
        people.set_channels(by=who, person=who.person or "", kinds=(ChannelKind.PAPER,))
    title, text = Words(LONG[:40], "Water off " * 6), Words(AT_LENGTH, AT_LENGTH)
    bulletin = notify.put_up_bulletin(
        by=estate.manager, place=estate.building, title=title, text=text, key="long"
    )
    notify.spread_bulletins(by=estate.platform)
    told = announcements.publish_announcement(
        by=estate.manager,
        kind="assembly",
        audience=Audience((estate.community,)),
        title=title,
        text=text,
        basis=LONG,
        hang_until=now().date(),
        key="long",
    )
    leaf = ledger.NewLeaf(type="rules", assembly="a1", body={"version": 1}, key="r1")
    ledger.append_leaves(by=estate.platform, community=estate.community, leaves=(leaf,))
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)
    return estate, {
        f"/desk/bulletins/{bulletin}/letters": f"/notices/board/{bulletin}",
        f"/desk/bulletins/{bulletin}/poster": f"/notices/board/{bulletin}",
        f"/desk/bulletins/{bulletin}/poster?size=a3": f"/notices/board/{bulletin}",
        f"/desk/announcements/{told}/poster": f"/announcements/{told}",
        f"/ledger/{estate.community}/board": "",
    }


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_letters_posters_and_the_board_print_large_black_and_whole_with_long_words(
    browser: Browser, put_up, language
):
    estate, papers = put_up
    seat = {"sessionid": strong_session(estate.manager)}
    for address, leads_to in papers.items():
        page = browser.open(address, language=language, width=PRINTED, cookies=seat)
        assert is_fit_for_paper(page) >= 4, address
        if leads_to:  # the board's own code holds what was signed and leads nowhere
            assert set(codes_on(page)) == {leads_to}, address
        page.emulate_media(media="print")
        assert sheets(page.pdf(prefer_css_page_size=True)) >= 1
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
