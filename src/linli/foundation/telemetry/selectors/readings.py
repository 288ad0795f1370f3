"""Single readings: the newest of many series, the rows around a moment, what is stored at all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from linli.foundation.telemetry import policy
from linli.foundation.telemetry.domain import Latest, ReadingCard, from_ms, to_ms
from linli.foundation.telemetry.services import engine
from linli.kernel import Actor, Page, Refused

MOST_SERIES = 10_000
MOST_ROWS = 10_000
_CHUNK = 5_000
T = TypeVar("T")

_LATEST = """
    SELECT series, toUnixTimestamp64Milli(at), value, text, flags FROM latest FINAL
    WHERE series IN {series:Array(UInt32)}
"""
_STORED = """
    SELECT DISTINCT series, toUnixTimestamp64Milli(at) FROM readings
    WHERE (series, at) IN (
        SELECT tupleElement(pair, 1), fromUnixTimestamp64Milli(tupleElement(pair, 2), 'UTC')
        FROM (SELECT arrayJoin(arrayZip({series:Array(UInt32)}, {at:Array(Int64)})) AS pair)
    )
"""
_NEWEST = "SELECT series, toUnixTimestamp64Milli(max(at)) FROM readings GROUP BY series"
_ROWS = """
    SELECT toUnixTimestamp64Milli(at) AS ms, value, text, flags,
        toUnixTimestamp64Milli(received)
    FROM readings
    WHERE series = {series:UInt32} AND at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
        AND at < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
"""
_BEFORE = _ROWS + "ORDER BY at DESC LIMIT {most:UInt32}"
_AFTER = _ROWS + "ORDER BY at LIMIT {most:UInt32}"
_END = to_ms(datetime.fromisoformat("2200-01-01T00:00:00+00:00"))


def latest_values(*, viewer: Actor, series: Iterable[int]) -> dict[int, Latest]:
    """The newest reading of each series the viewer may see; silent ones are left out."""
    numbers = sorted(set(series))
    if len(numbers) > MOST_SERIES:
        raise Refused(
            "too_large",
            "The newest values of at most %(most)s series can be asked for at once.",
            field="series",
            most=MOST_SERIES,
        )
    allowed = sorted(policy.readable(viewer, numbers))
    store = engine.store()
    rows = (
        row for chunk in _chunks(allowed) for row in store.ask(_LATEST, {"series": list(chunk)})
    )
    return {row[0]: Latest(from_ms(row[1]), float(row[2]), row[3], row[4]) for row in rows}


def list_readings(
    *, viewer: Actor, series: int, around: datetime, cursor: str | None = None, limit: int = 50
) -> Page[ReadingCard]:
    """Raw readings in order of time: half before a moment and half from it on.

    With `cursor`, those that follow. For showing what stood behind an event.
    """
    if series not in policy.readable(viewer, (series,)):
        raise Refused("not_found", "There is no such series of readings.")
    limit = max(2, min(limit, MOST_ROWS))
    moment = _cursor(cursor) if cursor else to_ms(around)
    store = engine.store()
    given = {"series": series, "since": 0, "until": moment, "most": limit // 2}
    rows: list[list[Any]] = [] if cursor else store.ask(_BEFORE, given)[::-1]
    most = limit - len(rows)
    rows += store.ask(_AFTER, given | {"since": max(0, moment), "until": _END, "most": most + 1})
    cards = tuple(_card(series, row) for row in rows[:limit])
    return Page(cards, str(rows[limit - 1][0] + 1) if len(rows) > limit else None)


def which_are_stored(*, by: Actor, keys: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (series, ms since the epoch) are stored already; for replaying a journal."""
    policy.check_is_platform(by)
    store = engine.store()
    found: set[tuple[int, int]] = set()
    for chunk in _chunks(keys):
        given = {"series": [key[0] for key in chunk], "at": [key[1] for key in chunk]}
        found.update((row[0], row[1]) for row in store.ask(_STORED, given))
    return found


def newest_by_series(*, by: Actor) -> dict[int, int]:
    """The time (ms since the epoch) of the newest stored reading of every series, for the start."""
    policy.check_is_platform(by)
    return {row[0]: row[1] for row in engine.store().ask(_NEWEST)}


def _card(series: int, row: Sequence[Any]) -> ReadingCard:
    at, value, text, flags, received = row
    return ReadingCard(series, from_ms(at), float(value), text, flags, from_ms(received))


def _cursor(cursor: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 15:
        raise Refused("invalid", "This list cannot be continued from here.", field="cursor")
    return int(cursor)


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
