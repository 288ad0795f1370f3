"""Moments as the engine counts them: whole milliseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
EARLIEST = 0
LATEST = int(datetime(2149, 1, 1, tzinfo=UTC).timestamp()) * 1000
"""The engine's calendar of weeks ends in 2149."""


def to_ms(moment: datetime) -> int:
    """Exact, rounded down to the millisecond."""
    return (moment - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The moment in UTC."""
    return _EPOCH + ms * _MS
