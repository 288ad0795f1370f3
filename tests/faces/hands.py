"""Five ways in which somebody uses a page, who all want the same thing."""

import math
import random
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page

from faces.checks import HEIGHT, PHONE
from faces.figures import keep

MM = 0.1656  # one CSS pixel on a phone
SPREAD = (
    3.36 / math.sqrt(math.pi / 2) / MM
)  # per axis: Sultana and Moffatt 2019, people of 67 to 81
SLOW = {"latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
MOST_STOPS, MOST_TAPS = 150, 12
WAYS = {  # each way in the face in which it matters most
    "keyboard": "standard",
    "no script": "elder",
    "slow": "standard",
    "twice the size": "elder",
    "unsteady": "elder",
}
_IS_HERE = "e => e === document.activeElement"
_IS_HIT = """(e, [x, y]) => {
  const hit = document.elementFromPoint(x, y);
  return hit !== null && (e.contains(hit) || hit.closest("label")?.control === e);
}"""
_TWICE = """addEventListener("DOMContentLoaded", () => {
  const sheet = new CSSStyleSheet(); sheet.replaceSync("html{font-size:200%!important}");
  document.adoptedStyleSheets = [sheet];
});"""
_PAINTED = """() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  performance.getEntriesByType("navigation")[0]?.loadEventEnd]"""


@dataclass
class Hand:
    """Somebody at a page; `missed` and `astray` count the taps that went wrong."""

    page: Page
    way: str
    dice: random.Random = field(default_factory=lambda: random.Random(20260727))  # noqa: S311
    missed: int = 0
    astray: int = 0

    def press(self, target: Locator) -> None:
        """Press what leads to another page."""
        if self.way == "keyboard":
            self._walk_to(target)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        elif self.way == "unsteady":
            with self.page.expect_navigation(wait_until="load", timeout=90_000):
                self._tap(target)
        else:
            with self.page.expect_navigation():
                target.click()
        self._arrive()

    def choose(self, target: Locator) -> None:
        """Take one of several."""
        if target.is_checked():
            return
        if self.way == "keyboard":
            self._reach_choice(target)
        elif self.way == "unsteady":
            self._tap(target.locator("xpath=ancestor::label"))
        else:
            target.check()

    def say(self, target: Locator, words: str) -> None:
        """Write something."""
        if self.way == "keyboard":
            self._walk_to(target)
            self.page.keyboard.insert_text(words)
        elif self.way == "unsteady":
            self._tap(target)
            self.page.keyboard.insert_text(words)
        else:
            target.fill(words)

    def pick(self, target: Locator, value: str) -> None:
        """Take one of a list that folds."""
        if self.way == "keyboard":
            self._walk_to(target)
        target.select_option(value)

    def unfold(self, target: Locator) -> None:
        """Open what is folded away."""
        if self.way == "keyboard":
            self._walk_to(target)
            self.page.keyboard.press("Enter")
        elif self.way == "unsteady":
            self._tap(target)
        else:
            target.click()

    # -- keyboard ------------------------------------------------------------------------------

    def _walk_to(self, target: Locator) -> None:
        for _ in range(MOST_STOPS):
            if target.evaluate(_IS_HERE):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {target}")

    def _reach_choice(self, target: Locator) -> None:
        group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
        for _ in range(MOST_STOPS):
            if any(one.evaluate(_IS_HERE) for one in group.all()):
                break
            self.page.keyboard.press("Tab")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("Space" if target.evaluate(_IS_HERE) else "ArrowDown")
        assert target.is_checked()

    # -- an unsteady hand ----------------------------------------------------------------------

    def _tap(self, target: Locator) -> None:
        """Tap until it is hit; whoever lands elsewhere goes back and tries again."""
        for _ in range(MOST_TAPS):
            target.scroll_into_view_if_needed()
            box = target.bounding_box()
            assert box is not None
            x = box["x"] + box["width"] / 2 + self.dice.gauss(0, SPREAD)
            y = box["y"] + box["height"] / 2 + self.dice.gauss(0, SPREAD)
            is_hit, before = target.evaluate(_IS_HIT, [x, y]), self._stamp()
            self.page.mouse.click(x, y)
            self.page.wait_for_load_state()
            if is_hit:
                return
            self.missed += 1
            if self._stamp() != before:
                self.astray += 1
                self.page.go_back()
        raise AssertionError(f"an unsteady hand does not hit {target}")

    @staticmethod
    def _path(address: str) -> str:
        return urlsplit(address).path

    # -- what was seen on the way --------------------------------------------------------------

    def _stamp(self) -> str:
        return str(self.page.evaluate("performance.timeOrigin"))

    def _arrive(self) -> None:
        self.page.wait_for_load_state()
        if self.way == "slow":
            painted, loaded = (round((ms or 0) / 1000, 2) for ms in self.page.evaluate(_PAINTED))
            path = self._path(self.page.url)
            line = {"route": path.lstrip("/"), "state": "slow", "face": "standard"}
            late = painted > 2 or loaded > 3  # reported, never asserted
            figures = {"U12": [painted, loaded]}
            keep({**line, "figures": figures, "wrong": ["U12"] if late else []})
        if self.way == "twice the size":
            assert not self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ), f"{self.page.url} runs out of the window"


def hand(chromium: Chromium, site: str, way: str, session: str) -> Hand:
    """Somebody who is logged in, at their telephone."""
    context = chromium.new_context(
        viewport={"width": PHONE, "height": HEIGHT}, java_script_enabled=way != "no script"
    )
    context.set_default_timeout(30_000)
    kept = {"face": WAYS[way], "language": "zh-hans", "sessionid": session}
    context.add_cookies([{"name": name, "value": text, "url": site} for name, text in kept.items()])
    if way == "twice the size":
        context.add_init_script(_TWICE)
    page = context.new_page()
    if way == "slow":
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
    return Hand(page, way)
