"""From who owns what to heads, before a roll is frozen; what is unclear is found, never guessed.

SPC interpretation (2020) Article 9: units of the same buyer, or of the same joint owners, are one
head; so are all that the developer has not handed over, whose owner on the books it still is. What
is sold and not handed over is the developer's as long as the books say so: nothing else tells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from linli.application.assembly.domain.measures import places_of, read_area, written
from linli.application.assembly.domain.roll import Source
from linli.kernel import Refused


@dataclass(frozen=True, slots=True)
class Owned:
    """A unit with what the books say of it; `area` and `source` are empty when nobody knows.

    It `is_developers` when nobody else owns any of it.
    """

    place: str
    label: str
    label_en: str
    building: str
    entrance: str
    area: str
    source: str
    use: str
    owners: tuple[str, ...]
    is_developers: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What keeps a roll from being frozen: `no_owner`, `no_area`, `wrong_area`, `no_source`.

    `two_developers` where the developer, who is one head, stands on the books a second time.
    """

    code: str
    place: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A head to be: everybody who owns exactly these units together."""

    owners: tuple[str, ...]
    units: tuple[Owned, ...]
    is_developer: bool
    area: str


def find_gaps(units: Iterable[Owned]) -> tuple[Finding, ...]:
    """Everything that is missing, in the order of the units."""
    found: list[Finding] = []
    developer: frozenset[str] = frozenset()
    for unit in units:
        second = ""
        if unit.is_developers:
            developer = developer or frozenset(unit.owners)
            second = "" if developer == frozenset(unit.owners) else "two_developers"
        owner_gap = second if unit.owners else "no_owner"
        codes = (owner_gap, _area_gap(unit), _source_gap(unit))
        found += (Finding(code, unit.place, unit.label, unit.label_en) for code in codes if code)
    return tuple(found)


def _area_gap(unit: Owned) -> str:
    if not unit.area:
        return "no_area"
    try:
        return "" if read_area(unit.area, "area") else "wrong_area"
    except Refused:
        return "wrong_area"


def _source_gap(unit: Owned) -> str:
    return "" if unit.source in set(Source) else "no_source"


def make_heads(units: Iterable[Owned]) -> tuple[DraftHead, ...]:
    """The heads of units without gaps, in the order of their first units."""
    grouped: dict[frozenset[str], list[Owned]] = {}
    for unit in units:
        grouped.setdefault(frozenset(unit.owners), []).append(unit)
    return tuple(_head(together) for together in grouped.values())


def _head(units: list[Owned]) -> DraftHead:
    return DraftHead(
        tuple(sorted(units[0].owners)),
        tuple(units),
        units[0].is_developers,
        sum_areas(unit.area for unit in units),
    )


def sum_areas(areas: Iterable[str]) -> str:
    """Square metres together, as decimal text with every digit."""
    read = [read_area(area, "area") for area in areas]
    places = max(map(places_of, read), default=0)
    return written(sum(map(Fraction, read), Fraction(0)), places)


def by_building(units: Iterable[tuple[int, str, str]]) -> Mapping[str, tuple[int, str]]:
    """Heads and area per building, of (head, building, area); a head may be in several."""
    heads: dict[str, set[int]] = {}
    areas: dict[str, list[str]] = {}
    for head, building, area in units:
        heads.setdefault(building, set()).add(head)
        areas.setdefault(building, []).append(area)
    return {one: (len(heads[one]), sum_areas(areas[one])) for one in heads}
