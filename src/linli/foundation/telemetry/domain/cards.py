"""Readings and what was done with them, as other modules see them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest reading of a series; `text` is empty unless the property is a text."""

    at: datetime
    value: float
    text: str
    flags: int


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """One stored reading; `received` is when it arrived, `flags` as in perception."""

    series: int
    at: datetime
    value: float
    text: str
    flags: int
    received: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of a curve that begins at `at`: lowest, mean, highest and number of readings.

    `after_gap` says that nothing was heard for unusually long before it: do not join the line.
    """

    at: datetime
    low: float
    mean: float
    high: float
    n: int
    text: str = ""
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The history of one series in [since, until); `step_s` is None when points are readings.

    `readings` counts what lies behind the points; `is_cut` when texts were too many to list.
    """

    series: int
    unit: str
    since: datetime
    until: datetime
    step_s: float | None
    readings: int
    points: tuple[Point, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One stretch of time of an aggregate; `value` is None when too few homes would be behind it
    (`is_hidden`) or when nothing was measured."""

    at: datetime
    value: float | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure over a place and a time, with all that is needed to judge it.

    `definition` and `source` are English sentences; `places` counts the places that are not homes,
    `homes_at_least` the homes, rounded down to fives so that nobody can be found by subtraction.
    """

    place: str
    property: str
    how: str
    unit: str
    since: datetime
    until: datetime
    every_s: int
    cells: tuple[Cell, ...]
    definition: str
    source: str
    places: int
    homes_at_least: int
    readings: int
    hidden: int
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """That readings were erased: which, how many, why, and what was found left afterwards.

    `reason` is `retention` or `withdrawal`; `before` is the moment up to which all is gone, None
    for everything; `proof` says what was counted before and after, with a digest of both.
    """

    id: str
    community: str
    mandate: str | None
    reason: str
    series_count: int
    rows: int
    before: datetime | None
    planned_at: datetime
    executed_at: datetime | None
    proof: str
