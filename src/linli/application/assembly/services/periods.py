"""How long what runs after a vote: whole days and years of the community's own calendar."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from linli.foundation.places import api as places
from linli.kernel import system


def ends_after_days(community: str, at: datetime, days: int) -> datetime:
    """The end (24:00) of the last of so many days, the day itself not counted (Civil Code 201).

    Holidays (Article 203) come with `domain.calendar.end_of`, which replaces the sum here.
    """
    zone = zone_of(community)
    return _end(at.astimezone(zone).date() + timedelta(days=days), zone)


def ends_after_years(community: str, at: datetime, years: int) -> datetime:
    """The end of the same date so many years later, or of the last day of that month (202)."""
    zone = zone_of(community)
    day = at.astimezone(zone).date()
    last = monthrange(day.year + years, day.month)[1]
    return _end(date(day.year + years, day.month, min(day.day, last)), zone)


def zone_of(community: str) -> ZoneInfo:
    """The time zone in which the community counts its days."""
    return ZoneInfo(places.get_community(viewer=system(community), community=community).timezone)


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
