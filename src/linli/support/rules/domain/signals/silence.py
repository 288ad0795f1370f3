"""That nothing is heard."""

from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Limit, Silence
from linli.support.rules.domain.signals.signal import (
    HOLDING,
    IDLE,
    INF,
    NEVER,
    NOTHING,
    Signal,
    Watch,
)
from linli.support.rules.domain.trace import Step, lasting

_NO_LIMIT = Limit(True, INF, INF)


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
        return NOTHING if self.state == HOLDING else (-INF, INF)

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
