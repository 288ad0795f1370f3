"""An aggregate over the newest readings."""

import math
from bisect import bisect_left, insort
from collections import deque
from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Window
from linli.support.rules.domain.signals.signal import MOST_READINGS, NEVER, Signal, Watch
from linli.support.rules.domain.trace import lasting, rounded, spaced

_TAKEN = {
    "mean": ("平均值", "a mean"),
    "min": ("最小值", "a minimum"),
    "max": ("最大值", "a maximum"),
    "sum": ("总和", "a sum"),
    "count": ("读数个数", "a count"),
    "median": ("中位数", "a median"),
}


class WindowSignal(Signal):
    """An aggregate over the readings of a sliding window, in exact arithmetic."""

    __slots__ = ("at_least", "complete_from", "kept", "ordered", "parts", "span", "take")
    hears_all = True

    def __init__(self, condition: Window, series: SeriesAt, watch: Watch, start: int) -> None:
        super().__init__(condition.limit, condition.hold, series, watch)
        self.span = condition.span
        self.take = condition.take
        self.at_least = condition.at_least
        self.kept: deque[tuple[int, float]] = deque()
        self.ordered: list[float] = []
        self.parts: list[float] = []
        waits = self.take in ("count", "sum") and not self.limit.is_above
        self.complete_from = start + self.span if waits else 0
        self.due = self.complete_from if waits else NEVER

    def hear(self, t: int, at: int, value: float) -> bool:
        if len(self.kept) >= MOST_READINGS:
            self._drop()
        self.kept.append((at, value))
        if self.take in ("min", "max", "median"):
            insort(self.ordered, value)
        elif self.take != "count":
            _add(self.parts, value)
        self.at, self.value = at, value
        self._expire(t)
        return self._judge(t)

    def settle(self, t: int) -> bool:
        if self._expire(t) or self.due <= t:
            self._judge(t)
        return super().settle(t)

    def _judge(self, t: int) -> bool:
        changed = self.feed(t, self._measure(t))
        self.due = self.next_due()
        if t < self.complete_from:
            self.due = min(self.due, self.complete_from)
        return changed

    def _measure(self, t: int) -> float | None:
        count = len(self.kept)
        if count < self.at_least or t < self.complete_from:
            return None
        if self.take == "count":
            return float(count)
        if self.take in ("sum", "mean"):
            total = math.fsum(self.parts)
            return total if self.take == "sum" else total / count
        if self.take == "median":
            middle = count // 2
            if count % 2:
                return self.ordered[middle]
            return (self.ordered[middle - 1] + self.ordered[middle]) / 2
        return self.ordered[0] if self.take == "min" else self.ordered[-1]

    def _expire(self, t: int) -> bool:
        oldest = t - self.span
        before = len(self.kept)
        while self.kept and self.kept[0][0] <= oldest:
            self._drop()
        return len(self.kept) != before

    def _drop(self) -> None:
        _, value = self.kept.popleft()
        if self.take in ("min", "max", "median"):
            del self.ordered[bisect_left(self.ordered, value)]
        elif self.take != "count":
            _add(self.parts, -value)

    def next_due(self) -> int:
        due = super().next_due()
        if self.kept:
            due = min(due, self.kept[0][0] + self.span)
        return due

    def is_fresh(self) -> bool:
        return super().is_fresh() and not self.complete_from

    def export(self) -> list[Any]:
        return [*super().export(), list(self.kept), self.complete_from]

    def restore(self, row: list[Any]) -> None:
        super().restore(row)
        self.complete_from = row[8]
        for at, value in row[7]:
            self.kept.append((at, value))
            if self.take in ("min", "max", "median"):
                insort(self.ordered, value)
            elif self.take != "count":
                _add(self.parts, value)

    def said(self) -> Words:
        if self.measured is None:
            return super().said()
        zh, en = _TAKEN[self.take]
        unit = "" if self.take == "count" else spaced(self.series.unit)
        over, measured = lasting(self.span), rounded(self.measured)
        return Words(
            f"最近 {over.zh}的{zh}是 {measured}{unit}",
            f"had {en} of {measured}{unit} over the last {over.en}",
        )


def _add(parts: list[float], value: float) -> None:
    """Add to a sum kept as non-overlapping parts, so that nothing is rounded away (Shewchuk)."""
    kept = 0
    for part in parts:
        large, small = (value, part) if abs(value) >= abs(part) else (part, value)
        high = large + small
        low = small - (high - large)
        if low:
            parts[kept] = low
            kept += 1
        value = high
    parts[kept:] = [value] if value else []
