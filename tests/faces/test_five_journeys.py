"""Five things people come for, each in five ways of using a page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator

from faces.hands import WAYS, Hand, hand
from faces.worlds import World
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(900)]
MOST_PAGES = 8
MOST_MISSED = 2
"""Taps beside everything on a whole journey, by a hand as unsteady as at the age of 67 to 81."""


@dataclass
class Setting:
    """The world of one journey, and who walks it."""

    estate: Estate
    world: World
    come: Callable[[str, str, str], Hand]
    hands: list[Hand]


@pytest.fixture
def setting(worlds, chromium, live_server) -> Iterator[Setting]:
    world = worlds.enter("full")
    worlds.measure(world)
    opened: list[Hand] = []

    def come(who: str, way: str, path: str) -> Hand:
        found = hand(chromium, live_server.url, way, world.sessions[who])
        opened.append(found)
        found.page.goto(live_server.url + path)
        return found

    assert world.estate
    yield Setting(world.estate, world, come, opened)
    for one in opened:
        one.page.context.close()


def report(setting: Setting, way: str) -> None:
    """Something is broken: from the home page to the receipt, without a typed letter."""
    one = setting.come("resident", way, "/")
    known = _numbers(setting)
    one.press(one.page.locator("a[href='/report']").first)
    one.choose(one.page.locator("input[type=radio][value=water]").first)
    for _ in range(MOST_PAGES):
        one.press(one.page.locator("main form button.main").first)
        if one.page.url.endswith("/receipt"):
            break
    assert one.page.locator("h1").inner_text().strip() == "收到了"
    assert len(_numbers(setting) - known) == 1, "handed in exactly once"
    one.press(one.page.get_by_role("button", name="撤回").first)


def follow(setting: Setting, way: str) -> None:
    """How far is it, and is it good: from the list to the verdict, and back."""
    matter = setting.estate.resolved(category="electricity", title="", description="走廊没电")
    one = setting.come("resident", way, "/matters")
    one.press(one.page.locator(f"a[href='/matters/{matter}']").first)
    one.press(one.page.locator(f"main form[action='/matters/{matter}/solved'] button").first)
    assert setting.estate.state(matter) == "confirmed"
    one.press(one.page.get_by_role("button", name="撤回").first)
    assert setting.estate.state(matter) == "resolved"


def ask(setting: Setting, way: str) -> None:
    """A notice is read, and a question asked about it."""
    auntie = setting.estate.auntie
    before = len(notify.list_inbox(viewer=auntie, unread=True))
    one = setting.come("resident", way, "/notices")
    one.press(one.page.locator("main form[action*='/seen'] button").first)
    assert len(notify.list_inbox(viewer=auntie, unread=True)) < before
    one.press(one.page.locator("main a[href^='/matters/']").first)
    matter = re.findall(r"/matters/(\w+)", one.page.url)[0]
    one.press(one.page.locator(f"main a[href='/matters/{matter}/write']").first)
    one.say(one.page.locator("main textarea").first, "要不要存水？")
    one.press(one.page.locator("main form button.main").first)
    said = matters.get_matter(viewer=auntie, matter=matter).messages
    assert [message.text for message in said].count("要不要存水？") == 1


def enter(setting: Setting, way: str) -> None:
    """The desk writes down what a caller says."""
    one = setting.come("clerk", way, "/desk/entry?q=3-2-401")
    known = _numbers(setting)
    one.press(one.page.locator("main a[href*='/desk/entry/for/']").first)
    one.press(one.page.locator("main a[href$='/report']").first)
    one.choose(one.page.locator("input[name=known_by][value=answers]"))
    one.pick(one.page.locator("select[name=category]"), "water")
    one.say(one.page.locator("textarea[name=words]"), "厨房漏水")
    one.press(one.page.locator("main form button.main").first)
    one.press(one.page.locator("main form[action$='/hand-in'] button").first)
    assert "/desk/entry/written/" in one.page.url
    assert len(_numbers(setting) - known) == 1


def work(setting: Setting, way: str) -> None:
    """A worker takes a matter, does it and says that it is done."""
    estate = setting.estate
    matter = estate.report(title="阳台滴水", description="滴在楼下")
    matters.assign_matter(by=estate.clerk, matter=matter, person=estate.plumber.person)
    one = setting.come("worker", way, "/desk/worker")
    one.press(one.page.locator(f"a[href='/desk/worker/{matter}']").first)
    _do(one, "start")
    assert estate.state(matter) == "in_progress"
    one.say(_opened(one, "resolve").locator("textarea").first, "换了垫圈")
    one.press(_opened(one, "resolve").locator("button").first)
    assert estate.state(matter) == "resolved"


def _do(one: Hand, act: str) -> None:
    one.press(_opened(one, act).locator("button").first)


def _opened(one: Hand, act: str) -> Locator:
    form = one.page.locator(f"main form[action*='/do/{act}']").first
    if not form.locator("button").first.is_visible():
        one.unfold(one.page.locator(f"#do-{act} summary").first)
    return form


def _numbers(setting: Setting) -> set[str]:
    return {one.id for one in matters.list_matters(viewer=setting.estate.manager, limit=200)}


JOURNEYS = (report, follow, ask, enter, work)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: one.__name__)
def test_a_journey_ends_well(setting, journey, way):
    journey(setting, way)
    taps = [(one.astray, one.missed) for one in setting.hands]
    assert all(astray == 0 and missed <= MOST_MISSED for astray, missed in taps), taps
