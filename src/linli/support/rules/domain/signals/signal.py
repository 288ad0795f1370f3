"""A condition on one series, and how one hears that series: both change together."""

import math
from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import SeriesAt
from linli.support.rules.domain.definition import Limit
from linli.support.rules.domain.trace import Step, lasting, rounded, shown, spaced

NEVER = 1 << 62
IDLE, PENDING, HOLDING = 0, 1, 2
MOST_READINGS = 20_000
INF = math.inf
NOTHING = (INF, -INF)


class Watch:
    """One series: when it was last heard, and between which values nothing can change."""

    __slots__ = ("always", "at", "gap", "groups", "high", "leaves", "low")

    def __init__(self) -> None:
        self.at = -1
        self.low = -INF
        self.high = INF
        self.gap: float = INF
        self.leaves: list[Signal] = []
        self.groups: list[tuple[Any, tuple[Signal, ...]]] = []
        self.always: list[tuple[Any, tuple[Signal, ...]]] = []

    def narrow(self) -> None:
        """Work out again the open interval of values that leave every condition as it is."""
        low, high = -INF, INF
        for leaf in self.leaves:
            least, most = NOTHING if leaf.is_doubted else leaf.quiet()
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
        return -INF, INF

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
