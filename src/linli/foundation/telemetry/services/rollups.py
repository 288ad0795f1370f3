"""Hourly figures, computed anew for every hour that something arrived for."""

from datetime import datetime

from linli.foundation.telemetry.domain import to_ms
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Refused, now

_TOUCHED = """
    SELECT DISTINCT series, toStartOfHour(at) AS hour FROM readings
    WHERE received >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
"""
_EXTENT = f"""
    SELECT count(), toUnixTimestamp(min(hour)), toUnixTimestamp(max(hour)) FROM ({_TOUCHED})
"""  # noqa: S608 - made of our own text only; values are bound
_COMPUTE = f"""
    INSERT INTO hourly (series, hour, community, place, n, sum, min, max, first, last, computed)
    SELECT series, toStartOfHour(at) AS hour, community, place, count(), sum(value), min(value),
        max(value), argMin(value, at), argMax(value, at),
        fromUnixTimestamp64Milli({{now:Int64}}, 'UTC')
    FROM readings
    WHERE at >= toDateTime({{first:UInt32}}, 'UTC') AND at < toDateTime({{end:UInt32}}, 'UTC')
        AND text = '' AND isFinite(value)
        AND (series, toStartOfHour(at)) IN ({_TOUCHED})
    GROUP BY series, hour, community, place
"""  # noqa: S608 - made of our own text only; values are bound


def refresh_rollups(*, by: Actor, since: datetime) -> int:
    """Compute anew each hour of each series that a reading arrived for since then.

    Returns how many; may overlap with an earlier call and be repeated at will.
    """
    if not by.is_system:
        raise Refused("forbidden", "Only the platform computes the hourly figures.")
    store = engine.store()
    given = {"since": max(0, to_ms(since))}
    hours, first, last = store.ask(_EXTENT, given)[0]
    if hours:
        store.order(
            _COMPUTE,
            given | {"first": int(first), "end": int(last) + 3600, "now": to_ms(now())},
        )
    return int(hours)
