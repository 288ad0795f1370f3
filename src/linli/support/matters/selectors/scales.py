"""The same figures at the other scales: by grid cell, and inside one building."""

from collections import Counter

from django.db.models import Count, Min, Q, QuerySet

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, now, system
from linli.support.matters.domain.cards import BuildingCount, FloorCount, PlaceCount
from linli.support.matters.domain.floors import Band, Home, bands
from linli.support.matters.domain.states import OPEN
from linli.support.matters.models import Matter
from linli.support.matters.selectors.figures import check_may_count, counted_matters

_OPEN = [str(state) for state in OPEN]
_SLICE = 500


def count_open_by_cell(*, viewer: Actor) -> tuple[PlaceCount, ...]:
    """Open matters by grid cell; homes are counted in whole units, as everywhere."""
    check_may_count(viewer)
    cells = places.list_places(viewer=viewer, kind=places.PlaceKind.CELL, limit=_SLICE)
    rows = counted_matters(viewer.community).filter(state__in=_OPEN)
    lines = list(rows.order_by().values_list("path", "due_at", "opened_at"))
    at = now()
    found = []
    for cell in cells:
        inside = [line for line in lines if f"/{cell.id}/" in line[0]]
        late = sum(due is not None and due < at for _, due, _ in inside)
        oldest = min((opened for _, _, opened in inside), default=None)
        found.append(PlaceCount(cell.id, len(inside), late, oldest))
    return tuple(found)


def count_open_in_building(*, viewer: Actor, building: str) -> BuildingCount:
    """Open matters of one building: its shared parts by place, its homes by floors."""
    check_may_count(viewer)
    card = places.get_place(viewer=viewer, place=building)
    if card.kind != places.PlaceKind.BUILDING:
        raise Refused("not_found", "There is no such place.", field="place")
    platform = system(viewer.community)
    counted = people.countable_dwellings(viewer=platform, under=card.id)
    rows = Matter.objects.filter(community=viewer.community, building=card.id, state__in=_OPEN)
    shared = rows.filter(dwelling=None)
    at_home = rows.filter(dwelling__in=counted)
    return BuildingCount(
        shared=_by_place(shared),
        floors=_floors(platform, card.id, rows) if counted else _uncounted(platform, card.id),
        whole=_whole(card.id, rows.filter(Q(pk__in=shared) | Q(pk__in=at_home))),
    )


def _by_place(rows: QuerySet[Matter]) -> tuple[PlaceCount, ...]:
    late = Count("pk", filter=Q(due_at__lt=now()))
    counts = (
        rows.order_by().values("place").annotate(n=Count("pk"), late=late, since=Min("opened_at"))
    )
    return tuple(PlaceCount(one["place"], one["n"], one["late"], one["since"]) for one in counts)


def _whole(building: str, rows: QuerySet[Matter]) -> PlaceCount:
    late = Count("pk", filter=Q(due_at__lt=now()))
    sums = rows.aggregate(n=Count("pk"), late=late, since=Min("opened_at"))
    return PlaceCount(building, sums["n"], sums["late"], sums["since"])


def _floors(platform: Actor, building: str, rows: QuerySet[Matter]) -> tuple[FloorCount, ...]:
    made = _bands(platform, building)
    shown = people.countable_branches(
        viewer=platform, under=building, branches={one.key: one.homes for one in made}
    )
    band_of = {home: key for key, homes in shown.items() for home in homes}
    open_in: Counter[str] = Counter()
    late_in: Counter[str] = Counter()
    at = now()
    for home, due in rows.filter(dwelling__isnull=False).values_list("dwelling", "due_at"):
        if home in band_of:
            open_in[band_of[home]] += 1
            late_in[band_of[home]] += due is not None and due < at
    return tuple(
        FloorCount(
            one.entrance,
            one.lowest,
            one.highest,
            len(one.homes),
            open_in[one.key] if one.key in shown else None,
            late_in[one.key] if one.key in shown else None,
        )
        for one in made
    )


def _uncounted(platform: Actor, building: str) -> tuple[FloorCount, ...]:
    return tuple(
        FloorCount(one.entrance, one.lowest, one.highest, len(one.homes), None, None)
        for one in _bands(platform, building)
    )


def _bands(platform: Actor, building: str) -> tuple[Band, ...]:
    homes: list[Home] = []
    cursor: str | None = None
    while True:
        found = places.list_places(
            viewer=platform,
            kind=places.PlaceKind.DWELLING,
            under=building,
            cursor=cursor,
            limit=_SLICE,
        )
        homes += [Home(card.id, card.number, card.parent or building) for card in found]
        if (cursor := found.next) is None:
            return bands(homes)
