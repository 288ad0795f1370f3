"""The working calendar of a community."""

from datetime import time

from linli.foundation.places import api as places
from linli.kernel import system
from linli.support.matters.domain.calendar import Calendar, calendar_of, read_windows
from linli.support.matters.models import WorkingHours


def calendar_for(community: str) -> Calendar:
    """Its time zone, its own hours or the usual ones, and the public holidays."""
    card = places.get_community(viewer=system(community), community=community)
    return calendar_of(card.timezone, _own_hours(community))


def _own_hours(community: str) -> tuple[tuple[time, time], ...] | None:
    row = WorkingHours.objects.filter(community=community).first()
    return read_windows(row.windows) if row else None
