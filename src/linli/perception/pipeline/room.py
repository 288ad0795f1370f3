"""How much is under way between the devices and telemetry, and who waits until it is less."""

from collections import deque
from collections.abc import Callable


class Room:
    """Counts rows that are not with telemetry yet, up to a bound."""

    __slots__ = ("_limit", "_unstored", "_waiting", "in_flight", "parked", "unstored")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._unstored: deque[tuple[int, int]] = deque()  # (position, rows)
        self._waiting: list[Callable[[], None]] = []
        self.in_flight = 0  # accepted, not durable
        self.parked = 0  # telemetry is asked about them
        self.unstored = 0  # durable, not with telemetry

    @property
    def load(self) -> int:
        """Rows under way."""
        return self.in_flight + self.parked + self.unstored

    @property
    def is_full(self) -> bool:
        """Whether sources should wait."""
        return self.in_flight + self.parked + self.unstored >= self._limit

    def durable(self, position: int, rows: int) -> None:
        """So many rows wait for telemetry now; the journal stands at `position` after them."""
        self._unstored.append((position, rows))
        self.unstored += rows

    def stored(self, position: int) -> None:
        """Telemetry holds everything before `position`."""
        while self._unstored and self._unstored[0][0] <= position:
            self.unstored -= self._unstored.popleft()[1]

    def when_room(self, resume: Callable[[], None]) -> None:
        """Call `resume` once, as soon as there is room."""
        self._waiting.append(resume)

    def announce(self) -> None:
        """Let those who wait go on, if there is room."""
        if self._waiting and not self.is_full:
            waiting, self._waiting = self._waiting, []
            for resume in waiting:
                resume()
