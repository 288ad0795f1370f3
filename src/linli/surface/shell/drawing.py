"""The geometry of charts: points in, path data out; nothing here knows of pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from statistics import median

WIDTH, HEIGHT = 600.0, 200.0
_FLAT = 1e-9
_GAP = 3.0
"""Points further apart than this many usual steps have nothing between them."""


@dataclass(frozen=True, slots=True)
class Point:
    """A mean and what it ranged over; `mean` None says there was nothing to measure."""

    at: datetime
    mean: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is something to draw."""
        return self.mean is not None and isfinite(self.mean)

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and highest value of the point."""
        mean = self.mean or 0.0
        return (
            mean if self.low is None else self.low,
            mean if self.high is None else self.high,
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """Path data in a box of 600 × 200; lists of numbers are places of ticks in it."""

    path: str
    spread: str
    dots: str
    gaps: tuple[tuple[float, float], ...]
    limits: tuple[float, ...]
    grid: tuple[float, ...]
    values: tuple[float, ...]
    times: tuple[datetime, ...]


def scale(low: float, high: float, ticks: int = 4) -> tuple[float, ...]:
    """Round values, evenly spaced, that enclose low and high."""
    size = max(abs(low), abs(high))
    room = high - low
    if room < _FLAT * max(size, 1.0):  # as good as level
        room = size if size > _FLAT else 1.0
    raw = room / (ticks - 1)
    power = 10.0 ** floor(log10(raw))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= raw * 0.999)
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    return tuple(float(f"{index * step:.12g}") for index in range(first, last + 1))


def runs(points: Sequence[Point], gap: float = _GAP) -> list[list[Point]]:
    """The points in stretches without holes; a hole is a missing value or a long silence."""
    steps = [(b.at - a.at).total_seconds() for a, b in pairwise(points)]
    usual = median(steps) if steps else 0.0
    found: list[list[Point]] = [[]]
    for index, point in enumerate(points):
        is_far = index > 0 and usual > 0 and steps[index - 1] > gap * usual
        if found[-1] and (is_far or not point.is_known):
            found.append([])
        if point.is_known:
            found[-1].append(point)
    return [run for run in found if run]


def draw(points: Sequence[Point], limits: Sequence[float] = (), ticks: int = 3) -> Drawing | None:
    """A line with its spread and its holes; None when no point has a value."""
    stretches = runs(points)
    if not stretches:
        return None
    known = [point for run in stretches for point in run]
    low = min(*(point.span[0] for point in known), *limits, known[0].span[0])
    high = max(*(point.span[1] for point in known), *limits, known[0].span[1])
    values = scale(low, high)
    start, end = points[0].at, points[-1].at
    length = (end - start).total_seconds() or 1.0

    def x(at: datetime) -> float:
        return round((at - start).total_seconds() / length * WIDTH, 1)

    def y(value: float) -> float:
        return round(HEIGHT - (value - values[0]) / (values[-1] - values[0]) * HEIGHT, 1)

    return Drawing(
        path="".join(_line([(x(p.at), y(p.mean or 0.0)) for p in run]) for run in stretches),
        spread="".join(
            _area([(x(p.at), y(p.span[0]), y(p.span[1])) for p in run])
            for run in stretches
            if any(p.span[0] != p.span[1] for p in run)
        ),
        dots="".join(
            f"M{x(run[0].at)} {y(run[0].mean or 0.0)}h.01" for run in stretches if len(run) == 1
        ),
        gaps=_holes(points, stretches, x),
        limits=tuple(y(limit) for limit in limits),
        grid=tuple(y(value) for value in values),
        values=values,
        times=tuple(start + (end - start) * index / (ticks - 1) for index in range(ticks)),
    )


def _holes(
    points: Sequence[Point],
    stretches: Sequence[Sequence[Point]],
    x: Callable[[datetime], float],
) -> tuple[tuple[float, float], ...]:
    edges = [points[0].at]
    for run in stretches:
        edges += [run[0].at, run[-1].at]
    edges.append(points[-1].at)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((x(a), round(x(b) - x(a), 1)) for a, b in pairs if x(b) - x(a) > 1)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _area(places: Sequence[tuple[float, float, float]]) -> str:
    there = [(x, low) for x, low, _ in places]
    back = [(x, high) for x, _, high in reversed(places)]
    return _line([*there, *back]) + "z"


def spark(values: Sequence[float | None], width: float = 100, height: float = 24) -> str:
    """Path data of a small line without axes; holes stay holes."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, room = min(known), (max(known) - min(known)) or 1.0
    step = width / max(len(values) - 1, 1)
    parts, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{index * step:.1f} {height - (value - low) / room * height:.1f}")
        pen = "L"
    return "".join(parts)


def share(part: float, whole: float) -> str:
    """A part as a percentage for an SVG attribute, kept within 0 and 100."""
    percent = 100 * part / whole if whole else 0.0
    return f"{min(max(percent, 0.0), 100.0):.2f}%"
