"""Figures over many homes, and when a figure would tell of a few."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST_HOMES = 5
MOST_CELLS = 2_000

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
        """Whether some homes, but too few of them, stand behind the figure."""
        return 0 < self.homes < FEWEST_HOMES

    def value(self, how: str) -> float | None:
        """The figure, None when nothing was measured or it must not be shown."""
        count = self.homes + self.others
        if self.is_hidden or not count:
            return None
        figures = {"mean": self.means / count, "sum": self.means}
        return (figures | {"low": self.low, "high": self.high})[how]


def may_show(place: Sequence[str], homes: Iterable[Sequence[str]]) -> bool:
    """Whether figures of a place may be shown beside those of its neighbours and of the whole.

    `place` and `homes` are paths of ids from the community down. Under each place above, the parts
    with too few homes are hidden; were there fewer than five homes in all of these together, the
    whole minus the shown parts would tell of them, so then no part is shown.
    """
    paths = [tuple(path) for path in homes]
    for depth in range(1, len(place)):
        under = [path for path in paths if path[:depth] == tuple(place[:depth])]
        parts = Counter(path[depth] for path in under if len(path) > depth)
        hidden = sum(count for count in parts.values() if count < FEWEST_HOMES)
        if 0 < hidden < FEWEST_HOMES and len(parts) > 1:
            return False
    return True


def rounded_down(homes: int) -> int:
    """A number of homes as it may be told: down to fives."""
    return homes - homes % FEWEST_HOMES
