"""Addresses inside a community as people write them: "3-2-401", "三号楼二单元４０１室"."""

import re
from dataclasses import dataclass

from linli.kernel.refused import Refused
from linli.kernel.words import Words
from linli.kernel.written.characters import simple
from linli.kernel.written.meaning import Meaning, Read
from linli.kernel.written.numerals import numerals_to_digits, without_zeros

LONGEST_TEXT = 100

_BUILDING = r"(?:号楼|栋楼|幢楼|栋|幢|座|号院|楼(?!层)|号(?=[0-9A-Z]))"
_ENTRANCE = r"(?:单元门|单元|门洞|门|梯)"
_FLOOR = r"(?:楼层|层楼|层|楼|F)"
_DWELLING = r"(?:号房|室|户|房间|房|号)"
_NUMBER = r"(?:[A-Z]{0,2}[0-9]{1,6}(?:[A-Z][0-9]{0,3})?|[A-Z]{1,2})"
_LEAD = re.compile(r"^(?:我|)(?:家|)(?:住址|地址|房号|住在|住|在)?(?:是|为)?[::]?\s*(?:[0-9]+弄)?")
_CHINESE = re.compile(
    rf"(?:(?P<building>{_NUMBER})(?P<house>{_BUILDING}|-(?={_NUMBER}{_ENTRANCE})))?"
    rf"(?:(?P<entrance>{_NUMBER}){_ENTRANCE})?"
    rf"(?:(?P<floor>[0-9]{{1,2}}){_FLOOR}(?=[0-9A-Z]))?"
    rf"(?:(?P<dwelling>{_NUMBER}(?:-[0-9A-Z]{{1,4}})?){_DWELLING}?)?"
)
_KEYWORD = r"\.?[\s-]*(?:(?:NO|NUMBER)\.?\s*|#)?"
_ENGLISH = (
    ("building", re.compile(rf"\b(?:BUILDING|BLDG|BLOCK|BLK|TOWER){_KEYWORD}({_NUMBER})\b")),
    ("entrance", re.compile(rf"\b(?:ENTRANCE|UNIT|STAIR|STAIRCASE){_KEYWORD}({_NUMBER})\b")),
    ("dwelling", re.compile(rf"\b(?:APARTMENT|APT|FLAT|ROOM|RM){_KEYWORD}({_NUMBER})\b")),
)
_SUFFIXES = {"building": "号楼", "entrance": "单元", "dwelling": "室"}
_PARTS = re.compile(rf"(?P<parts>{_NUMBER}(?:-{_NUMBER}){{0,3}})(?P<flat>{_DWELLING})?")
_DATE = re.compile(r"(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:[0-2]?[0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class Address:
    """One way to understand a written address; what was not said is None."""

    building: str | None = None
    entrance: str | None = None
    dwelling: str | None = None


def read_address(text: str) -> Read[Address]:
    """Every sensible reading of a written address, the likeliest first."""
    found = _readings(text)
    if not found:
        raise Refused("invalid", "Please write the place like 3-2-401.", field="address")
    return Read(tuple(Meaning(address, say_address(address)) for address in found))


def say_address(address: Address) -> Words:
    """An address in full: "3号楼2单元401"."""
    house, stair, flat = address.building, address.entrance, address.dwelling
    zh = f"{house}{'座' if house.isalpha() else '号楼'}" if house else ""
    zh += f"{stair}单元" if stair else ""
    en = (f"Building {house}" if house else "", f"Entrance {stair}" if stair else "", flat)
    return Words(zh + (flat or ""), ", ".join(part for part in en if part))


def _readings(text: str) -> tuple[Address, ...]:
    joined = _joined(text[:LONGEST_TEXT])
    if found := _PARTS.fullmatch(joined):
        parts = found["parts"].split("-")
        if not any(char.isdigit() for char in parts[-1]) or _DATE.fullmatch(joined):
            return ()
        readings = _by_position([without_zeros(part) for part in parts])
        return tuple(one for one in readings if one.dwelling) if found["flat"] else readings
    found = _CHINESE.fullmatch(joined)
    if found is None or not any(found.groupdict().values()):
        return ()
    return _by_suffix(
        {name: without_zeros(value or "") for name, value in found.groupdict().items()}
    )


def _by_suffix(said: dict[str, str]) -> tuple[Address, ...]:
    house, stair = said["building"] or None, said["entrance"] or None
    flat, floor = said["dwelling"], said["floor"]
    if floor:
        flat = f"{floor}{flat:0>2}" if len(flat) <= 2 else flat
        return (Address(house, stair, flat),) if re.fullmatch(f"{floor}[0-9A-Z]{{2}}", flat) else ()
    address = Address(house, stair, flat or None)
    if house and not stair and said["house"] == "楼" and flat[:-2] == house:
        return (address, Address(dwelling=flat))  # 4楼401: the building, or the floor
    if house and not stair:
        return (address, *_with_entrance(house, flat))
    return (address,)


def _with_entrance(building: str, digits: str) -> tuple[Address, ...]:
    """3栋2401 can mean the flat 401 of the entrance 2 as well."""
    if re.fullmatch(r"[1-9][1-9][0-9]{2,3}", digits):
        return (Address(building, digits[0], digits[1:]),)
    return ()


def _joined(text: str) -> str:
    """Narrow digits, Chinese suffixes, single dashes between parts that have no suffix."""
    short = numerals_to_digits(_LEAD.sub("", simple(text)))
    short = _translated(short)
    short = re.sub(r"[\s,;、。./#_]+", "-", short)
    short = re.sub(
        rf"(?<=[^0-9A-Z-])-|-(?={_BUILDING}|{_ENTRANCE}|{_FLOOR}|{_DWELLING})", "", short
    )
    return re.sub(r"-+", "-", short).strip("-")


def _translated(text: str) -> str:
    """An English address in Chinese order and suffixes, whatever order it came in."""
    said: dict[str, str] = {}
    rest = text
    for name, pattern in _ENGLISH:
        if found := pattern.search(rest):
            said[name] = found[1]
            rest = rest[: found.start()] + " " + rest[found.end() :]
    if not said:
        return text
    rest = rest.strip(" ,.;-/#")
    head = "".join(f"{said[name]}{_SUFFIXES[name]}" for name in _SUFFIXES if name in said)
    return f"{head}{rest}" if "dwelling" not in said else (head if not rest else text)


def _by_position(parts: list[str]) -> tuple[Address, ...]:
    if len(parts) == 4:
        return _by_floor(*parts)
    if len(parts) == 3:
        return (Address(*parts),)
    if len(parts) == 2:
        first, last = parts
        flat = Address(building=first, dwelling=last)
        stair = Address(building=first, entrance=last)
        return (flat, *_with_entrance(first, last)) if len(last) >= 3 else (stair, flat)
    (only,) = parts
    if only.isdigit() and len(only) > 4:
        return _run_together(only)
    return (Address(dwelling=only), Address(building=only))


def _by_floor(building: str, entrance: str, floor: str, door: str) -> tuple[Address, ...]:
    if len(floor) > 2 or len(door) > 2:
        return ()
    one, other = f"{floor}{door:0>2}", f"{floor}-{door}"
    return (Address(building, entrance, one), Address(building, entrance, other))


def _run_together(digits: str) -> tuple[Address, ...]:
    """32401, as one says it: 3, 2, 401; with six digits the building or the floor has two."""
    if len(digits) > 6:
        return ()
    cuts = ((1, 2),) if len(digits) == 5 else ((2, 3), (1, 2))
    said = tuple(Address(digits[:a], digits[a:b], digits[b:]) for a, b in cuts)
    return (*said, Address(dwelling=digits))
