"""How long what runs after a vote, by the legal calendar and the community's own days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from linli.application.assembly.domain.calendar import end_of, end_of_years, ends_at
from linli.application.assembly.selectors.rules import working_days
from linli.foundation.places import api as places
from linli.kernel import system


def ends_after_days(community: str, at: datetime, days: int) -> datetime:
    """The end (24:00) of the last of so many days, as the Civil Code counts them (201, 203)."""
    last, _ = end_of(_day(community, at), days, working_days(viewer=system(community)))
    return ends_at(last, zone_of(community))


def ends_after_years(community: str, at: datetime, years: int) -> datetime:
    """The end of the same date so many years later (202, 203)."""
    last, _ = end_of_years(_day(community, at), years, working_days(viewer=system(community)))
    return ends_at(last, zone_of(community))


def zone_of(community: str) -> ZoneInfo:
    """The time zone in which the community counts its days."""
    return ZoneInfo(places.get_community(viewer=system(community), community=community).timezone)


def _day(community: str, at: datetime) -> date:
    return at.astimezone(zone_of(community)).date()
