"""The look keeps to its tokens, and pages to their components."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

import linli.surface

SURFACE = Path(linli.surface.__file__).parent
SHEET = SURFACE / "shell/static/shell/linli.css"
PRINTED = SURFACE / "shell/static/shell/sheet.css"
SHEETS = sorted(set(SURFACE.glob("*/static/**/*.css")) - {PRINTED})
SPACES = ("margin", "padding", "gap")
LINES = ("border", "outline", "stroke")
FINE = {"0", "auto", "1px"}
DEEP = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color-mix)\("
    r"|\b(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|navy|teal|brown|beige|ivory)\b",
    re.IGNORECASE,
)
LETTERS = ("ink", "soft", "pine", "red", "amber", "ok")
EDGES = ("line", "pine", "red", "amber", "ok")
GROUNDS = ("paper", "card", "foot", "tint", "amber-tint", "red-tint", "ok-tint")


def declarations(css: str, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Selector, property and value of everything a stylesheet says, media included."""
    for selector, body in DEEP.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if "{" in body:
            yield from declarations(body, f"{where}{selector.strip()} ")
            continue
        for each in filter(None, map(str.strip, body.split(";"))):
            name, _, value = each.partition(":")
            yield f"{where}{selector.strip()}", name.strip(), value.strip()


def parts(value: str) -> list[str]:
    """The words of a value; what stands in brackets stays together."""
    deep = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
    return re.findall(rf"(?:[^\s()]|{deep})+", value)


def strays(css: str) -> list[str]:
    """What a stylesheet says without a token."""
    found = []
    for selector, name, value in declarations(css):
        if name.startswith("--"):
            continue
        wrong = COLOUR.search(re.sub(r"var\([^)]*\)|url\([^)]*\)", "", value))
        if wrong or not _is_named(name, value):
            found.append(
                f"{selector} {{{name}:{value}}}: use a token, as in var(--12) or var(--soft)"
            )
    return found


def _is_named(name: str, value: str) -> bool:
    words = parts(value)
    if name in ("font-size", "line-height", "font-weight", "font-family"):
        return value == "inherit" or re.fullmatch(r"var\(--[a-z0-9]+\)", value) is not None
    if name == "font":
        return value == "inherit" or not re.search(r"\d(?:px|r?em|%)", value)
    if name.startswith(SPACES):
        return all(word in FINE or re.fullmatch(r"(?:var|calc)\(.*\)", word) for word in words)
    if name == "border-radius":
        return all(word in ("0", "50%") or word.startswith("var(") for word in words)
    return name.startswith(LINES) or not re.search(r"(?<![\d.])(?!1px)\d*\.?\d+px", value)


def palette(*selectors: str) -> dict[str, str]:
    """The tokens some selectors set, the later ones over the earlier ones."""
    said = [(where, name, value) for where, name, value in declarations(SHEET.read_text())]
    return {
        name.removeprefix("--"): value
        for selector in selectors
        for where, name, value in said
        if selector in [each.strip() for each in where.split(",")] and name.startswith("--")
    }


LIGHT = (":root", "[data-theme=light]")
BY_SYSTEM = "@media screen and (prefers-color-scheme:dark) :root:not([data-theme=light])"
CHOSEN = "@media screen [data-theme=dark]"
HIGH = ":root[data-contrast=high]"
MORE = "@media (prefers-contrast:more) :root"
PAPER = "@media print :root:root"
MODES = {
    "light": LIGHT,
    "dark": (*LIGHT, CHOSEN),
    "light, high contrast": (*LIGHT, HIGH),
    "dark, high contrast": (*LIGHT, CHOSEN, HIGH),
    "paper": (*LIGHT, PAPER),
}


def colour(tokens: dict[str, str], name: str) -> str:
    value = tokens[name]
    while match := re.fullmatch(r"var\(--([a-z0-9-]+)\)", value):
        value = tokens[match[1]]
    assert re.fullmatch(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?", value), (name, value)
    return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])


def luminance(value: str) -> float:
    """The relative luminance of WCAG 2.2."""
    shares = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_size_space_and_colour_is_a_token(sheet):
    assert strays(sheet.read_text()) == []


def test_what_is_handed_over_on_paper_is_black_on_white():
    css = re.sub(r"/\*.*?\*/", "", PRINTED.read_text(), flags=re.DOTALL)
    assert {found[0].lower() for found in COLOUR.finditer(css)} <= {"#000", "#fff"}
    assert min(map(int, re.findall(r"font-size:(\d+)pt", css))) >= 12


@pytest.mark.parametrize(
    "rule",
    [
        "p{margin:0 13px}",
        "p{gap:1em}",
        "p{font-size:15px}",
        "p{font:400 1rem/1.6 serif}",
        "p{color:#333}",
        "p{border:2px solid gray}",
        "p{line-height:1.2}",
        "p{font-weight:600}",
        "p{border-radius:5px}",
        "p{width:90px}",
        "@media print{p{background:white}}",
    ],
)
def test_what_is_no_token_is_found(rule):
    assert len(strays(rule)) == 1


def test_what_is_a_token_is_left_alone():
    fine = "p{margin:0 auto calc(-1*var(--8));border:2px solid var(--red);font:inherit;width:4rem}"
    assert strays(fine) == []


