"""How a long history becomes few points without losing a peak or hiding a silence."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from statistics import median

from linli.foundation.telemetry.domain.cards import Point

_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000
STEPS = (
    *(n * _SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 6, 12)),
    *(n * _DAY for n in (1, 2, 7, 28)),
)
"""Widths of a stretch people can name, in milliseconds."""
LEAST_POINTS, MOST_POINTS = 10, 5_000
_UNUSUAL = 3


def step_for(since: int, until: int, most_points: int) -> int:
    """The narrowest width that cuts [since, until) ms into no more than so many stretches.

    Stretches begin at multiples of the width since 1970, so they stay while a chart is moved.
    """
    for step in STEPS:
        if stretches(since, until, step) <= most_points:
            return step
    step = STEPS[-1]
    while stretches(since, until, step) > most_points:
        step *= 2
    return step


def stretches(since: int, until: int, step: int) -> int:
    """How many stretches of a width [since, until) touches."""
    return (until - 1) // step - since // step + 1 if until > since else 0


def with_gaps(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points, marked where the silence before is over three times the usual distance."""
    found = tuple(points)
    distances = [(b.at - a.at).total_seconds() for a, b in pairwise(found)]
    if len(distances) < 2:
        return found
    usual = median(distances)
    marked = (
        replace(point, after_gap=True) if distance > _UNUSUAL * usual else point
        for point, distance in zip(found[1:], distances, strict=True)
    )
    return (found[0], *marked)
