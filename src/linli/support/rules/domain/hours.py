"""Weekly hours and dates on a community's wall clock, and when they next may change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

DAY = 86_400_000
_QUARTER = 900_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours that begin on these ISO weekdays (1 = Monday); an `until` before `start` is the next
    day's. Milliseconds since midnight."""

    days: frozenset[int]
    start: int
    until: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly spans, only on `dates` when there are any, never on `except_dates`.

    Dates are inclusive pairs and speak of the day on which a span begins.
    """

    weekly: tuple[Span, ...]
    dates: tuple[tuple[date, date], ...] = ()
    except_dates: tuple[tuple[date, date], ...] = ()

    def contain(self, at: int, zone: tzinfo) -> bool:
        """Whether a moment (ms since the epoch) lies in the hours."""
        local = _local(at, zone)
        today = local.date()
        clock = _clock(local)
        return any(
            self._covers(span, today, clock)
            or (span.until < span.start and self._covers(span, today - _ONE_DAY, clock + DAY))
            for span in self.weekly
        )

    def _covers(self, span: Span, day: date, clock: int) -> bool:
        until = span.until + (DAY if span.until < span.start else 0)
        return (
            span.start <= clock < until
            and day.isoweekday() in span.days
            and (not self.dates or _among(day, self.dates))
            and not _among(day, self.except_dates)
        )

    def next_edge(self, at: int, zone: tzinfo) -> int:
        """The next moment after `at` at which `contain` may change (never later than it does)."""
        local = _local(at, zone)
        clocks = {0} | {edge % DAY for span in self.weekly for edge in (span.start, span.until)}
        days = (local.date() + timedelta(days=step) for step in range(-1, 3))
        edges = (edge for day in days for clock in clocks for edge in _moments(day, clock, zone))
        edge = min(moment for moment in edges if moment > at)
        if local.utcoffset() == _local(edge, zone).utcoffset():
            return edge
        return min(edge, (at // _QUARTER + 1) * _QUARTER)  # clocks are put on or back in between


ALWAYS = Span(frozenset(range(1, 8)), 0, DAY)
_ONE_DAY = timedelta(days=1)


def _local(at: int, zone: tzinfo) -> datetime:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)


def _clock(local: datetime) -> int:
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return seconds * 1000 + local.microsecond // 1000


def _among(day: date, ranges: tuple[tuple[date, date], ...]) -> bool:
    return any(first <= day <= last for first, last in ranges)


def _moments(day: date, clock: int, zone: tzinfo) -> tuple[int, int]:
    wall = datetime(day.year, day.month, day.day) + timedelta(milliseconds=clock)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return _ms(first), _ms(second)


def _ms(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)
