"""What is counted, and what is left out where it would tell of somebody."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Via, Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says what it counts; `value` is None when there is nothing to count."""

    key: str
    name: Words
    value: int | float | None
    unit: str
    definition: Words
    source: Words
    at: datetime
    n: int


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    """How one way of reporting fares; `n` is None when too few households used it to be shown.

    `median` and `nine_of_ten` are minutes to the first answer of those `answered`, `solved` the
    percent of those `said_done` that residents themselves called solved.
    """

    via: Via
    n: int | None = None
    answered: int = 0
    median: int | None = None
    nine_of_ten: int | None = None
    said_done: int = 0
    solved: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Open matters below a place; confidential households are in no count."""

    place: str
    open: int
    overdue: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class FloorCount:
    """Open matters in the homes on some floors of one entrance; both counts are None where so few
    homes lie there that a figure would tell of them."""

    entrance: str
    lowest: int
    highest: int
    homes: int
    open: int | None
    overdue: int | None


@dataclass(frozen=True, slots=True)
class BuildingCount:
    """A building at a glance: what is open in its shared parts by place, and in its homes by
    floors; `whole` is the sum that is counted for it everywhere else."""

    shared: tuple[PlaceCount, ...]
    floors: tuple[FloorCount, ...]
    whole: PlaceCount


@dataclass(frozen=True, slots=True)
class WeekValue:
    """One week of a trend: its first moment, the value, and of how many; None: too few or none."""

    since: datetime
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How a figure went, week by week, the oldest first; the last week is not over yet."""

    key: str
    name: Words
    unit: str
    definition: Words
    source: Words
    weeks: tuple[WeekValue, ...]
