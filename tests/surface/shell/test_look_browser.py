"""The components in a real Chromium: every palette, paper, forced colours."""

from typing import Any

import pytest

from browser import Browser, axe, faint_edges, lonely_icons, no_overflow

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("community", "urls")]

FACES = {"standard": 12, "elder": 18}
_LINES = """() => {
  let tight = 0, loose = 0, all = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement, letters = walk.currentNode.data.trim().length;
    if (!letters || !one.getClientRects().length || one.closest("svg, option, script")) continue;
    const style = getComputedStyle(one);
    const height = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    all += letters;
    if (height >= 1.499) loose += letters;
    if (height < 1.299) tight += letters;
  }
  return [loose / all, tight];
}"""
_CLIPPED = """() => [...document.querySelectorAll("main *")].filter((e) => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (!box.width || e.closest("svg, .away") || e.matches("input, textarea, select")) return false;
  const cuts = (way) => !["visible", "clip"].includes(way);
  return (cuts(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (cuts(style.overflowY) && e.scrollHeight > e.clientHeight + 1)
    || box.right > document.documentElement.clientWidth + 1;
}).map((e) => e.outerHTML.slice(0, 120))"""
_SMALLEST = """() => {
  let least = 99;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !one.getClientRects().length) continue;
    if (one.closest("svg, option, script")) continue;
    least = Math.min(least, parseFloat(getComputedStyle(one).fontSize) * 0.75);
  }
  return least;
}"""
_CONTROLS = "a.btn, a.pill, .row, .door, .choice, main input:not([type=hidden]), textarea, .tag"


@pytest.mark.long
def test_every_palette_is_for_everyone(browser: Browser):
    for face in FACES:
        page = browser.open("/style", face=face, width=1280)
        assert axe(page) == [], face
        assert faint_edges(page) == [], face
        assert lonely_icons(page) == [], face


@pytest.mark.parametrize("wish", [{"color_scheme": "dark"}, {"contrast": "more"}])
def test_what_the_system_wishes_is_given(browser: Browser, wish: dict[str, Any]):
    page = browser.open("/style", **wish)
    ground = "getComputedStyle(document.querySelector('%s')).backgroundColor"
    theme = "dark" if "color_scheme" in wish else "light"
    same = f"[data-theme={theme}]" + ("[data-contrast=high]" if "contrast" in wish else "")
    assert page.evaluate(ground % "body") == page.evaluate(ground % same)
    assert faint_edges(page) == []
    assert axe(page) == []


@pytest.mark.parametrize(("name", "value"), [("theme", "dark"), ("contrast", "high")])
def test_what_somebody_chose_wins_over_the_system(browser: Browser, name, value):
    page = browser.open("/style", color_scheme="light" if name == "theme" else "dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.evaluate(f"document.documentElement.dataset.{name} = '{value}'")
    assert page.evaluate(colour) != before


def test_lines_stand_far_enough_apart(browser: Browser):
    for face in FACES:
        loose, tight = browser.open("/style", face=face).evaluate(_LINES)
        assert loose >= 0.9, face
        assert tight == 0, face


def test_forced_colours_leave_a_border_round_everything_one_can_press(browser: Browser):
    page = browser.open("/style", forced_colors="active")
    bare = f"""[...document.querySelectorAll("{_CONTROLS}")]
      .filter((e) => e.getClientRects().length && !e.closest(".head, .foot, svg"))
      .filter((e) => !e.matches(".plain"))
      .filter((e) => parseFloat(getComputedStyle(e).borderTopWidth) < 1 && e.type !== "radio"
        && e.type !== "checkbox").map((e) => e.outerHTML.slice(0, 90))"""
    assert page.evaluate(bare) == []
    assert no_overflow(page)


@pytest.mark.parametrize("face", FACES)
def test_on_paper_nothing_is_small_or_clipped(browser: Browser, face):
    page = browser.open("/style", face=face, width=720)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(_SMALLEST) >= FACES[face]
    assert page.evaluate(_CLIPPED) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves(browser: Browser):
    page = browser.open("/style", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_an_edge_that_cannot_be_seen_and_an_icon_without_words_are_found(browser: Browser):
    page = browser.open("/log-in")
    page.evaluate(
        """() => {
          const button = document.querySelector("main .btn.main");
          button.className = "btn";
          button.innerHTML = '<svg class="i"></svg>';
          document.documentElement.dataset.theme = "light";
          for (const sheet of document.styleSheets)
            sheet.insertRule(".btn[class]{border-color:var(--hair)}", sheet.cssRules.length);
        }"""
    )
    assert any("btn" in edge for edge in faint_edges(page))
    assert len(lonely_icons(page)) == 1
