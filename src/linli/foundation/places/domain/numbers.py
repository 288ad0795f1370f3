"""The number of a place, however it was written: full width, Chinese numerals, suffixes."""

import re
import unicodedata

from linli.foundation.places.domain.cards import PlaceKind
from linli.kernel import Refused
from linli.kernel.written import numerals_to_digits, plain, without_zeros

LONGEST_NUMBER = 20
LONGEST_NAME = 60

_ALLOWED = re.compile(r"[\w.#()&·+ -]+")

SUFFIXES: dict[PlaceKind, str] = {
    PlaceKind.BUILDING: "号楼|栋楼|幢楼|栋|幢|座|楼|BUILDING|BLDG|BLOCK",
    PlaceKind.ENTRANCE: "单元门|单元|门洞|门|梯|ENTRANCE|UNIT",
    PlaceKind.DWELLING: "号房|室|户|房|号|APARTMENT|APT|FLAT|ROOM",
    PlaceKind.CELL: "号网格|网格|GRID CELL|CELL|GRID",
}
"""What people write after (Chinese) or before (English) a number of each kind."""


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
