"""One line of a list of dwellings, as a spreadsheet gives it, and what became of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from linli.foundation.places.domain.areas import read_area
from linli.foundation.places.domain.cards import PlaceKind
from linli.foundation.places.domain.numbers import clean_number
from linli.kernel import Refused
from linli.kernel.written import numerals_to_digits, plain, read_address


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
    """The dwelling's id and what happened; `why` when the line was refused."""

    dwelling: str | None
    outcome: Outcome
    why: Refused | None = None


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
    building, entrance, dwelling = line.building.strip(), line.entrance.strip(), line.dwelling
    if not dwelling.strip():
        raise Refused("invalid", "The dwelling number is missing.", field="dwelling")
    if not any(char.isalnum() and char.isascii() for char in numerals_to_digits(plain(dwelling))):
        raise Refused(  # a line of totals, not a dwelling
            "invalid", "A dwelling number has at least one digit or letter.", field="dwelling"
        )
    if not building:
        building, entrance, dwelling = _whole_address(dwelling, entrance)
    return CleanLine(
        building=_number(PlaceKind.BUILDING, building),
        entrance=_number(PlaceKind.ENTRANCE, entrance) if entrance else None,
        dwelling=_number(PlaceKind.DWELLING, dwelling),
        area=read_area(line.area) if line.area.strip() else None,
        cell=_number(PlaceKind.CELL, line.cell) if line.cell.strip() else None,
    )


def _whole_address(text: str, entrance: str) -> tuple[str, str, str]:
    for meaning in read_address(text).meanings:
        address = meaning.value
        if address.building and address.dwelling:
            return address.building, address.entrance or entrance, address.dwelling
    raise Refused("invalid", "The building is missing.", field="building")


def _number(kind: PlaceKind, text: str) -> str:
    try:
        return clean_number(kind, text)
    except Refused as refused:
        raise Refused(
            refused.code, refused.message, field=kind.value, **refused.params
        ) from refused
