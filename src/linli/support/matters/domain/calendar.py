"""Working time: which days are worked in China, and when so many working minutes are over."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from linli.kernel import Words
from linli.support.matters.domain.holidays import Holidays, announced, holidays_of

_FILE = Path(__file__).resolve().parent.parent / "calendar-cn.toml"
_SATURDAY = 5
_MOST_DAYS = 3660
NOT_KNOWN = Words(
    "法定假日安排还没有公布，这个时间只按双休日推算。",
    "The public holidays of that year are not announced yet; only weekends are counted.",
)

Window = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working time of one community: its zone, its hours, the public holidays."""

    zone: ZoneInfo
    windows: tuple[Window, ...]
    holidays: Holidays

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this local day; weekends only, in a year not yet announced."""
        if day in self.holidays.work:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays.off

    def is_working(self, at: datetime) -> bool:
        """Whether the moment lies in working hours; the closing minute itself does not."""
        return any(opens <= at < closes for opens, closes in self._spans_of(self.local_day(at)))

    def local_day(self, at: datetime) -> date:
        """The day it is in the community at a moment."""
        return at.astimezone(self.zone).date()

    def end_of_day(self, at: datetime) -> datetime:
        """The local midnight that ends the day of a moment, in UTC."""
        after = self.local_day(at) + timedelta(days=1)
        return datetime.combine(after, time(), self.zone).astimezone(UTC)

    def add_working_seconds(self, at: datetime, seconds: int) -> datetime:
        """When so many working seconds after a moment are over, in UTC; ValueError below 0.

        Adding is additive and monotone; a span that ends with a window ends at its closing.
        """
        if seconds < 0:
            raise ValueError("working time cannot be added backwards")
        left, here = timedelta(seconds=seconds), at.astimezone(UTC)
        if not left:
            return here
        for opens, closes in self._spans_from(here):
            begins = max(opens, here)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta())
        raise ValueError("this calendar has too little working time")

    def working_seconds_between(self, since: datetime, until: datetime) -> int:
        """How many seconds of working time lie between two moments; 0 when they are reversed."""
        total = timedelta()
        for opens, closes in self._spans_from(since.astimezone(UTC)):
            if opens >= until:
                break
            total += max(min(closes, until) - max(opens, since), timedelta())
        return int(total.total_seconds())

    def is_certain(self, since: datetime, until: datetime) -> bool:
        """Whether the public holidays of all years between two moments have been announced."""
        years = range(self.local_day(since).year, self.local_day(until).year + 1)
        return all(year in self.holidays.years for year in years)

    def _spans_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.is_working_day(day):
            for opens, closes in self.windows:
                yield (
                    datetime.combine(day, opens, self.zone).astimezone(UTC),
                    datetime.combine(day, closes, self.zone).astimezone(UTC),
                )

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self.local_day(at)
        for offset in range(_MOST_DAYS):
            yield from self._spans_of(first + timedelta(days=offset))


@cache
def china() -> Holidays:
    """The public holidays of mainland China that this version of Linli came with."""
    return holidays_of(announced())


@cache
def usual_windows() -> tuple[Window, ...]:
    """The working hours of a community that has not set its own."""
    return read_windows(_read()["hours"]["windows"])


def read_windows(pairs: list[list[str]]) -> tuple[Window, ...]:
    """Working hours from pairs of `HH:MM`; ValueError when they overlap or run backwards."""
    windows = tuple(
        (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs
    )
    ordered = [moment for window in windows for moment in window]
    if not windows or any(a >= b for a, b in zip(ordered, ordered[1:], strict=False)):
        raise ValueError("working hours must follow one another, each from early to late")
    return windows


def calendar_of(
    zone: str, windows: tuple[Window, ...] | None = None, holidays: Holidays | None = None
) -> Calendar:
    """The calendar of a community in China by its time zone, its own hours and the holidays."""
    return Calendar(ZoneInfo(zone), windows or usual_windows(), holidays or china())


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
