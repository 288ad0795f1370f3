"""Rows and columns as data, for the table component."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: words, perhaps a link, perhaps a tone (ok, wait, late, plain)."""

    words: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand to the right, short words (a name, a state) stay on one line."""

    label: str
    is_number: bool = False
    is_short: bool = False

    @property
    def style(self) -> str:
        """The class of its cells."""
        return "num" if self.is_number else "short" if self.is_short else ""


class Placed(NamedTuple):
    """A cell under its column."""

    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of a row names it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    hides_caption: bool = False

    def placed(self) -> list[list[Placed]]:
        """Every row as pairs of column and cell."""
        return [
            [
                Placed(column, cell if isinstance(cell, Cell) else Cell(str(cell)))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]

    def unlinked(self) -> "Table":
        """The same table for a screen nobody presses at."""
        rows = [[replace(cell, href="") for _, cell in row] for row in self.placed()]
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Way:
    """A place one can go: an item of a menu, a lane of a list."""

    href: str
    label: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: the large one, the small one, and what it shows."""

    href: str
    small: str
    words: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice note, and what it is called."""

    href: str
    words: str
