"""The machine's own Chromium against the real site: fixture `browser`, checks as functions."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Browser tests need Chromium and found none: install it (apt install chromium fonts-noto-cjk)"
    " or set LINLI_CHROMIUM to its path."
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HEIGHT = 844


def find_chromium() -> str:
    """Where Chromium is: LINLI_CHROMIUM, else the first of the usual names on the PATH."""
    given = os.environ.get("LINLI_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or not Path(found).exists():
        pytest.fail(MISSING, pytrace=False)
    return found


@dataclass
class Browser:
    """Opens pages of the live site as somebody, in a face, a language and a width."""

    chromium: Chromium
    address: str
    shots: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(
        self,
        path: str,
        *,
        face: str = "standard",
        language: str = "zh-hans",
        width: int = 390,
        javascript: bool = True,
        cookies: dict[str, str] | None = None,
        **options: Any,
    ) -> Page:
        """A fresh visitor on a page; `options` go to Playwright (`forced_colors`, …)."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        kept = {"face": face, "language": language, **(cookies or {})}
        context.add_cookies(
            [{"name": name, "value": kept[name], "url": self.address} for name in kept]
        )
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("console", self._note_complaint)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page

    def shot(self, page: Page, name: str) -> Path:
        """A picture of the whole page in the test's own folder."""
        path = self.shots / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.strangers.append(urlsplit(request.url).netloc)

    def _note_complaint(self, message: Any) -> None:
        is_status = "Failed to load resource" in message.text  # an error page is no complaint
        if message.type == "error" and not is_status:
            self.complaints.append(message.text)

    def close(self) -> None:
        """Forget the visitors."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One Chromium for the whole run."""
    path = find_chromium()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(chromium: Chromium, live_server: Any, tmp_path: Path) -> Iterator[Browser]:
    """The live site in Chromium; fails when a page spoke to strangers or broke its own policy."""
    opened = Browser(chromium, live_server.url, tmp_path)
    yield opened
    opened.close()
    assert not opened.strangers, f"requests to others: {opened.strangers}"
    assert not opened.complaints, f"the console complained: {opened.complaints}"


def axe(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe-core finds, one line each; with `contrast` every text must reach 7 : 1.

    Needs a page opened with its scripts on: axe waits for promises.
    """
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)  # past the page's own policy, as a debugger may
    options = {
        "runOnly": {"type": "tag", "values": list(WCAG)},
        "rules": {"color-contrast-enhanced": {"enabled": contrast}},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def no_overflow(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    script = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(script))


_TARGETS = """least => {
  const small = [];
  const inSentence = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline"
    && e.closest("p, li, td, dd, small, span.n, figcaption");
  for (const e of document.querySelectorAll(
      "a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    const target = e.closest("label.choice") || e;
    const box = target.getBoundingClientRect();
    if (!box.width || !box.height || e.closest(".away") || e.closest("svg")) continue;
    if (e.matches(".away") || inSentence(e)) continue;
    if (Math.round(box.height) < least || Math.round(box.width) < Math.min(least, 44))
      small.push(`${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 90)}`);
  }
  return small;
}"""


def small_targets(page: Page, least: int) -> list[str]:
    """Everything one can press that is lower than `least` pixels; links in sentences excepted."""
    return list(page.evaluate(_TARGETS, least))


def text_sizes(page: Page) -> list[float]:
    """The sizes of all visible text in pixels, smallest first."""
    script = """() => {
      const sizes = new Set();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !parent.getClientRects().length) continue;
        if (parent.closest("svg, option, script")) continue;
        sizes.add(parseFloat(getComputedStyle(parent).fontSize));
      }
      return [...sizes].sort((a, b) => a - b);
    }"""
    return list(page.evaluate(script))


_EDGES = """() => {
  const shown = (value) => {
    const found = value.match(/[\\d.]+/g).map(Number);
    return found.length < 4 || found[3] > 0 ? found.slice(0, 3) : null;
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const apart = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const found = shown(getComputedStyle(e).backgroundColor);
      if (found) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const say = (e, what, how) => {
    if (how < 3) faint.push(`${what} ${how.toFixed(2)} ${e.outerHTML.slice(0, 110)}`);
  };
  const bare = ".plain, .menu a, .home, .crumb a, [type=hidden], [type=radio], [type=checkbox]";
  const edged = "a.btn, button, .pill, .row, .door, a.card, a.wait, .choice, "
    + "input, textarea, select";
  for (const e of document.querySelectorAll(edged)) {
    if (!e.getClientRects().length || e.matches(bare) || e.closest(".away")) continue;
    const style = getComputedStyle(e), around = ground(e.parentElement);
    const border = parseFloat(style.borderTopWidth) ? shown(style.borderTopColor) : null;
    say(e, "edge", Math.max(apart(ground(e), around), border ? apart(border, around) : 1));
  }
  for (const e of document.querySelectorAll("svg.i"))
    if (e.getClientRects().length)
      say(e.parentElement, "icon", apart(shown(getComputedStyle(e).stroke), ground(e)));
  for (const e of document.querySelectorAll("a[href], button, input, textarea, select, summary")) {
    if (!e.getClientRects().length || e.closest("svg, .away")) continue;
    e.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== e) continue;
    const style = getComputedStyle(e);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    say(e, "focus", seen ? apart(shown(style.outlineColor), ground(e.parentElement)) : 1);
  }
  return faint;
}"""


def faint_edges(page: Page) -> list[str]:
    """Borders of controls, icons and focus rings less than 3 : 1 from what is around them."""
    return list(page.evaluate(_EDGES))


def lonely_icons(page: Page) -> list[str]:
    """Icons without words beside them."""
    script = """() => [...document.querySelectorAll("svg.i")].filter((e) => {
      const near = e.closest("a, button, label, li, summary, .empty, h1, h2, p, span, b");
      return !near || !near.innerText.trim();
    }).map((e) => e.parentElement.outerHTML.slice(0, 120))"""
    return list(page.evaluate(script))
