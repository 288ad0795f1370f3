"""The working calendar of a community: its hours, and the holidays that are known here."""

import logging
from datetime import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, system
from linli.support.matters import policy
from linli.support.matters.domain.calendar import (
    Calendar,
    calendar_of,
    read_windows,
    usual_windows,
)
from linli.support.matters.domain.cards import WorkingTime
from linli.support.matters.domain.holidays import (
    Holidays,
    HolidayYear,
    announced,
    holidays_of,
    joined,
    read_years,
)
from linli.support.matters.models import WorkingHours

log = logging.getLogger("linli.matters")


def calendar_for(community: str) -> Calendar:
    """Its time zone, its own hours or the usual ones, and the public holidays."""
    card = places.get_community(viewer=system(community), community=community)
    return calendar_of(card.timezone, _own_hours(community), _holidays(own_years()))


def get_working_hours(*, viewer: Actor) -> WorkingTime:
    """The hours in which working time runs in this community; open to members."""
    policy.check_member(viewer)
    own = _own_hours(viewer.community)
    windows = tuple((f"{a:%H:%M}", f"{b:%H:%M}") for a, b in own or usual_windows())
    return WorkingTime(windows, is_own=own is not None)


def list_holidays(*, viewer: Actor) -> tuple[HolidayYear, ...]:
    """The years whose public holidays are known here, each with its notice; open to members."""
    policy.check_member(viewer)
    return joined(announced(), own_years())


def own_years() -> tuple[HolidayYear, ...]:
    """The years that were taken in here, from the file of the data folder."""
    path = file_of_years()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(path, changed)


def file_of_years() -> Path:
    """Where the years are kept that were taken in here."""
    return Path(settings.DATA) / "holidays-cn.toml"


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> tuple[HolidayYear, ...]:
    try:
        return read_years(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Refused) as error:  # a slip of a hand must not stop work
        log.error("%s is left out of the calendar: %s", path, error)
        return ()


@lru_cache(maxsize=2)
def _holidays(own: tuple[HolidayYear, ...]) -> Holidays:
    return holidays_of(joined(announced(), own))


def _own_hours(community: str) -> tuple[tuple[time, time], ...] | None:
    row = WorkingHours.objects.filter(community=community).first()
    return read_windows(row.windows) if row else None
