"""The one source of time; tests set it, nothing else reads the machine's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present moment in UTC, with time zone."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Hold the clock at a moment, for tests and for judging history."""
    token = _held.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def ago(**parts: float) -> datetime:
    """A moment in the past, in the words of `timedelta` (`ago(days=2)`)."""
    return now() - timedelta(**parts)
