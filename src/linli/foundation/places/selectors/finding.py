"""From what people write to the place they mean."""

from django.db.models import F, Q, QuerySet

from linli.foundation.places import policy
from linli.foundation.places.domain import PlaceCard, PlaceKind
from linli.foundation.places.models import Place
from linli.foundation.places.selectors.tree import card_of
from linli.kernel import Actor, Refused, Words
from linli.kernel.written import Address, read_address

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
    return _by_address(live, text) or _by_part_of_name(live, text)


def find_place(*, viewer: Actor, text: str, field: str = "place") -> PlaceCard:
    """The one place a written address or name means; asked back at `field` when it is not one."""
    found = resolve_place(viewer=viewer, text=text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            "invalid",
            "There is no such place here. Please write it like 3-2-401.",
            field=field,
        )
    raise Refused(
        "invalid",
        "This can mean “%(first)s” or “%(second)s”. Please write which one.",
        field=field,
        first=_said(found[0]),
        second=_said(found[1]),
    )


def _said(card: PlaceCard) -> Words:
    return Words(card.label, card.label_en)


def _by_address(live: QuerySet[Place], text: str) -> tuple[PlaceCard, ...]:
    """Every place one of the readings of an address means: which of them there is, the estate
    tells, and when there are several nobody guesses."""
    try:
        meanings = read_address(text).meanings
    except Refused:
        return ()
    wanted = Q()
    for meaning in meanings:
        wanted |= _at(meaning.value)
    return tuple(card_of(row) for row in live.filter(wanted)[:MOST_ANSWERS])


def _at(address: Address) -> Q:
    if address.dwelling is None and address.entrance is None:
        return Q(kind=PlaceKind.BUILDING, number=address.building)
    if address.dwelling is None:
        wanted = Q(kind=PlaceKind.ENTRANCE, number=address.entrance)
        return wanted & _parent(address.building) if address.building else wanted
    wanted = Q(kind=PlaceKind.DWELLING, number=address.dwelling)
    if address.entrance is not None:
        wanted &= Q(parent__kind=PlaceKind.ENTRANCE, parent__number=address.entrance)
        return wanted & Q(parent__parent__number=address.building) if address.building else wanted
    if address.building is None:
        return wanted
    in_entrance = Q(parent__kind=PlaceKind.ENTRANCE, parent__parent__number=address.building)
    return wanted & (_parent(address.building) | in_entrance)


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
