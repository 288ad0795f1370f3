"""The single conditions while they watch one series: what they hear, and whether they hold.

Times are ms since the epoch. A leaf is told of readings by `hear` and of passing time by
`settle`; `due` is the next moment at which time alone may change it.
"""

import math
from bisect import bisect_left, insort
from collections import deque
from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Leaf, Limit, Rate, Silence, Threshold, Window
from linli.support.rules.domain.trace import Step, lasting, rounded, shown, spaced

NEVER = 1 << 62
IDLE, PENDING, HOLDING = 0, 1, 2
MOST_READINGS = 20_000
_INF = math.inf
_NOTHING = (_INF, -_INF)


class Watch:
    """One series: when it was last heard, and between which values nothing can change."""

    __slots__ = ("always", "at", "gap", "groups", "high", "leaves", "low")

    def __init__(self) -> None:
        self.at = -1
        self.low = -_INF
        self.high = _INF
        self.gap: float = _INF
        self.leaves: list[Signal] = []
        self.groups: list[tuple[Any, tuple[Signal, ...]]] = []
        self.always: list[tuple[Any, tuple[Signal, ...]]] = []

    def narrow(self) -> None:
        """Work out again the open interval of values that leave every condition as it is."""
        low, high = -_INF, _INF
        for leaf in self.leaves:
            least, most = _NOTHING if leaf.is_doubted else leaf.quiet()
            low = least if least > low else low
            high = most if most < high else high
        self.low, self.high = low, high


class Signal:
    """A condition on one series, with hysteresis and hold time."""

    __slots__ = (
        "at",
        "device",
        "due",
        "hold",
        "is_doubted",
        "limit",
        "measured",
        "series",
        "since",
        "state",
        "value",
        "watch",
    )
    hears_all = False

    def __init__(self, limit: Limit, hold: int, series: SeriesAt, watch: Watch) -> None:
        self.limit = limit
        self.hold = hold
        self.series = series
        self.device = series.device
        self.watch = watch
        self.state = IDLE
        self.since = 0
        self.due = NEVER
        self.at: int | None = None
        self.value: float | None = None
        self.measured: float | None = None
        self.is_doubted = False
        watch.leaves.append(self)

    def hear(self, t: int, at: int, value: float) -> bool:
        """Take in a reading at group time `t`; whether the state has changed."""
        self.at, self.value = at, value
        return self.feed(t, value)

    def feed(self, t: int, measured: float | None) -> bool:
        """Compare what was measured with the limit; None means that nothing can be said."""
        before = self.state
        limit = self.limit
        self.measured = measured
        if measured is None:
            self.state = IDLE
        elif before == HOLDING:
            stays = measured > limit.clear_at if limit.is_above else measured < limit.clear_at
            self.state = HOLDING if stays else IDLE
        elif measured > limit.raise_at if limit.is_above else measured < limit.raise_at:
            if before == IDLE:
                self.state, self.since = PENDING, t
        else:
            self.state = IDLE
        if self.state == before and not self.is_doubted:
            return False
        self.is_doubted = False
        self.due = self.next_due()
        self.watch.narrow()
        return True

    def settle(self, t: int) -> bool:
        """Let time pass until `t`; whether the condition holds."""
        if self.state == PENDING and t >= self.since + self.hold:
            self.state = HOLDING
            self.due = self.next_due()
            self.watch.narrow()
        return self.state == HOLDING

    def next_due(self) -> int:
        """When time alone may change this next."""
        return self.since + self.hold if self.state == PENDING else NEVER

    def quiet(self) -> tuple[float, float]:
        """Between which values a reading changes nothing here."""
        return -_INF, _INF

    def export(self) -> list[Any]:
        """What must survive a restart."""
        return [
            self.state,
            self.since,
            self.due,
            self.at,
            self.value,
            self.measured,
            int(self.is_doubted),
        ]

    def restore(self, row: list[Any]) -> None:
        """Go on where an exported leaf of the same condition and series left off."""
        self.state, self.since, self.due, self.at, self.value, self.measured, doubted = row[:7]
        self.is_doubted = bool(doubted)

    def is_fresh(self) -> bool:
        """Whether there is nothing to remember."""
        return self.at is None and not self.is_doubted

    def forgive(self, at: int) -> None:
        """Do not hold the time before `at` against a series, where silence counts."""

    def step(self) -> Step:
        """What was measured last, and how it compares with the limit."""
        limit, unit = self.limit, spaced(self.series.unit)
        said = self.said()
        edge = limit.clear_at if self.state == IDLE else limit.raise_at
        over = self.measured is not None and self.measured > edge
        at_edge = self.measured == edge
        zh = "等于" if at_edge else "高于" if over else "低于"
        en = "exactly" if at_edge else "above" if over else "below"
        held = lasting(self.hold)
        if self.hold and self.state == HOLDING:
            zh_hold, en_hold = f"，持续 {held.zh}", f", for {held.en}"
        else:
            zh_hold, en_hold = "", ""
        name = self.series
        return Step(
            Words(
                f"{name.device_name} {name.name.zh} {said.zh}，{zh} {shown(edge)}{unit}{zh_hold}",
                f"{name.device_name}: {name.name.en} {said.en}, {en} {shown(edge)}{unit}{en_hold}",
            ),
            self.at,
            self.series.number,
            self.value,
        )

    def said(self) -> Words:
        """The measured quantity in words."""
        if self.measured is None:
            return Words("没有足够的读数", "had too few readings")
        text = f"{rounded(self.measured)}{spaced(self.series.unit)}"
        return Words(text, text)


