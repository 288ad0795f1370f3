"""Heads and area as they are today, before any roll is frozen.

Heads as in `domain.roll`: the same owners together are one, the developer is one, joint owners
are one. A dwelling nobody is recorded for is a head that cannot ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from linli.application.assembly.domain.measures import Weight


@dataclass(frozen=True, slots=True)
class Head:
    """Those who speak for it, and what they own; `unmeasured` units have no area on record."""

    persons: frozenset[str]
    units: tuple[str, ...]
    area: Fraction
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads of a community."""

    all: tuple[Head, ...]

    @property
    def whole(self) -> Weight:
        """All heads and all square metres."""
        return _weight(self.all)

    @property
    def unmeasured(self) -> int:
        """Units without an area: while there are any, no share of the area is certain."""
        return sum(head.unmeasured for head in self.all)

    @property
    def persons(self) -> frozenset[str]:
        """Everybody who speaks for a head."""
        return frozenset().union(*(head.persons for head in self.all))

    def weigh(self, persons: Iterable[str]) -> Weight:
        """The heads for which at least one of these persons speaks, each once."""
        asking = frozenset(persons)
        return _weight(head for head in self.all if head.persons & asking)


def heads_of(owners: Mapping[str, Iterable[str]], areas: Mapping[str, Decimal | None]) -> Heads:
    """Heads from each dwelling's owners; `areas` names every dwelling that counts."""
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for dwelling in areas:
        persons = frozenset(owners.get(dwelling, ()))
        groups[persons or dwelling].append(dwelling)
    return Heads(tuple(_head(group, units, areas) for group, units in groups.items()))


def _head(group: object, units: list[str], areas: Mapping[str, Decimal | None]) -> Head:
    known = [area for unit in units if (area := areas[unit]) is not None]
    return Head(
        persons=group if isinstance(group, frozenset) else frozenset(),
        units=tuple(units),
        area=sum((Fraction(area) for area in known), Fraction(0)),
        unmeasured=len(units) - len(known),
    )


def _weight(heads: Iterable[Head]) -> Weight:
    found = tuple(heads)
    return Weight(len(found), sum((head.area for head in found), Fraction(0)))
