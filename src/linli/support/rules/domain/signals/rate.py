"""How fast a value changes."""

from collections import deque
from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Rate
from linli.support.rules.domain.signals.signal import MOST_READINGS, PENDING, Signal, Watch
from linli.support.rules.domain.trace import lasting, rounded, spaced


class RateSignal(Signal):
    """The change per minute since the reading that was the newest a span ago."""

    __slots__ = ("kept", "span")
    hears_all = True

    def __init__(self, condition: Rate, series: SeriesAt, watch: Watch) -> None:
        super().__init__(condition.limit, condition.hold, series, watch)
        self.span = condition.span
        self.kept: deque[tuple[int, float]] = deque(maxlen=MOST_READINGS)

    def hear(self, t: int, at: int, value: float) -> bool:
        kept = self.kept
        kept.append((at, value))
        while len(kept) > 1 and kept[1][0] <= at - self.span:
            kept.popleft()
        self.at, self.value = at, value
        elapsed = at - kept[0][0]
        if 2 * elapsed >= self.span:
            return self.feed(t, (value - kept[0][1]) * 60_000 / elapsed)
        return self.state == PENDING and self.feed(t, None)

    def export(self) -> list[Any]:
        return [*super().export(), list(self.kept)]

    def restore(self, row: list[Any]) -> None:
        super().restore(row)
        self.kept.extend((at, value) for at, value in row[7])

    def said(self) -> Words:
        if self.measured is None or not self.kept:
            return Words("变化速度未知", "change could not be measured")
        unit = spaced(self.series.unit)
        first, last = rounded(self.kept[0][1]), rounded(self.kept[-1][1])
        took = lasting(self.kept[-1][0] - self.kept[0][0])
        pace = rounded(self.measured)
        return Words(
            f"{took.zh}内从 {first} 变到 {last}{unit}，即每分钟 {pace}{unit}",
            f"went from {first} to {last}{unit} in {took.en}, {pace}{unit} a minute",
        )
