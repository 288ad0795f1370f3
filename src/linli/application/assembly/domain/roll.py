"""The roll: who owns what, and how many heads and square metres that makes.

Heads by the Supreme People's Court's interpretation on 建筑物区分所有权 (2020) Article 9: one
buyer is one head however many units; the developer's unsold and undelivered units together are
one; joint owners of a unit are one. Area by Article 8: registry, else survey, else contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from linli.application.assembly.domain.measures import Weight, places_of


class Source(StrEnum):
    """Where the area of a unit is written; the first that exists is used."""

    REGISTRY = "registry"
    SURVEY = "survey"
    CONTRACT = "contract"


class Use(StrEnum):
    """What a unit is; whether parking and storage count is the community's own rule."""

    HOME = "home"
    SHOP = "shop"
    PARKING = "parking"
    STORAGE = "storage"


SIDE_USES = frozenset({Use.PARKING, Use.STORAGE})


@dataclass(frozen=True, slots=True)
class Unit:
    """An exclusive part 专有部分."""

    id: str
    area: Decimal
    source: Source
    use: Use = Use.HOME
    building: str = ""
    entrance: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """One head: a buyer with all that is theirs, joint owners together, or the developer.

    `joint` names those who own together; `representative` the one they chose to vote.
    """

    id: str
    units: tuple[Unit, ...]
    is_developer: bool = False
    joint: tuple[str, ...] = ()
    representative: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a motion concerns: everybody when nothing is named, else what is named."""

    buildings: frozenset[str] = frozenset()
    entrances: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def holds(self, unit: Unit) -> bool:
        """Whether a unit lies in it."""
        if not (self.buildings or self.entrances or self.units):
            return True
        return (
            unit.id in self.units
            or unit.building in self.buildings
            or unit.entrance in self.entrances
        )


@dataclass(frozen=True, slots=True)
class Electorate:
    """The frozen owners in scope; `areas` are whole steps of 10^-places square metres.

    `members` has a 1 for each owner on the roll who is among them, and a 0 for each other.
    """

    owners: tuple[Owner, ...]
    units: tuple[tuple[Unit, ...], ...]
    areas: tuple[int, ...]
    places: int
    index: Mapping[str, int] = field(repr=False)
    members: bytes = field(repr=False)

    @property
    def step(self) -> Fraction:
        """The smallest difference in area that the roll knows."""
        return Fraction(1, 10**self.places)

    @property
    def total(self) -> Weight:
        """All heads and all square metres in scope."""
        return Weight(len(self.areas), sum(self.areas) * self.step)


def freeze(owners: Sequence[Owner], scope: Scope, *, with_side_units: bool) -> Electorate:
    """The electorate of a scope; who owns nothing in it is not part of it."""
    kept: list[tuple[Owner, tuple[Unit, ...]]] = []
    members = bytearray(len(owners))
    for place, owner in enumerate(owners):
        units = tuple(
            unit
            for unit in owner.units
            if scope.holds(unit) and (with_side_units or unit.use not in SIDE_USES)
        )
        if units:
            kept.append((owner, units))
            members[place] = 1
    places = max((places_of(unit.area) for _, units in kept for unit in units), default=0)
    steps = tuple(sum(int(unit.area.scaleb(places)) for unit in units) for _, units in kept)
    return Electorate(
        tuple(owner for owner, _ in kept),
        tuple(units for _, units in kept),
        steps,
        places,
        {owner.id: number for number, (owner, _) in enumerate(kept)},
        bytes(members),
    )
