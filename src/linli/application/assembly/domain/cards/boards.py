"""How far a vote has come, and at which doors one still has to ring."""

from dataclasses import dataclass
from datetime import datetime

from linli.application.assembly.domain.stages import Stage
from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class Gauge:
    """So much of so much; areas are decimal text in square metres."""

    heads: int
    heads_of: int
    area: str
    area_of: str


@dataclass(frozen=True, slots=True)
class MotionGauge:
    """How far one motion's participation is; `needed` is its gate, 0 still needed when it is met.

    `returned` are those who take part in it; a void or blank ballot does only where the rules say.
    `needed` is a share such as “≥ 2/3”, empty where everybody must agree.
    """

    motion: str
    number: int
    title: Words
    returned: Gauge
    needed: str
    by_area: bool
    heads_needed: int
    area_needed: str


@dataclass(frozen=True, slots=True)
class BuildingGauge:
    """One building's part of it; `returned` None where it would tell somebody apart."""

    building: str
    label: Words
    returned: Gauge | None


@dataclass(frozen=True, slots=True)
class Board:
    """The two gauges of a vote: what came in, by item and by building; never what it says."""

    assembly: str
    stage: Stage
    returned: Gauge
    motions: tuple[MotionGauge, ...]
    buildings: tuple[BuildingGauge, ...]
    disputed: int
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A unit for those who go from door to door: whether a ballot came back, never what it says."""

    unit: int
    place: str
    label: Words
    building: str
    head: int
    owners: tuple[str, ...]
    has_voted: bool
    is_disputed: bool
    delivered: tuple[str, ...]