@pytest.mark.parametrize("mode", MODES)
def test_every_letter_reaches_seven_to_one_and_every_edge_three_to_one(mode):
    tokens = palette(*MODES[mode])
    shown = {name: colour(tokens, name) for name in {*LETTERS, *EDGES, *GROUNDS}}
    letters = [*product(LETTERS, GROUNDS)]
    edges = [*product(EDGES, GROUNDS)]
    shown |= {name: colour(tokens, name) for name in ("on", "head", "bright")}
    letters += [("on", "pine"), ("bright", "head")]
    assert [pair for pair in letters if contrast(*(shown[name] for name in pair)) < 7] == []
    assert [pair for pair in edges if contrast(*(shown[name] for name in pair)) < 3] == []


def test_contrast_is_counted_as_wcag_counts_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_what_the_system_wishes_and_what_somebody_chose_look_the_same():
    assert palette(BY_SYSTEM) == palette(CHOSEN) != {}
    assert palette(MORE) == palette(HIGH) != {}
    assert palette("[data-theme=light]").keys() == palette(CHOSEN).keys()


def test_nothing_moves():
    moving = ("animation", "transition", "scroll-behavior")
    for sheet in SHEETS:
        said = [name for _, name, _ in declarations(sheet.read_text()) if name.startswith(moving)]
        assert said == [], sheet.name


PARTS = SURFACE / "shell/templates/shell/parts"
WHOLE = {"shell/parts/sheet.html"}
"""A printed page of its own: `/forms` shows every one."""
SPRITE = SURFACE / "shell/static/shell/icons.svg"


@pytest.fixture
def style(client: Client) -> HttpResponse:
    return client.get("/style")


@pytest.mark.urls("surface.shell.pages")
@pytest.mark.django_db
def test_every_part_is_on_the_style_page(style):
    shown = {template.name for template in style.templates}
    parts = {f"shell/parts/{path.name}" for path in PARTS.glob("*.html")}
    assert parts - shown == WHOLE


@pytest.mark.urls("surface.shell.pages")
@pytest.mark.django_db
def test_every_icon_is_on_the_style_page_with_a_name(style):
    there = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text()))
    shown = re.findall(r'icons[^"#]*\.svg#([a-z]+)"/></svg> \1</li>', style.content.decode())
    assert set(shown) == there
    assert len(there) >= 30


MADE_OF_TAGS = {
    "a way on": r'<a class="btn',
    "a field": r'class="field',
    "names and values": r'<dl class="facts',
    "a lane": r'<ul class="lanes',
    "a menu": r'<nav class="menu',
    "a figure": r'class="tile[ "]',
    "what waits": r'class="(?:card )?wait[ "]',
    "a notice": r'class="notice',
    "a row": r'class="row[ "]',
    "a door": r'class="door[ "]',
    "a person": r'class="(?:card )?person[ "]',
    "a tag": r'class="tag',
    "nothing here": r'class="empty',
    "a way back": r'class="crumb',
    "a chart": r'class="(?:plot|bars|gauge|spark)[ "]',
}
"""What a tag of docs/components.md makes, so no page writes it by hand."""
BY_HAND = {
    "assembly/receipt.html": ("a notice whose heading is the page's", 1),
    "meeting/official.html": ("a notice with figures", 1),
    "meeting/scrutiny.html": ("where one is, for whom there is no page above", 1),
    "desk/machines_delivery.html": ("a notice with a list", 1),
    "desk/machines_device.html": ("a notice with a secret", 1),
    "desk/machines_model.html": ("a notice with a button", 1),
    "desk/machines_rule.html": ("what waits, with a form in it", 1),
    "desk/work_calls.html": ("what they said, beside two buttons", 1),
    "desk/work_import.html": ("a notice with figures", 1),
    "desk/work_matter.html": ("why a number is looked up, and the answer", 2),
    "desk/work_outbox.html": ("a row that leads nowhere, filled by a script", 1),
    "desk/work_person.html": ("why a number is looked up, the answer, a staff name", 3),
    "desk/work_phone_matter.html": ("why a number is looked up", 1),
    "desk/work_phone_row.html": ("a row whose line has two parts", 1),
    "desk/work_place.html": ("every place above", 1),
    "desk/work_row.html": ("a row with several tags", 3),
    "resident/neighbours.html": ("one value is a moment", 1),
    "resident/your-word.html": ("what waits, with two ways on", 1),
    "shell/layout.html": ("a notice that a script shows when there is no network", 1),
    "shell/mailbox.html": ("who one can be, with a button", 1),
    "shell/question.html": ("a step without a way back", 1),
    "shell/receipt.html": ("a notice whose heading is the page's", 1),
}
"""What no tag can do yet, and how often; this list may only become shorter."""


def by_hand(text: str) -> list[str]:
    """The components a template writes without their tags."""
    return [name for name, look in MADE_OF_TAGS.items() for _ in re.findall(look, text)]


def written_by_hand() -> dict[str, list[str]]:
    pages = (p for p in SURFACE.glob("*/templates/**/*.html") if p.parent.name != "parts")
    found = {f"{p.parent.name}/{p.name}": by_hand(p.read_text()) for p in pages}
    return {name: what for name, what in found.items() if what}


def test_pages_are_made_of_components():
    found = written_by_hand()
    more = {name: what for name, what in found.items() if len(what) > BY_HAND.get(name, ("", 0))[1]}
    assert more == {}, "there is a tag for it: docs/components.md"
    assert found.keys() >= BY_HAND.keys(), "what is written by hand no longer leaves the list"


def test_a_component_written_by_hand_is_found():
    assert by_hand('<div class="notice is-ok"><a class="btn main" href="/">') == [
        "a way on",
        "a notice",
    ]
