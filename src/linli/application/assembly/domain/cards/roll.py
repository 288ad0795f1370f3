"""The roll as it is put up, and as it would be now."""

from dataclasses import dataclass
from datetime import datetime

from linli.application.assembly.domain.heads import Finding
from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class RollLine:
    """A unit of the roll as it is put up: names masked, area and its source in full."""

    number: int
    place: str
    label: Words
    building: str
    owners: tuple[str, ...]
    area: str
    source: str
    use: str


@dataclass(frozen=True, slots=True)
class RollSheet:
    """The frozen roll for publication."""

    assembly: str
    heads: int
    area: str
    frozen_at: datetime
    lines: tuple[RollLine, ...]


@dataclass(frozen=True, slots=True)
class RollCheck:
    """What a roll would be now, and everything that keeps it from being frozen."""

    heads: int
    units: int
    area: str
    findings: tuple[Finding, ...]
