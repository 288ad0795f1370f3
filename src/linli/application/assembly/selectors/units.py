"""Homes with their owners and figures as the books have them now, before a roll is frozen."""

from collections.abc import Mapping, Sequence

from linli.application.assembly.domain.heads import Owned
from linli.application.assembly.domain.roll import Use
from linli.application.assembly.models import UnitFigures
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceCard, PlaceKind
from linli.kernel import system


def owned_units(community: str, scope: Sequence[str]) -> tuple[Owned, ...]:
    """Every home in a scope with its owners, area, source and use, in the order people count."""
    owners = people.owners_by_dwelling(viewer=system(community))
    figures = UnitFigures.objects.filter(community=community).in_bulk()
    wanted = set(scope)
    return tuple(
        _owned(card, owners.get(card.id, {}), figures.get(card.id))
        for card in all_dwellings(community)
        if not wanted.isdisjoint(card.path)
    )


def all_dwellings(community: str) -> list[PlaceCard]:
    """Every home in use, in the order people count."""
    found: list[PlaceCard] = []
    cursor: str | None = None
    while True:
        page = places.list_places(
            viewer=system(community), kind=PlaceKind.DWELLING, cursor=cursor, limit=500
        )
        found += page.items
        if page.next is None:
            return found
        cursor = page.next


def _owned(card: PlaceCard, owners: Mapping[str, PersonKind], figures: UnitFigures | None) -> Owned:
    written = figures.area if figures and figures.area else ""
    return Owned(
        place=card.id,
        label=card.label,
        label_en=card.label_en,
        building=card.path[1] if len(card.path) > 2 else "",
        entrance=card.path[2] if len(card.path) > 3 else "",
        area=written or (f"{card.area:f}" if card.area is not None else ""),
        source=figures.source if figures else "",
        use=figures.use if figures else Use.HOME,
        owners=tuple(owners),
        is_developers=set(owners.values()) == {PersonKind.DEVELOPER},
    )
