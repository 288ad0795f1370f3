"""The two gauges of a vote under way, and which buildings may be shown beside the whole.

A figure may tell nobody apart: a building is shown only where those who returned a ballot, and
those who did not, are nobody or at least five; and while the buildings left out could be had by
subtraction and would fail that together, the smallest shown one is left out as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from linli.application.assembly.domain.kinds import Gate
from linli.application.assembly.domain.measures import NOTHING, Weight

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who may vote and who has returned a ballot."""

    all: Weight
    returned: Weight

    @property
    def missing(self) -> Weight:
        """Who has returned nothing."""
        return self.all - self.returned

    @property
    def tells_nobody_apart(self) -> bool:
        """Whether both sides of it are nobody, or five at least."""
        return not any(0 < one.heads < SMALLEST for one in (self.returned, self.missing))


@dataclass(frozen=True, slots=True)
class Needed:
    """What is missing to a gate: so many more heads, and so many more square metres."""

    heads: int
    area: Fraction


def still_needed(gate: Gate | None, turnout: Turnout, step: Fraction) -> Needed:
    """What must still come in; without a gate (unanimity) everybody must."""
    total, part = turnout.all, turnout.returned
    if gate is None:
        return Needed(total.heads - part.heads, total.area - part.area)
    heads = int(gate.least(total.heads, Fraction(1))) - part.heads
    return Needed(max(0, heads), max(Fraction(0), gate.least(total.area, step) - part.area))


def shown(parts: Mapping[str, Turnout]) -> dict[str, Turnout]:
    """The parts that may be shown beside the whole they add up to."""
    kept = {key: part for key, part in parts.items() if part.tells_nobody_apart}
    while kept and not _rest(parts, kept).tells_nobody_apart:
        del kept[min(kept, key=lambda key: (kept[key].all.heads, key))]
    return kept


def _rest(parts: Mapping[str, Turnout], kept: Mapping[str, Turnout]) -> Turnout:
    left = [part for key, part in parts.items() if key not in kept]
    return Turnout(
        sum((part.all for part in left), NOTHING), sum((part.returned for part in left), NOTHING)
    )
