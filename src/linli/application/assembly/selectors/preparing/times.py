"""Days of the community, and when a period is over (Civil Code Articles 201 to 203)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from linli.application.assembly.domain.calendar import end_of, ends_at
from linli.application.assembly.selectors.rules import working_days
from linli.foundation.places import api as places
from linli.kernel import system


def zone_of(community: str) -> ZoneInfo:
    """The time zone of a community."""
    card = places.get_community(viewer=system(community), community=community)
    return ZoneInfo(card.timezone)


def local_day(community: str, at: datetime) -> date:
    """The day it is in the community at a moment."""
    return at.astimezone(zone_of(community)).date()


def period_ends(community: str, since: date, days: int) -> date:
    """The last day of a period that begins with an event on `since`; never a day off."""
    last, _ = end_of(since, days, working_days(viewer=system(community)))
    return last


def end_of_day(community: str, day: date) -> datetime:
    """The local midnight that ends a day, in UTC."""
    return ends_at(day, zone_of(community))
