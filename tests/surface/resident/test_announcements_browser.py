"""Announcements in a real Chromium: large enough, readable, within the screen, on paper too."""

import pytest

from browser import Browser, axe, no_overflow
from linli.application.announcements import api as announcements
from linli.kernel import Words
from surface.desk.conftest import strong_session
from surface.resident.community import Life, session_of, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def life(transactional_db) -> Life:
    life = settled()
    page = announcements.get_announcement(
        viewer=life.estate.manager, announcement=life.announcement
    )
    announcements.correct_announcement(
        by=life.estate.manager,
        announcement=life.announcement,
        title=page.shown.title,
        text=Words("会议定于12月27日召开，地点改在活动中心二楼。\n请各位业主参加。", ""),
        why="日期写错了，地点也换了",
        basis=page.shown.basis,
        hang_until=page.shown.hang_until,
        key="2",
    )
    return life


@pytest.mark.parametrize("face", ["standard", "elder"])
def test_a_correction_can_be_read_by_everyone(browser: Browser, life, face):
    session = {"sessionid": session_of(life.estate.auntie)}
    for path, name in (("", "list"), (f"/{life.announcement}", "one")):
        page = browser.open(f"/announcements{path}", face=face, cookies=session, width=390)
        browser.shot(page, f"{face}-{name}")
        assert axe(page) == []
        assert no_overflow(page)


def test_without_script_the_desk_publishes_and_sees_how_far_it_got(browser: Browser, life):
    session = {"sessionid": strong_session(life.estate.manager)}
    page = browser.open(
        "/desk/announcements/write", javascript=False, width=1280, language="en", cookies=session
    )
    page.get_by_label("Heading", exact=True).fill("关于公布候选人的公告")
    page.get_by_label("The whole text").fill("候选人名单如下。")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("By which article?").fill("《民法典》第二百七十八条")
    page.get_by_label("Until when must it hang?").fill("12-20")
    page.get_by_role("button", name="See how it looks").click()
    page.get_by_role("button", name="Publish it").click()
    page.wait_for_load_state()
    browser.shot(page, "desk")
    assert "How far it got" in page.content()
    desk = browser.open(page.url.removeprefix(browser.address), width=1280, cookies=session)
    assert axe(desk) == []
    assert no_overflow(desk)
    poster = browser.open(
        page.url.removeprefix(browser.address) + "/poster", width=1280, cookies=session
    )
    browser.shot(poster, "poster")
    assert no_overflow(poster)