class ThresholdSignal(Signal):
    """The last reading against a limit."""

    __slots__ = ()

    def quiet(self) -> tuple[float, float]:
        limit = self.limit
        edge = limit.clear_at if self.state == HOLDING else limit.raise_at
        stays_above = limit.is_above == (self.state != IDLE)
        return (edge, _INF) if stays_above else (-_INF, edge)


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


class SilenceSignal(Signal):
    """No reading for some time; counted from `start` while there has been none at all."""

    __slots__ = ("after", "start")

    def __init__(self, condition: Silence, series: SeriesAt, watch: Watch, start: int) -> None:
        super().__init__(_NO_LIMIT, 0, series, watch)
        self.after = condition.after
        self.start = start
        self.due = start + self.after
        watch.gap = min(watch.gap, self.after)

    def hear(self, t: int, at: int, value: float) -> bool:
        self.at, self.value = at, value
        changed = self.state == HOLDING or self.is_doubted
        self.state, self.is_doubted = IDLE, False
        self.due = at + self.after
        if changed:
            self.watch.narrow()
        return changed

    def settle(self, t: int) -> bool:
        if self.state != HOLDING:
            last = max(self.watch.at, self.start)
            if t - last >= self.after:
                self.state, self.due, self.since = HOLDING, NEVER, last
                self.at = self.watch.at if self.watch.at >= 0 else None
                self.watch.narrow()
            else:
                self.due = last + self.after
        return self.state == HOLDING

    def quiet(self) -> tuple[float, float]:
        return _NOTHING if self.state == HOLDING else (-_INF, _INF)

    def is_fresh(self) -> bool:
        return False

    def forgive(self, at: int) -> None:
        if self.state != HOLDING:
            self.start = max(self.start, at)

    def export(self) -> list[Any]:
        return [*super().export(), self.start]

    def restore(self, row: list[Any]) -> None:
        super().restore(row)
        self.start = row[7]

    def step(self) -> Step:
        name, after = self.series, lasting(self.after)
        if self.state == HOLDING:
            zh, en = f"{after.zh}没有读数", f"gave no reading for {after.en}"
        else:
            zh, en = "又有读数了", "gives readings again"
        words = Words(
            f"{name.device_name} {name.name.zh} {zh}", f"{name.device_name}: {name.name.en} {en}"
        )
        return Step(words, self.at, name.number, self.value)


_NO_LIMIT = Limit(True, _INF, _INF)
_TAKEN = {
    "mean": ("平均值", "a mean"),
    "min": ("最小值", "a minimum"),
    "max": ("最大值", "a maximum"),
    "sum": ("总和", "a sum"),
    "count": ("读数个数", "a count"),
    "median": ("中位数", "a median"),
}


def signal_for(condition: Leaf, series: SeriesAt, watch: Watch, start: int) -> Signal:
    """The live side of one condition on one series."""
    if isinstance(condition, Threshold):
        return ThresholdSignal(condition.limit, condition.hold, series, watch)
    if isinstance(condition, Rate):
        return RateSignal(condition, series, watch)
    if isinstance(condition, Window):
        return WindowSignal(condition, series, watch, start)
    return SilenceSignal(condition, series, watch, start)


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
