"""How a clock runs, stops, warns and is overdue; all in whole seconds of its own time."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from linli.support.matters.domain.calendar import Calendar
from linli.support.matters.domain.catalogue import Allowance, spans

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_BEFORE_ALL = timedelta(days=100 * 365)

NOBODY, MANAGER, STREET = 0, 1, 2
"""How far up an overdue clock has been taken."""


def stands_at(due_at: datetime | None, *, is_danger: bool) -> datetime:
    """By what moment a queue is sorted: when staff are late, danger to life before all else,
    last what no clock runs for."""
    if due_at is None:
        return _NEVER
    return due_at - _BEFORE_ALL if is_danger else due_at


@dataclass(frozen=True, slots=True)
class Run:
    """One clock: what it was given, what it has used, and since when it runs (None: stopped)."""

    allowance: Allowance
    used: int
    running_since: datetime | None

    @property
    def given(self) -> int:
        """The whole time in seconds."""
        return self.allowance.minutes * 60


def used_at(run: Run, at: datetime, calendar: Calendar) -> int:
    """The seconds of its own time a clock has used up to a moment."""
    if run.running_since is None:
        return run.used
    return run.used + elapsed(run.running_since, at, run.allowance.working, calendar)


def elapsed(since: datetime, until: datetime, working: bool, calendar: Calendar) -> int:
    """Seconds between two moments in working time or natural time; never negative."""
    if working:
        return calendar.working_seconds_between(since, until)
    return max(int((until - since).total_seconds()), 0)


def stop(run: Run, at: datetime, calendar: Calendar) -> Run:
    """The clock at rest, keeping what it has used."""
    return replace(run, used=used_at(run, at, calendar), running_since=None)


def go_on(run: Run, at: datetime) -> Run:
    """The clock running again from a moment."""
    return replace(run, running_since=at)


def moment_of(run: Run, seconds: int, calendar: Calendar) -> datetime:
    """When a running clock will have used (or had used) so many seconds."""
    if run.running_since is None:
        raise ValueError("a stopped clock has no such moment")
    left = max(seconds - run.used, 0)
    if not run.allowance.working:
        return run.running_since + timedelta(seconds=left)
    return calendar.add_working_seconds(run.running_since, left)


def due_at(run: Run, calendar: Calendar) -> datetime:
    """When the time is over."""
    return moment_of(run, run.given, calendar)


def warn_at(run: Run, calendar: Calendar) -> datetime:
    """When someone is told that it will soon be over."""
    left = run.given * spans().left_percent // 100
    return moment_of(run, run.given - left, calendar)


def street_at(run: Run, calendar: Calendar) -> datetime:
    """When an overdue clock is taken further up, to the street."""
    more = run.given * spans().street_after_percent // 100
    return moment_of(run, run.given + more, calendar)


def next_at(run: Run, *, warned: bool, level: int, calendar: Calendar) -> datetime | None:
    """When a running clock next needs someone's eye; None when all have been told."""
    if run.running_since is None:
        return None
    if level == NOBODY:
        return due_at(run, calendar) if warned else warn_at(run, calendar)
    return street_at(run, calendar) if level == MANAGER else None
