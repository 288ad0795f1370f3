"""The desk in a real Chromium: both faces, both languages, narrow and wide, and without script."""

import os

import pytest

from browser import Browser, axe, no_overflow, small_targets, text_sizes
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Ref, Via, Words
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate, build
from surface.desk.conftest import strong_session

pytestmark = pytest.mark.browser

PATHS = (
    "/desk/",
    "/desk/?lane=overdue",
    "/desk/shift",
    "/desk/matters/{working}",
    "/desk/matters/{done}",
    "/desk/matters/{alarm}",
    "/desk/worker",
    "/desk/worker/{working}",
    "/desk/worker/no-signal",
    "/desk/entry",
    "/desk/entry?q=王秀英",
    "/desk/entry/new",
    "/desk/entry/for/{person}",
    "/desk/entry/for/{person}/report",
    "/desk/entry/for/{person}/script",
    "/desk/entry/for/{person}/script?category=water",
    "/desk/entry/written/{entry}",
    "/desk/entry/slips/{working}",
    "/desk/as-fast",
    "/desk/bulletins",
    "/desk/bulletins/write",
    "/desk/bulletins/{bulletin}",
    "/desk/bulletins/{bulletin}/poster",
    "/desk/bulletins/{bulletin}/letters",
    "/desk/calls",
    "/desk/slips",
    "/desk/clocks",
    "/desk/letters",
    "/desk/people",
    "/desk/people?q=王秀英",
    "/desk/people/import",
    "/desk/people/{person}",
    "/desk/people/{person}/change",
    "/desk/people/{person}/reach",
    "/desk/people/{person}/consent",
    "/desk/people/{person}/helper",
    "/desk/people/{person}/card",
    "/desk/places/{dwelling}/owners/{person}",
    "/desk/people/{worker}",
    "/log-in/password",
    "/desk/places/{community}",
    "/desk/places/{dwelling}",
    "/desk/places/{building}",
    "/desk/places/{community}/add",
    "/desk/places/{community}/change",
    "/desk/places/{building}/change",
    "/desk/places/{community}/outline",
)
KEEPING = ("/desk/keeping", "/desk/places/{dwelling}")
FACES = {"standard": (48, 16), "elder": (72, 24)}
# Both faces of every desk page are a matrix of minutes: the larger one is looked at with --long.
WHOLE = ("standard", pytest.param("elder", marks=pytest.mark.long))


@pytest.fixture
def working(transactional_db) -> dict[str, str]:
    estate = build()
    one = estate.report()
    matters.assign_matter(by=estate.clerk, matter=one, person=estate.plumber.person)
    matters.post_message(by=estate.clerk, matter=one, text="王阿姨一个人住", is_note=True)
    matters.post_message(by=estate.plumber, matter=one, text="下午三点到")
    matters.call_in_party(by=estate.clerk, matter=one, organisation="自来水公司", task="关总阀")
    done = estate.resolved(title="阳台漏水", description="阳台顶上滴水")
    alarm = estate.alarm()
    for key in ("call", "call again", "a third call"):
        _tell(estate, key, ChannelKind.PHONE)
    _tell(estate, "slip", ChannelKind.PAPER)
    found = {"working": one, "done": done, "alarm": alarm, "person": estate.auntie.person or ""}
    places = {"dwelling": estate.dwelling, "building": estate.building}
    people.mark_confidential(by=estate.keeper, dwelling=estate.other_dwelling, reason="保护令")
    _bring_a_list(estate)
    places |= {"community": estate.community, "worker": estate.plumber.person or ""}
    places |= {"entry": _written_down(estate), "bulletin": _put_up(estate)}
    sessions = {
        "keeper": strong_session(estate.keeper),
        "manager": strong_session(estate.manager),
        "clerk": strong_session(estate.clerk),
        "plumber": strong_session(estate.plumber),
    }
    return {**found, **places, **sessions}


def _tell(estate: Estate, key: str, kind: ChannelKind) -> None:
    person = estate.auntie.person or ""
    people.set_channels(by=estate.auntie, person=person, kinds=(kind,))
    about = Ref("place", estate.community)
    words = Words("明天停水", "No water tomorrow")
    by = estate.platform
    notify.tell(by=by, person=person, text=words, about=about, key=key, urgent=True)


def _written_down(estate: Estate) -> str:
    by = estate.clerk.for_person(estate.auntie.person or "", via=Via.PAPER)
    card = people.write_down(by=by, service="channels", known_by="signed", key="1")
    people.tie_entry(by=by, entry=card.number, about=Ref("person", card.person))
    return str(card.number)


def _put_up(estate: Estate) -> str:
    one = notify.put_up_bulletin(
        by=estate.manager,
        place=estate.building,
        title=Words("3号楼停水", "No water in building 3"),
        text=Words("明天9点到11点停水，请先接好水。", "No water tomorrow from 9 to 11."),
        key="1",
    )
    notify.spread_bulletins(by=estate.platform)
    return one


def _bring_a_list(estate: Estate) -> None:
    source = "楼栋,单元,房号,姓名,电话\n3,2,501,李四,13900000066".encode()
    people.import_community(by=estate.manager, source=source, filename="list.csv")


@pytest.mark.parametrize("face", FACES)
def test_the_keepers_page_is_for_every_keeper(browser: Browser, working, face):
    target, letters = FACES[face]
    cookies = {"sessionid": working["keeper"]}
    for path in (one.format(**working) for one in KEEPING):
        for width, language in ((390, "zh-hans"), (1280, "en")):
            page = browser.open(path, face=face, language=language, width=width, cookies=cookies)
            assert axe(page) == [], (path, width, language)
            assert no_overflow(page), (path, width)
            if width == 390:
                assert small_targets(page, target) == [], path
                assert text_sizes(page)[0] >= letters, path
            browser.close()


@pytest.mark.parametrize("face", WHOLE)
def test_every_page_of_the_desk_is_for_everyone(browser: Browser, working, face):
    target, letters = FACES[face]
    cookies = {"sessionid": working["manager"]}
    for path in PATHS:
        address = path.format(**working)
        for width, language in ((390, "zh-hans"), (1280, "en"), (1280, "zh-hans")):
            page = browser.open(address, face=face, language=language, width=width, cookies=cookies)
            if shots := os.environ.get("LINLI_SHOTS"):
                name = path.strip("/").replace("/", "_").replace("?", "_")
                page.screenshot(
                    path=f"{shots}/{face}-{language}-{width}-{name}.png", full_page=True
                )
            assert axe(page) == [], (path, width, language)
            assert no_overflow(page), (path, width)
            if width == 390:
                assert small_targets(page, target) == [], path
                assert text_sizes(page)[0] >= letters, path
            browser.close()


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
