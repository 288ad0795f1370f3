"""The look keeps to its tokens: sizes, spaces and colours have names, and every pair can be read."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import linli.surface

SURFACE = Path(linli.surface.__file__).parent
SHEET = SURFACE / "shell/static/shell/linli.css"
SHEETS = sorted(SURFACE.glob("*/static/**/*.css"))
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
            found.append(f"{selector} {{{name}:{value}}}: use a token such as var(--12), var(--soft)")
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
MORE = "@media (prefers-contrast:more) :root:not([data-contrast=normal])"
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
