"""Paper ballots from the printer to the receipt, and the files of an official system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A ballot to be printed: its serial and token, for whom, and on which items."""

    serial: str
    token: str
    head: int
    number: int
    owners: tuple[str, ...]
    units: tuple[Words, ...]
    building: str
    area: str
    motions: tuple[str, ...]
    has_replaced: bool


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What a clerk needs to enter a paper ballot: whose it is and how far it has come.

    `state` is `new`, `entered_once`, `disagreement`, `counted` or `replaced`; never what was read.
    `void_reasons` are those the rules name for a ballot that is void as a whole.
    """

    serial: str
    assembly: str
    head: int
    number: int
    units: tuple[Words, ...]
    motions: tuple[str, ...]
    state: str
    scan: str
    entered_by: tuple[str, ...]
    void_reasons: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A paper ballot that two clerks read differently: both readings, for the third person only."""

    serial: str
    head: int
    units: tuple[Words, ...]
    scan: str
    entered_by: tuple[str, ...]
    readings: tuple[Mapping[str, Any], ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipCard:
    """A ballot that came on paper, by telephone or at the door, for its receipt on paper: never
    what it says. `at` is when it was handed in, `leaf` its key on the public ledger."""

    id: str
    number: int
    at: datetime
    channel: str
    units: tuple[Words, ...]
    leaf: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """What became of a row of a file: `taken`, `unchanged` or `refused` with a sentence."""

    row: int
    outcome: str
    words: str = ""
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an official system's file, row by row."""

    rows: tuple[RowNote, ...]
    ballots: int
    is_dry_run: bool

    def count(self, outcome: str) -> int:
        """How many rows ended so."""
        return sum(1 for row in self.rows if row.outcome == outcome)
