"""From what people write to the place they mean."""

from django.db.models import F, Q, QuerySet

from linli.foundation.places import domain, policy
from linli.foundation.places.domain import Address, PlaceCard, PlaceKind
from linli.foundation.places.models import Place
from linli.foundation.places.selectors.tree import card_of
from linli.kernel import Actor

MOST_ANSWERS = 20


def resolve_place(*, viewer: Actor, text: str) -> tuple[PlaceCard, ...]:
    """The places a written address can mean ("3-2-401", "三号楼二单元401室", "活动室").

    At most 20, in the order people count; empty when nothing fits.
    """
    policy.check_member(viewer)
    text = text.replace("\0", "")[:200]
    live = Place.objects.filter(community=viewer.community, retired_at=None)
    live = live.select_related("parent").order_by("order", "id")
    named = _by_name(live, text)
    if named:
        return named
    for address in domain.read_address(text):
        found = tuple(card_of(row) for row in _at(live, address)[:MOST_ANSWERS])
        if found:
            return found
    return _by_part_of_name(live, text)


def _at(live: QuerySet[Place], address: Address) -> QuerySet[Place]:
    building = Q(kind=PlaceKind.BUILDING, number=address.building)
    if address.dwelling is None:
        if address.entrance is None:
            return live.filter(building)
        rows = live.filter(kind=PlaceKind.ENTRANCE, number=address.entrance)
        return rows if address.building is None else rows.filter(_parent(address.building))
    rows = live.filter(kind=PlaceKind.DWELLING, number=address.dwelling)
    if address.entrance is not None:
        rows = rows.filter(parent__kind=PlaceKind.ENTRANCE, parent__number=address.entrance)
        return (
            rows
            if address.building is None
            else rows.filter(parent__parent__number=address.building)
        )
    if address.building is None:
        return rows
    in_entrance = Q(parent__kind=PlaceKind.ENTRANCE, parent__parent__number=address.building)
    return rows.filter(_parent(address.building) | in_entrance)


def _parent(building: str) -> Q:
    return Q(parent__kind=PlaceKind.BUILDING, parent__number=building)


def _by_name(live: QuerySet[Place], text: str) -> tuple[PlaceCard, ...]:
    said = " ".join(text.split())
    if not said:
        return ()
    exact = live.filter(Q(label=said) | Q(name=said) | Q(label_en__iexact=said) | Q(id=said))
    return tuple(card_of(row) for row in exact[:MOST_ANSWERS])


def _by_part_of_name(live: QuerySet[Place], text: str) -> tuple[PlaceCard, ...]:
    words = text.split()[:5]
    if not words:
        return ()
    for word in words:
        live = live.filter(Q(label__icontains=word) | Q(label_en__icontains=word))
    rows = live.exclude(kind=PlaceKind.COMMUNITY).order_by(F("order").asc(), "id")
    return tuple(card_of(row) for row in rows[:MOST_ANSWERS])
