"""Reading a place as people write it: "3-2-401", "3栋2单元401", "三号楼二单元４０１室"."""

import re
from dataclasses import dataclass

from linli.foundation.places.domain.numbers import numerals_to_digits, plain, without_zeros

LONGEST_TEXT = 100

_BUILDING = r"(?:号楼|栋楼|幢楼|栋|幢|座|号院|楼(?![层]))"
_ENTRANCE = r"(?:单元门|单元|门洞|门|梯)"
_DWELLING = r"(?:号房|室|户|房间|房|号)"
_NUMBER = r"[0-9A-Z]{1,8}"
_CHINESE = re.compile(
    rf"(?:(?P<building>{_NUMBER}){_BUILDING})?"
    rf"(?:(?P<entrance>{_NUMBER}){_ENTRANCE})?"
    rf"(?:(?P<dwelling>{_NUMBER}(?:-[0-9A-Z]{{1,4}})?){_DWELLING}?)?"
)
_ENGLISH = (
    (re.compile(r"\b(?:BUILDING|BLDG|BLOCK)\.?\s*(?:NO\.?\s*)?([0-9A-Z]{1,8})\b"), r"\1号楼"),
    (re.compile(r"\b(?:ENTRANCE|UNIT|STAIR)\.?\s*(?:NO\.?\s*)?([0-9A-Z]{1,8})\b"), r"\1单元"),
    (re.compile(r"\b(?:APARTMENT|APT|FLAT|ROOM)\.?\s*(?:NO\.?\s*)?([0-9A-Z]{1,8})\b"), r"\1室"),
)
_PARTS = re.compile(rf"{_NUMBER}(?:-{_NUMBER}){{0,2}}")


@dataclass(frozen=True, slots=True)
class Address:
    """One way to understand a written address; what was not said is None."""

    building: str | None = None
    entrance: str | None = None
    dwelling: str | None = None


def read_address(text: str) -> tuple[Address, ...]:
    """Every sensible reading of a written address, the likeliest first; none for other text."""
    joined = _joined(text[:LONGEST_TEXT])
    if _PARTS.fullmatch(joined):
        if not any(char.isdigit() for char in joined.rpartition("-")[2]):
            return ()
        return _by_position([without_zeros(part) for part in joined.split("-")])
    found = _CHINESE.fullmatch(joined.replace("-", "")) or _CHINESE.fullmatch(joined)
    if found is None or not any(found.groupdict().values()):
        return ()
    said = {
        name: without_zeros(value) if value else None for name, value in found.groupdict().items()
    }
    return (Address(**said),)


def _joined(text: str) -> str:
    """Narrow digits, Chinese suffixes, single dashes between parts that have no suffix."""
    short = numerals_to_digits(plain(text))
    for pattern, suffix in _ENGLISH:
        short = pattern.sub(suffix, short)
    short = re.sub(r"[\s,;、,。./#_]+", "-", short)
    short = re.sub(rf"(?<=[^0-9A-Z-])-|-(?={_BUILDING}|{_ENTRANCE}|{_DWELLING})", "", short)
    return re.sub(r"-+", "-", short).strip("-")


def _by_position(parts: list[str]) -> tuple[Address, ...]:
    if len(parts) == 3:
        return (Address(*parts),)
    if len(parts) == 2:
        first, last = parts
        flat = Address(building=first, dwelling=last)
        stair = Address(building=first, entrance=last)
        return (flat, stair) if len(last) >= 3 else (stair, flat)
    (only,) = parts
    return (Address(dwelling=only), Address(building=only))
