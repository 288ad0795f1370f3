"""The checks U1–U32 on one open page: what is asked, what was measured, and what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from browser import WCAG
from faces.sniffing import sniff

MEASURES = Path(__file__).with_name("measure.js").read_text("utf-8")
TAPS = 150
NARROW, PHONE, DESK = 320, 390, 1280
SHEET = 16 * 4 / 3
"""Letters on a sheet that is handed out are 16 pt, in px, whichever face one reads it in."""
HEIGHT = 844
OUR_COOKIES = frozenset({"sessionid", "csrftoken", "face", "language", "size", "practised"})
"""Who one is, how one likes to read, and which lessons one has had; nothing follows anybody."""


LATIN = frozenset({"English"})
"""What is pressed and has no Chinese name: the way to the other language."""
_ENGLISH = re.compile(r"[A-Z][a-z]{3,}")
"""A sentence of ours that was not translated; a device's number and a file's ending are data."""


@dataclass(frozen=True)
class Asked:
    """The thresholds of a face."""

    letters: float
    median: float
    target: int
    across: int
    right: float
    worst: float
    astray: float
    printed: float


FACES = {
    "standard": Asked(16, 18, 48, 44, 0.85, 0, 0.02, 16),
    "elder": Asked(24, 24, 72, 60, 0.97, 0.93, 0.005, 24),
}


@dataclass
class Seen:
    """One page-state as measured: figures by check, and what falls short."""

    figures: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def note(self, check: str, figure: Any, wrong: list[str] | str = "") -> None:
        """Keep a figure, and each thing that is wrong."""
        self.figures[check] = figure
        found = [wrong] if isinstance(wrong, str) else wrong
        self.wrong += [(check, one) for one in found if one]


_AXE = {
    "runOnly": {"type": "tag", "values": list(WCAG)},
    "resultTypes": ["violations"],
}


def look(page: Page, *, face: str, language: str, is_resident: bool, deep: bool = True) -> Seen:
    """Measure the page that is open, at the width it has, then narrower, wider and on paper."""
    asked, seen = FACES[face], Seen()
    page.evaluate(MEASURES)
    page.evaluate(AXE_SCRIPT)
    given = {"target": asked.target, "across": asked.across, "taps": TAPS, "axe": _AXE}
    found = page.evaluate("asked => linliMeasure.everything(asked)", given)
    seen.note("U1", len(found["axe"]), found["axe"])
    _reading(seen, found["reading"], asked)
    edges = found["edges"]
    seen.note("U3", round(edges["least"], 2), edges["faint"])
    _pressing(seen, found["pressing"], found["tapping"], asked)
    _growing(seen, found["growing"])
    focus = found["focusing"]
    seen.note("U10", focus["count"], [*focus["unseen"], *(f"covered {e}" for e in focus["hidden"])])
    _house(seen, found["house"], language, is_resident=is_resident)
    _widths(page, seen)
    if deep:
        _sniffed(page, seen)
        _in_the_dark(page, seen)
        _with_forced_colours(page, seen)
        _on_paper(page, seen, asked)
    return seen


def _reading(seen: Seen, found: dict[str, Any], asked: Asked) -> None:
    share = found["strong"] / max(found["characters"], 1)
    seen.note("U2", [round(found["least"], 2), round(share, 4)], found["wrong"]["contrast"])
    small = found["smallest"] < asked.letters - 0.1 or found["median"] < asked.median - 0.1
    sizes = [found["smallest"], found["median"]]
    seen.note("U4", sizes, f"smallest {sizes[0]}, median {sizes[1]}" if small else "")
    open_ = found["open"] / found["lines"] if found["lines"] else 1.0
    wrong = list(found["wrong"]["line"])
    wrong += [f"only {open_:.0%} of the letters stand at 1.5"] if open_ < 0.9 else []
    wrong += (
        [f"paragraphs stand {found['gap']:.2f} line gaps apart"] if found["gap"] < 1.295 else []
    )
    seen.note("U5", [round(found["narrow"], 2), round(open_, 4)], wrong)


def _pressing(seen: Seen, boxes: dict[str, Any], taps: dict[str, Any], asked: Asked) -> None:
    share = boxes["large"] / max(boxes["count"], 1)
    close = [f"closer than 8 px: {one}" for one in boxes["close"]]
    seen.note("U6", [round(boxes["lowest"], 1), round(share, 4)], [*boxes["small"], *close])
    wrong = []
    if taps["right"] < asked.right:
        wrong.append(f"{taps['right']:.1%} land right")
    if taps["wrong"] > asked.astray:
        wrong.append(f"{taps['wrong']:.2%} land on something else: {taps['astray'][:3]}")
    if taps["worst"] < asked.worst:
        wrong.append(f"the worst: {taps['poor'][:3]}")
    figures = [round(taps[key], 4) for key in ("right", "wrong", "worst")]
    seen.note("U7", figures, wrong)


def _growing(seen: Seen, found: dict[str, Any]) -> None:
    wrong = []
    for name, state in (("200 %", found["twice"]), ("spaced", found["spaced"])):
        if state["spilled"]["by"]:
            wrong.append(f"{name}: {state['spilled']['by']} px too wide {state['spilled']['what']}")
        wrong += [f"{name}: cut off {one}" for one in state["clipped"]]
    scale = found["twice"]["scale"]
    wrong += [f"grows only {scale:.2f} times"] if scale < 1.9 else []
    seen.note("U9", round(scale, 2), wrong)


def _house(seen: Seen, found: dict[str, Any], language: str, *, is_resident: bool) -> None:
    there = found["help"]
    seen.note(
        "U16", all(there.values()), [f"no {key}" for key, is_so in there.items() if not is_so]
    )
    seen.note("U22", found["nexts"], "" if found["nexts"] else "nothing to go on with")
    many = is_resident and found["options"] > 5
    seen.note("U23", found["options"], f"{found['options']} to choose from" if many else "")
    lively = found["playing"]
    seen.note("U29", lively, "something plays, moves on or covers the page" if lively else "")
    seen.note("U31", found["headings"], list(_outline(found, language)))


def _outline(found: dict[str, Any], language: str) -> Iterator[str]:
    if found["headings"] != 1:
        yield f"{found['headings']} main headings"
    if found["landmarks"] != 3:
        yield f"{found['landmarks']} of 3 landmarks"
    if language == "zh-hans":
        named = (one for one in found["foreign"] if _ENGLISH.match(one) and one not in LATIN)
        yield from (f"named in English: {one}" for one in named)
    if found["language"] != {"zh-hans": "zh-Hans"}.get(language, language):
        yield f"says it is in {found['language']}"


def _widths(page: Page, seen: Seen) -> None:
    worst, wrong = 0, []
    for width in (NARROW, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        spilled = page.evaluate("linliMeasure.spilled()")
        worst = max(worst, spilled["by"])
        if spilled["by"]:
            wrong.append(f"at {width}: {spilled['by']} px too wide {spilled['what']}")
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    seen.note("U8", worst, wrong)


def _sniffed(page: Page, seen: Seen) -> None:
    found = sniff(page)
    seen.note("U15", len(found), found)


def _in_the_dark(page: Page, seen: Seen) -> None:
    page.emulate_media(color_scheme="dark")
    found, edges = page.evaluate("[linliMeasure.reading(), linliMeasure.edges()]")
    page.emulate_media(color_scheme="light")
    least = min(seen.figures["U2"][0], round(found["least"], 2))
    seen.figures["U2"][0] = least
    seen.wrong += [("U2", f"in the dark: {one}") for one in found["wrong"]["contrast"]]
    seen.figures["U3"] = min(seen.figures["U3"], round(edges["least"], 2))
    seen.wrong += [("U3", f"in the dark: {one}") for one in edges["faint"]]


def _with_forced_colours(page: Page, seen: Seen) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    bare, moving = page.evaluate("[linliMeasure.bordered(), document.getAnimations().length]")
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    wrong = [f"no border in forced colours: {one}" for one in bare]
    wrong += [f"{moving} things move for those who asked for stillness"] if moving else []
    seen.note("U30", [len(bare), moving], wrong)


def _on_paper(page: Page, seen: Seen, asked: Asked) -> None:
    page.emulate_media(media="print")
    found = page.evaluate("asked => linliMeasure.paper(...asked)", [asked.printed, SHEET])
    page.emulate_media(media="screen")
    seen.wrong += [("U30", f"small on paper: {one}") for one in found["small"]]
    seen.wrong += [("U30", f"cut off on paper: {one}") for one in found["clipped"]]
