"""Why an alarm came or went, in steps a person can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from linli.kernel import Words

MOST_STEPS = 24
_WRITTEN = {"Cel": "°C", "%RH": "%"}


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a trace, and the reading it speaks of when there is one (`at` in ms)."""

    words: Words
    at: int | None = None
    series: int | None = None
    value: float | None = None


Trace = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """An alarm's turn: raised, cleared, or suppressed (it would have been raised, but for
    maintenance). `at` is in ms since the epoch and grows within a rule and originator; `path`
    holds the ids of the places it lies in, from the community down."""

    rule: str
    version: int
    community: str
    originator: str
    place: str | None
    kind: str
    turn: str
    at: int
    value: float | None
    series: int | None
    trace: Trace
    path: tuple[str, ...] = ()
    maintenance: str | None = None


def shown(value: float) -> str:
    """A number as people write it: no trailing zeros, at most six digits that matter."""
    return f"{value:.6g}"


def rounded(value: float) -> str:
    """What a device measured, no finer than people read it: hundredths, or three digits below 1."""
    return shown(round(value, 2) if abs(value) >= 1 else float(f"{value:.3g}"))


def spaced(unit: str) -> str:
    """A unit as people write it behind a number; nothing for none."""
    return f" {_WRITTEN.get(unit, unit)}" if unit else ""


def lasting(milliseconds: int) -> Words:
    """A length of time in the largest fitting unit."""
    seconds = milliseconds / 1000
    for size, zh, en in ((86_400, "天", "d"), (3600, "小时", "h"), (60, "分钟", "min")):
        if seconds >= size and seconds % size == 0:
            return Words(f"{shown(seconds / size)} {zh}", f"{shown(seconds / size)} {en}")
    return Words(f"{shown(seconds)} 秒", f"{shown(seconds)} s")


def bounded(steps: Iterable[Step]) -> Trace:
    """The first steps of a trace; the rest is summed up in one."""
    listed = tuple(steps)
    if len(listed) <= MOST_STEPS:
        return listed
    rest = len(listed) - MOST_STEPS + 1
    return (*listed[: MOST_STEPS - 1], Step(Words(f"另有 {rest} 条", f"and {rest} more")))


def to_json(trace: Trace) -> list[list[Any]]:
    """A trace as plain JSON values, to be stored beside its alarm."""
    return [[s.words.zh, s.words.en, s.at, s.series, s.value] for s in trace]


def from_json(rows: Iterable[list[Any]]) -> Trace:
    """What `to_json` made, read back."""
    return tuple(Step(Words(row[0], row[1]), row[2], row[3], row[4]) for row in rows)
