"""The number of a place, however it was written: full width, Chinese numerals, suffixes."""

import re
import unicodedata

from linli.foundation.places.domain.cards import PlaceKind
from linli.kernel import Refused

LONGEST_NUMBER = 20
LONGEST_NAME = 60

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile("[零〇一二三四五六七八九十百千两]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣~～"), "-")

_ALLOWED = re.compile(r"[\w.#()&·+ -]+")

SUFFIXES: dict[PlaceKind, str] = {
    PlaceKind.BUILDING: "号楼|栋楼|幢楼|栋|幢|座|楼|BUILDING|BLDG|BLOCK",
    PlaceKind.ENTRANCE: "单元门|单元|门洞|门|梯|ENTRANCE|UNIT",
    PlaceKind.DWELLING: "号房|室|户|房|号|APARTMENT|APT|FLAT|ROOM",
    PlaceKind.CELL: "号网格|网格|GRID CELL|CELL|GRID",
}
"""What people write after (Chinese) or before (English) a number of each kind."""


def plain(text: str) -> str:
    """Text with full-width forms narrowed, dashes alike, no control or invisible characters."""
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return "".join(
        " " if char.isspace() else char
        for char in narrow
        if char.isspace() or not unicodedata.category(char).startswith("C")
    ).strip()


def numerals_to_digits(text: str) -> str:
    """Chinese numerals as digits: 十二 is 12, 四零一 is 401, 一百零三 is 103."""
    return _NUMERAL.sub(lambda found: _value(found.group()), text)


def _value(numeral: str) -> str:
    if not any(char in _UNITS for char in numeral):
        return "".join(str(_DIGITS[char]) for char in numeral)
    total, digit = 0, None
    for char in numeral:
        if char in _UNITS:
            total += (1 if digit is None or digit == 0 else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return str(total + (digit or 0))


def without_zeros(text: str) -> str:
    """A number without leading zeros; anything else stays as it is."""
    return (text.lstrip("0") or "0") if text.isascii() and text.isdigit() else text


def clean_number(kind: PlaceKind, text: str) -> str:
    """The one way a number is stored: "０３号楼", "三栋" and "Building 3" are all "3"."""
    short, last = text[:200], ""
    while short != last:  # cleaning what is clean must change nothing
        short, last = _clean_once(kind, short), short
    if not short:
        raise Refused("invalid", "Give the number of the %(kind)s.", field="number", kind=kind)
    limit = LONGEST_NUMBER if kind in SUFFIXES else 40
    if len(short) > limit or not _ALLOWED.fullmatch(short):
        raise Refused(
            "invalid",
            "The number of a %(kind)s has at most %(limit)s letters, digits or dashes.",
            field="number",
            kind=kind,
            limit=limit,
        )
    return short


def _clean_once(kind: PlaceKind, text: str) -> str:
    short = plain(text)
    if kind not in SUFFIXES:
        return re.sub(r"\s+", " ", short)
    short = numerals_to_digits(short)
    short = re.sub(rf"^(第\s*|NO\.?\s*|(?:{SUFFIXES[kind]})\s*(?=[0-9A-Z]))", "", short)
    short = re.sub(rf"(?<=.)\s*(?:{SUFFIXES[kind]})$", "", short)
    return without_zeros(re.sub(r"\s+", "", short))


def clean_name(text: str) -> str:
    """A name on one line without invisible characters."""
    name = " ".join(
        "".join(
            char if not unicodedata.category(char).startswith("C") else " " for char in text
        ).split()
    )
    if len(name) > LONGEST_NAME:
        raise Refused(
            "invalid",
            "A name has at most %(limit)s characters.",
            field="name",
            limit=LONGEST_NAME,
        )
    return name
