"""Figures over many homes, and when a figure would tell of a few."""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_HOMES = 5
MOST_CELLS = 2_000
_DIGITS = 3  # of a figure about homes

HOWS = {
    "mean": "The mean of what each place measured on average, every place counting once",
    "sum": "The sum of what each place measured on average",
    "low": "The lowest reading of all places",
    "high": "The highest reading of all places",
}


@dataclass(slots=True)
class Partial:
    """What some places add to one cell; partials of disjoint places can be merged."""

    homes: int = 0
    others: int = 0
    readings: int = 0
    means: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")
    must_wait: bool = False

    def add(
        self, *, homes: int, others: int, readings: int, means: float, low: float, high: float
    ) -> None:
        """Take more places into the cell; `means` is the sum of their means."""
        self.homes += homes
        self.others += others
        self.readings += readings
        self.means += means
        self.low, self.high = min(self.low, low), max(self.high, high)

    @property
    def is_hidden(self) -> bool:
        """Whether too few homes stand behind the figure, or it may not be told yet."""
        return self.must_wait or 0 < self.homes < FEWEST_HOMES

    def value(self, how: str) -> float | None:
        """The figure, None when nothing was measured or it must not be shown."""
        count = self.homes + self.others
        if self.is_hidden or not count:
            return None
        figures = {"mean": self.means / count, "sum": self.means}
        value = (figures | {"low": self.low, "high": self.high})[how]
        return float(f"{value:.{_DIGITS}g}") if self.homes else value


def rounded_readings(cells: Iterable[Partial]) -> int:
    """How many readings stand behind what is shown; with homes among them, in full hundreds."""
    shown = [cell for cell in cells if not cell.is_hidden]
    exact = sum(cell.readings for cell in shown if not cell.homes)
    with_homes = sum(cell.readings for cell in shown if cell.homes)
    return exact + with_homes - with_homes % 100
