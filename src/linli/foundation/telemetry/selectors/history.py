"""The history of one series as a curve that keeps peaks and shows silences."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import (
    EARLIEST,
    LATEST,
    LEAST_POINTS,
    MOST_POINTS,
    Curve,
    Point,
    from_ms,
    step_for,
    to_ms,
    with_gaps,
)
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused

_WITHIN = """
    FROM readings
    WHERE series = {series:UInt32} AND at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
        AND at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
"""
_COUNT = "SELECT count(), countIf(text != '')" + _WITHIN
_RAW = (
    "SELECT toUnixTimestamp64Milli(at) AS ms, value, text"
    + _WITHIN
    + "ORDER BY at DESC LIMIT {most:UInt32}"
)
_BUCKETS = (
    """SELECT intDiv(toUnixTimestamp64Milli(at), {step:Int64}) * {step:Int64} AS bucket,
        min(value), avg(value), max(value), count()"""
    + _WITHIN
    + "AND isFinite(value) GROUP BY bucket ORDER BY bucket"
)


def history(
    *, viewer: Actor, series: int, since: datetime, until: datetime, most_points: int = 500
) -> Curve:
    """What a series measured in [since, until), in at most `most_points` (10 to 5,000) points.

    Few readings come as they are; many are put together in stretches of equal length with their
    lowest, mean and highest value, so that no peak is lost. Texts are never put together.
    """
    card = policy.readable(viewer, (series,)).get(series)
    if card is None:
        raise Refused("not_found", "There is no such series of readings.")
    if until <= since:
        raise Refused("invalid", "The end must come after the beginning.", field="until")
    first, last = max(EARLIEST, to_ms(since)), min(LATEST, to_ms(until))
    most = max(LEAST_POINTS, min(most_points, MOST_POINTS))
    given = {"series": series, "since": first, "until": max(first, last)}
    store = engine.store()
    count, texts = store.ask(_COUNT, given)[0]
    curve = Curve(series, card.unit, since, until, None, int(count), ())
    if count <= most or texts:
        rows = store.ask(_RAW, given | {"most": most})[::-1]
        points = with_gaps(_reading(row) for row in rows)
        return replace(curve, points=points, is_cut=count > most)
    step = step_for(first, last, most)
    rows = store.ask(_BUCKETS, given | {"step": step})
    return replace(curve, step_s=step / 1000, points=with_gaps(_stretch(row) for row in rows))


def _reading(row: list[Any]) -> Point:
    ms, value, text = row
    value = float(value)
    return Point(from_ms(ms), value, value, value, 1, text)


def _stretch(row: list[Any]) -> Point:
    ms, low, mean, high, n = row
    return Point(from_ms(ms), float(low), float(mean), float(high), int(n))
