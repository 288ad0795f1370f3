"""Which alarms a viewer may know of: of homes that are not shown only what still calls for help."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from linli.foundation.people.api import list_closed_dwellings, list_hidden_dwellings
from linli.kernel import Actor, system
from linli.support.rules import policy
from linli.support.rules.models import Alarm, Suppressed

LOUD = Q(is_active=True) | Q(escalates_at__isnull=False)
_AT_ONCE = 200  # conditions in one expression; the database allows no endless one


def shown_alarms(viewer: Actor) -> QuerySet[Alarm]:
    """The alarms of the viewer's community that the viewer may know of."""
    if policy.sees_closed(viewer):
        return Alarm.objects.filter(community=viewer.community)
    return told_alarms(viewer.community)


def told_alarms(community: str) -> QuerySet[Alarm]:
    """The alarms everybody who works here may know of, and so those figures are made of.

    Once an alarm in a private home is over and seen, it is as if the home were protected: there
    the mark ends what sounds, so nothing tells the two apart.
    """
    platform = system(community)
    hidden, closed = list_hidden_dwellings(viewer=platform), list_closed_dwellings(viewer=platform)
    over = Q(place__in=hidden) & ~LOUD
    return Alarm.objects.filter(community=community).exclude(over | Q(place__in=closed))


def shown_suppressed(viewer: Actor) -> QuerySet[Suppressed]:
    """What maintenance held back, as far as the viewer may know of it."""
    rows = Suppressed.objects.filter(community=viewer.community)
    if policy.sees_closed(viewer):
        return rows
    for homes in _chunks(list_hidden_dwellings(viewer=system(viewer.community))):
        rows = rows.exclude(Q(*(Q(path__endswith=f"/{one}/") for one in homes), _connector=Q.OR))
    return rows


def _chunks(homes: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(homes)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))
