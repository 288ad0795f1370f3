"""Places by id, by branch and by outline."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet

from linli.foundation.places import domain, policy
from linli.foundation.places.domain import DwellingSpot, Footprint, PlaceCard, PlaceKind
from linli.foundation.places.models import Place
from linli.kernel import Actor, Page, Refused

MOST = 500
_MOST_AT_ONCE = 5_000


def get_place(*, viewer: Actor, place: str) -> PlaceCard:
    """One place of the viewer's community, retired or not."""
    return card_of(find(viewer, place))


def get_places(*, viewer: Actor, places: Iterable[str]) -> dict[str, PlaceCard]:
    """Cards by id; ids that are not places of the viewer's community are left out."""
    policy.check_member(viewer)
    wanted = list(dict.fromkeys(places))[:_MOST_AT_ONCE]
    rows = Place.objects.filter(community=viewer.community).in_bulk(wanted)
    return {place: card_of(rows[place]) for place in wanted if place in rows}


def list_places(
    *,
    viewer: Actor,
    kind: PlaceKind | None = None,
    under: str | None = None,
    parent: str | None = None,
    search: str = "",
    with_retired: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PlaceCard]:
    """Places in the order people count them.

    `under` keeps what lies below a place or in a grid cell, `parent` only what stands directly
    in it; `search` looks in labels in both languages. `cursor` is the last id of the slice before.
    """
    policy.check_member(viewer)
    rows = Place.objects.filter(community=viewer.community).order_by("order", "id")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if under is not None:
        rows = rows.filter(below(find(viewer, under)))
    if parent is not None:
        rows = rows.filter(parent=parent)
    if not with_retired:
        rows = rows.filter(retired_at=None)
    for word in search.replace("\0", "")[:200].split()[:5]:
        rows = rows.filter(Q(label__icontains=word) | Q(label_en__icontains=word))
    if cursor is not None:
        last = find(viewer, cursor)
        rows = rows.filter(Q(order__gt=last.order) | Q(order=last.order, id__gt=last.pk))
    return _page(rows, min(max(limit, 1), MOST))


def every_place(*, viewer: Actor, kind: PlaceKind) -> tuple[PlaceCard, ...]:
    """All places of a kind in use, in the order people count them: to choose one from.

    For kinds of which a community has hundreds at most; dwellings have `list_dwellings`.
    """
    policy.check_member(viewer)
    rows = Place.objects.filter(community=viewer.community, kind=kind, retired_at=None)
    return tuple(card_of(row) for row in rows.order_by("order", "id"))


def list_dwellings(*, viewer: Actor, under: str | None = None) -> tuple[DwellingSpot, ...]:
    """Every dwelling in use, or those below a place or in a grid cell, in one question."""
    policy.check_member(viewer)
    rows = Place.objects.filter(
        community=viewer.community, kind=PlaceKind.DWELLING, retired_at=None
    )
    if under is not None:
        top = find(viewer, under)
        rows = rows.filter(below(top) | Q(pk=top.pk))
    return tuple(
        DwellingSpot(
            place,
            path.split(domain.PATH_SEPARATOR)[1],
            parent if kind == PlaceKind.ENTRANCE else None,
            cell,
        )
        for place, path, parent, kind, cell in rows.order_by("order", "id").values_list(
            "id", "path", "parent_id", "parent__kind", "cell_id"
        )
    )


def is_within(*, viewer: Actor, place: str, ancestor: str) -> bool:
    """Whether a place is `ancestor`, lies below it, or lies in it when it is a grid cell."""
    row = find(viewer, place)
    return ancestor in row.path.split(domain.PATH_SEPARATOR) or row.cell_id == ancestor


def kinds_in(*, viewer: Actor, place: str) -> tuple[PlaceKind, ...]:
    """What kinds of place may stand directly in this one."""
    return domain.kinds_in(PlaceKind(find(viewer, place).kind))


def list_footprints(
    *, viewer: Actor, under: str | None = None, kind: PlaceKind | None = None
) -> tuple[Footprint, ...]:
    """Outlines of places in use, in metres from the community's own origin."""
    policy.check_member(viewer)
    rows = Place.objects.filter(
        community=viewer.community, retired_at=None, footprint__isnull=False
    ).order_by("order", "id")
    if under is not None:
        rows = rows.filter(below(find(viewer, under)))
    if kind is not None:
        rows = rows.filter(kind=kind)
    return tuple(
        Footprint(
            place=row.pk,
            kind=PlaceKind(row.kind),
            label=row.label,
            label_en=row.label_en,
            rings=tuple(tuple((x / 100, y / 100) for x, y in ring) for ring in row.footprint or ()),
        )
        for row in rows
    )


def find(viewer: Actor, place: str) -> Place:
    """The row of a place of the viewer's community; not found otherwise."""
    policy.check_member(viewer)
    row = Place.objects.filter(pk=place, community=viewer.community).first()
    if row is None:
        raise Refused("not_found", "There is no such place.", field="place")
    return row


def below(top: Place) -> Q:
    """What lies below a place, or in it when it is a grid cell."""
    if top.kind == PlaceKind.CELL:
        return Q(cell=top.pk)
    return Q(path__startswith=top.path + domain.PATH_SEPARATOR)


def card_of(row: Place) -> PlaceCard:
    """A row as others see it."""
    kind = PlaceKind(row.kind)
    return PlaceCard(
        id=row.pk,
        community=row.community,
        kind=kind,
        number=row.number,
        name=domain.name_zh(kind, row.number, row.name),
        label=row.label,
        label_en=row.label_en,
        parent=row.parent_id,
        path=tuple(row.path.split(domain.PATH_SEPARATOR)),
        area=None if row.area is None else Decimal(row.area),
        cell=row.cell_id,
        is_retired=row.retired_at is not None,
        own_name=row.name,
        own_name_en=row.name_en,
    )


def _page(rows: QuerySet[Place], limit: int) -> Page[PlaceCard]:
    cards = tuple(card_of(row) for row in rows[: limit + 1])
    return Page(cards[:limit], cards[limit - 1].id if len(cards) > limit else None)
