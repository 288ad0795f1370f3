"""What became of each row of an import, and what waits for the keeper."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.foundation.people.domain.sheet import HEADERS, Column, SheetRead, SheetRow
from linli.kernel import Refused, Words


class RowOutcome(StrEnum):
    """What a row did; whoever may not see every household hears `ACCEPTED` and no more."""

    ACCEPTED = "accepted"
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row of the file: its number there, what it did, and when refused which column and why.

    `sheet` is the sheet it stands in, `place` the address as it was understood.
    `message` is a source sentence with named placeholders, filled from `params`.
    """

    row: int
    outcome: RowOutcome
    column: Words | None = None
    message: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    sheet: str = ""
    place: Words | None = None

    @property
    def sentence(self) -> str:
        """The reason in English, naming the column."""
        why = self.message % self.params if self.params else self.message
        return f"Column “{self.column.zh} {self.column.en}”: {why}" if self.column else why


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import: what was understood of each sheet, then row by row; with `is_dry_run`
    nothing was written."""

    is_dry_run: bool
    rows: tuple[RowReport, ...]
    sheets: tuple[SheetRead, ...] = ()

    def count(self, outcome: RowOutcome) -> int:
        """How many rows came out like this."""
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A row of a list that the keeper takes in by hand: what it says, and why it waits."""

    id: str
    dwelling: str
    row: int
    cells: tuple[tuple[Words, str], ...]
    why: str
    brought_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunCard:
    """A list that someone tried or took in: who, when, and how many rows came out how."""

    id: str
    by: str
    is_trial: bool
    accepted: int
    refused: int
    held: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the list: its header, other words people use for it, what goes there."""

    header: Words
    others: tuple[str, ...]
    note: Words
    example: str


def report_refused(row: SheetRow, refused: Refused) -> RowReport:
    """A refused row, with the header of the column at fault."""
    known = {column.value: words for column, (words, _) in HEADERS.items()}
    return RowReport(
        row=row.number,
        sheet=row.sheet,
        outcome=RowOutcome.REFUSED,
        column=known.get(refused.field or ""),
        message=refused.message,
        params=refused.params,
    )


def trouble_of(trouble: dict[Column, str]) -> Refused | None:
    """The first cell of a row that could not be read, as a refusal."""
    for column, why in trouble.items():
        return Refused("invalid", why, field=column.value)
    return None
