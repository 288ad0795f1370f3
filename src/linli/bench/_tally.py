"""Counting without mercy: what was sent, what is held, what is missing, what is there twice."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """`lost` was acknowledged and is not there; `doubled` is there once more than it may be."""

    sent: int
    held: int
    lost: int
    doubled: int
    unknown: int

    @property
    def is_exact(self) -> bool:
        """Whether each that was sent is there once and nothing else is."""
        return not (self.lost or self.doubled or self.unknown)


def tally(sent: Iterable[Hashable], held: Iterable[Hashable]) -> Tally:
    """Compare what was acknowledged with what is held, one by one."""
    wanted, found = set(sent), Counter(held)
    return Tally(
        sent=len(wanted),
        held=found.total(),
        lost=len(wanted - found.keys()),
        doubled=sum(found[each] - 1 for each in wanted & found.keys()),
        unknown=sum(count for each, count in found.items() if each not in wanted),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so many of them do not exceed (nearest rank); nan when there are none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def verdict(is_met: bool) -> str:
    """How a target is reported."""
    return "met" if is_met else "missed"
