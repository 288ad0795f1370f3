"""One line of a list of dwellings, as a spreadsheet gives it, and what became of it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from linli.foundation.places.domain.areas import read_area
from linli.foundation.places.domain.cards import PlaceKind
from linli.foundation.places.domain.numbers import clean_number
from linli.kernel import Refused, Words
from linli.kernel.written import (
    Address,
    numerals_to_digits,
    plain,
    read_address,
    say_address,
)

_NONE = frozenset(["", "无", "-", "/", "没有"])
_HOUSE = re.compile("[栋幢座楼]|BUILDING|BLOCK|BLDG")


class Outcome(StrEnum):
    """What a line of a list did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A dwelling as it is written in a list; what is not said is empty.

    Without a building the dwelling is read as a whole address, such as "3-2-401".
    """

    dwelling: str
    building: str = ""
    entrance: str = ""
    area: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class LaidLine:
    """The dwelling's id, what happened, and the address as it was understood; `why` when the line
    was refused."""

    dwelling: str | None
    outcome: Outcome
    why: Refused | None = None
    words: Words = Words("", "")


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line understood: numbers as they are stored."""

    building: str
    entrance: str | None
    dwelling: str
    area: Decimal | None
    cell: str | None


def read_line(line: PlaceLine) -> CleanLine:
    """Understand a line, or refuse it naming the field at fault."""
    if not line.dwelling.strip():
        raise Refused("invalid", "The dwelling number is missing.", field="dwelling")
    if not any(
        char.isalnum() and char.isascii() for char in numerals_to_digits(plain(line.dwelling))
    ):
        raise Refused(  # a line of totals, not a dwelling
            "invalid", "A dwelling number has at least one digit or letter.", field="dwelling"
        )
    house, stair = _house(line.building.strip(), line.entrance.strip())
    house, stair, flat = _flat(house, stair, line.dwelling)
    return CleanLine(
        building=house,
        entrance=stair,
        dwelling=_number(PlaceKind.DWELLING, flat),
        area=read_area(line.area) if line.area.strip() else None,
        cell=_number(PlaceKind.CELL, line.cell) if line.cell.strip() else None,
    )


def say_line(line: CleanLine) -> Words:
    """The address of a line as it was understood."""
    return say_address(Address(line.building, line.entrance, line.dwelling))


def _house(building: str, entrance: str) -> tuple[str | None, str | None]:
    """Building and entrance; "3栋2单元" and "3-2" in the column of the building name both."""
    stair = None if plain(entrance) in _NONE else _number(PlaceKind.ENTRANCE, entrance)
    if not building:
        return None, stair
    for said in _meant(building):
        if stair is None and said.building and said.entrance and not said.dwelling:
            return said.building, said.entrance
    return _number(PlaceKind.BUILDING, building), stair


def _flat(house: str | None, stair: str | None, text: str) -> tuple[str, str | None, str]:
    """Building, entrance and dwelling, as far as the column of the dwelling names them too."""
    if house is None:
        for said in _meant(text):
            if said.building and said.dwelling:
                return said.building, _same(stair, said.entrance, "entrance"), said.dwelling
        raise Refused("invalid", "The building is missing.", field="building")
    whole = _meant(text)[:1]
    if not re.search(r"[^0-9A-Z]\S*[0-9A-Z]", numerals_to_digits(plain(text))):
        whole = ()  # only a number, such as 401室: the other columns say the rest
    for said in whole:
        if said.dwelling and said.entrance:
            _same(house, said.building, "building")
            return house, _same(stair, said.entrance, "entrance"), said.dwelling
        if said.dwelling and said.building and len(said.dwelling) >= 3:
            return _shared(house, stair, said.building, said.dwelling, text)
    return house, stair, text


def _shared(
    house: str, stair: str | None, first: str, flat: str, text: str
) -> tuple[str, str | None, str]:
    """What "2-401" says beside a building: the entrance 2, or the building once more."""
    if first == house and (stair or _HOUSE.search(plain(text))):
        return house, stair, flat
    if first == house:
        raise Refused(
            "invalid",
            "“%(said)s” can begin with the building or with the entrance. Please write both.",
            field="dwelling",
            said=text[:40],
        )
    return house, _same(stair, first, "entrance"), flat


def _same(column: str | None, said: str | None, field: str) -> str | None:
    """The number from its own column or from the address, which must not disagree."""
    if column and said and column != said:
        raise Refused(
            "invalid",
            "The address says %(said)s here and its own column says %(column)s.",
            field=field,
            said=said,
            column=column,
        )
    return column or said


def _meant(text: str) -> tuple[Address, ...]:
    try:
        return tuple(meaning.value for meaning in read_address(text).meanings)
    except Refused:
        return ()


def _number(kind: PlaceKind, text: str) -> str:
    try:
        return clean_number(kind, text)
    except Refused as refused:
        raise Refused(
            refused.code, refused.message, field=kind.value, **refused.params
        ) from refused
