"""Which mandate says how long which readings of a series are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from linli.foundation.devices.api import (
    DeviceCard,
    SeriesCard,
    TermCard,
    list_devices,
    list_series,
    list_terms,
)
from linli.foundation.mandates.api import MandateCard, list_mandates
from linli.foundation.places.api import get_places
from linli.foundation.telemetry.domain.keeping import Promise, due
from linli.kernel import Actor, Page, system

_PAGE = 500
T = TypeVar("T")


def series_due(community: str, moment: datetime) -> dict[tuple[str, datetime, bool], list[int]]:
    """Every series by the mandate that says what of it must go now, before when, and whether
    because it was withdrawn; in order.

    Each stretch of time is bound by the mandate the device was under then. Where none is known,
    the promise of the one that ended last holds; series nobody ever allowed are left out. A consent
    that is withdrawn promises no day more, and leaves nothing of what was recorded until then.
    """
    platform = system(community)
    devices = {card.id: card for card in _all(lambda at: _devices(platform, at))}
    mandates = {card.id: card for card in _all(lambda at: _mandates(platform, at))}
    terms = list_terms(viewer=platform)
    ended = sorted(
        mandates.values(), key=lambda card: (_end(card) <= moment, _end(card)), reverse=True
    )
    paths = _paths(platform, devices.values())
    found: dict[tuple[str, datetime, bool], list[int]] = defaultdict(list)
    for one in list_series(viewer=platform):
        promises = _promises(one, terms.get(one.device, ()), mandates)
        last = None if promises else _last(one, paths.get(one.place or ""), ended)
        if last is not None:
            promises = [Promise(last.id, moment, _days(last))]
        if promises:
            promise, before = due(promises, moment)
            found[promise.mandate, before, not promise.days].append(one.number)
    return {key: found[key] for key in sorted(found)}


def _promises(
    one: SeriesCard, terms: Iterable[TermCard], mandates: dict[str, MandateCard]
) -> list[Promise]:
    """What was promised of a series, oldest first; mandates that do not name it promise nothing."""
    return [
        Promise(term.mandate, term.since, _days(mandates[term.mandate]))
        for term in terms
        if term.mandate in mandates and mandates[term.mandate].covers(_name(one))
    ]


def _days(card: MandateCard) -> int:
    is_withdrawn = card.basis_kind == "consent" and card.revoked_at is not None
    return 0 if is_withdrawn else card.retention_days


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
