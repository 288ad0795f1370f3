"""Which mandate says how long the readings of a series are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from linli.foundation.devices.api import DeviceCard, SeriesCard, list_devices, list_series
from linli.foundation.mandates.api import MandateCard, list_mandates
from linli.foundation.places.api import get_places
from linli.kernel import Actor, Page, now, system

_PAGE = 500
T = TypeVar("T")


def series_by_mandate(community: str) -> dict[MandateCard, list[int]]:
    """Every series under the mandate that binds its readings, in order; the unbound are left out.

    That is the one in force for the device. Where none is, the promise of the one that ended last
    still holds: what was recorded under it goes when its days are over.
    """
    platform = system(community)
    devices = {card.id: card for card in _all(lambda at: _devices(platform, at))}
    mandates = {card.id: card for card in _all(lambda at: _mandates(platform, at))}
    moment = now()
    ended = sorted(
        mandates.values(), key=lambda card: (_end(card) <= moment, _end(card)), reverse=True
    )
    paths = _paths(platform, devices.values())
    found: dict[str, list[int]] = defaultdict(list)
    for one in list_series(viewer=platform):
        device = devices[one.device]
        bound = _in_force(one, device, mandates) or _last(one, paths.get(one.place or ""), ended)
        if bound is not None:
            found[bound.id].append(one.number)
    return {mandates[key]: found[key] for key in sorted(found)}


def _in_force(
    one: SeriesCard, device: DeviceCard, mandates: dict[str, MandateCard]
) -> MandateCard | None:
    mandate = mandates.get(device.mandate or "")
    return mandate if mandate is not None and mandate.covers(_name(one)) else None


def _last(
    one: SeriesCard, path: tuple[str, ...] | None, ended: list[MandateCard]
) -> MandateCard | None:
    return next(
        (card for card in ended if card.covers(_name(one)) and card.holds_at(path or ())), None
    )


def _name(one: SeriesCard) -> str:
    return f"{one.model}.{one.property}"


def _end(card: MandateCard) -> datetime:
    ends = [end for end in (card.revoked_at, card.valid_until) if end is not None]
    return min(ends, default=datetime.max.replace(tzinfo=card.granted_at.tzinfo))


def _paths(platform: Actor, devices: Iterable[DeviceCard]) -> dict[str, tuple[str, ...]]:
    places = sorted({card.place for card in devices if card.place is not None})
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(places), _PAGE):
        cards = get_places(viewer=platform, places=places[start : start + _PAGE])
        found |= {place: card.path for place, card in cards.items()}
    return found


def _devices(platform: Actor, cursor: str | None) -> Page[DeviceCard]:
    return list_devices(viewer=platform, cursor=cursor, limit=_PAGE)


def _mandates(platform: Actor, cursor: str | None) -> Page[MandateCard]:
    return list_mandates(viewer=platform, cursor=cursor, limit=200)


def _all(turn: Callable[[str | None], Page[T]]) -> Iterator[T]:
    page = turn(None)
    yield from page
    while page.next is not None:
        page = turn(page.next)
        yield from page
