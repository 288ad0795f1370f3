"""Requests 提议 for an assembly: how many owners must ask, by heads and by area."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from linli.application.assembly.domain.measures import Weight


class RequestKind(StrEnum):
    """What owners can ask for (物业管理条例 Article 13, 业主大会指导规则 Articles 9, 21, 44)."""

    FIRST = "first"
    EXTRAORDINARY = "extraordinary"
    RECALL = "recall"


class RequestState(StrEnum):
    """Where a request stands; signatures come and go only while it is collecting."""

    COLLECTING = "collecting"
    REACHED = "reached"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Needs(StrEnum):
    """Whether both counts must be reached, or one of them is enough."""

    BOTH = "both"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The shares of all heads and all area that must ask; exactly the share counts as reached."""

    heads: Fraction
    area: Fraction
    needs: Needs = Needs.BOTH

    def is_reached(self, got: Weight, whole: Weight) -> bool:
        """Whether so many ask; nobody asking reaches nothing."""
        if got.heads == 0:
            return False
        by_heads = got.heads >= self.heads * whole.heads
        by_area = got.area >= self.area * whole.area
        return by_heads and by_area if self.needs is Needs.BOTH else by_heads or by_area

    def is_reached_by_heads(self, got: Weight, whole: Weight) -> bool:
        """Whether the heads alone are enough, whatever the area comes to."""
        if got.heads == 0 or (self.needs is Needs.BOTH and self.area > 0):
            return False
        return got.heads >= self.heads * whole.heads

    def missing(self, got: Weight, whole: Weight) -> Weight:
        """How many heads and square metres are still needed of each count."""
        heads = max(0, ceil(self.heads * whole.heads) - got.heads)
        return Weight(heads, max(Fraction(0), self.area * whole.area - got.area))
