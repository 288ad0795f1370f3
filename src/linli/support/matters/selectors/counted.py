"""The matters a figure was made of, as far as a viewer sees them: of a week, of some floors.

A figure leaves protected households out together with decoys, and no list says which those are; so
a list has all that the viewer may see of the same week or the same floors.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from linli.foundation.places import api as places
from linli.kernel import Actor, Refused
from linli.support.matters.domain.floors import floor_of
from linli.support.matters.selectors.calendars import calendar_for

SHARED = "shared"
_WEEK = timedelta(days=7)
_SLICE = 500
_WHEN = {
    "reports": "opened_at",
    "first_answer": "opened_at",
    "resident_confirmed": "resolved_at",
}
"""By trend, what of a report must lie in the week."""


def of_week(viewer: Actor, trend: str, week: date) -> Q:
    """The reports of residents that one week of a trend is made of."""
    if trend not in _WHEN:
        raise Refused("invalid", "There is no such list.", field="trend")
    start = datetime.combine(week, time(), calendar_for(viewer.community).zone)
    over = datetime.combine(week + _WEEK, time(), start.tzinfo)
    when = _WHEN[trend]
    found = Q(reporter__isnull=False, **{f"{when}__gte": start, f"{when}__lt": over})
    return found & Q(answered_at__isnull=False) if trend == "first_answer" else found


def of_floors(viewer: Actor, place: str, floors: str) -> Q:
    """What is in the homes on some floors of an entrance ("3-8"), or in shared parts ("shared"):
    those of an entrance, or those of a building that are in none."""
    if floors == SHARED:
        within = places.list_places(
            viewer=viewer, kind=places.PlaceKind.ENTRANCE, under=place, limit=_SLICE
        )
        inside = Q(pk__in=())
        for entrance in within:
            if entrance.id != place:
                inside |= Q(path__contains=f"/{entrance.id}/")
        return Q(dwelling=None) & ~inside
    lowest, highest = _floors(floors)
    return Q(dwelling__in=_homes(viewer, place, lowest, highest))


def _floors(text: str) -> tuple[int, int]:
    low, _dash, high = text.partition("-")
    if not (low.isascii() and low.isdigit() and high.isascii() and high.isdigit()):
        raise Refused("invalid", "There is no such list.", field="floors")
    return int(low[:4]), int(high[:4])


def _homes(viewer: Actor, place: str, lowest: int, highest: int) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = places.list_places(
            viewer=viewer,
            kind=places.PlaceKind.DWELLING,
            under=place,
            cursor=cursor,
            limit=_SLICE,
        )
        found += [one.id for one in page if lowest <= floor_of(one.number) <= highest]
        if (cursor := page.next) is None:
            return found
