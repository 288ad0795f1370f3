"""What is measured: one series per property of a device."""

from collections.abc import Iterable
from typing import Any

from linli.foundation.devices.domain import SeriesCard
from linli.foundation.devices.models import Series
from linli.foundation.devices.selectors.visible import visible_to
from linli.foundation.places.api import get_place
from linli.kernel import Actor, Refused, Words

MOST_SERIES = 100_000


def get_series(*, viewer: Actor, number: int) -> SeriesCard:
    """One series by its number."""
    found = list_series(viewer=viewer, numbers=(number,))
    if not found:
        raise Refused("not_found", "There is no such series of readings.")
    return found[0]


def list_series(
    *,
    viewer: Actor,
    device: str | None = None,
    place: str | None = None,
    model: str | None = None,
    property: str | None = None,
    device_class: str | None = None,
    numbers: Iterable[int] | None = None,
) -> tuple[SeriesCard, ...]:
    """Series of the devices the viewer may know of, by number; within a place, of a model, …."""
    devices = visible_to(viewer)
    if device is not None:
        devices = devices.filter(pk=device)
    if place is not None:
        path = get_place(viewer=viewer, place=place).path
        devices = devices.filter(path__startswith=f"/{'/'.join(path)}/")
    if model is not None:
        devices = devices.filter(model__key=model)
    rows = Series.objects.filter(device__in=devices)
    if property is not None:
        rows = rows.filter(property=property)
    if device_class is not None:
        rows = rows.filter(device_class=device_class)
    if numbers is not None:
        rows = rows.filter(pk__in=set(numbers))
    found = rows.order_by("pk")[:MOST_SERIES].values_list(*_FIELDS)
    return tuple(_card(values) for values in found)


_FIELDS = (
    "pk",
    "device_id",
    "device__model__key",
    "property",
    "name_zh",
    "name_en",
    "kind",
    "unit",
    "device_class",
    "sensitivity",
    "minimum",
    "maximum",
    "device__place_id",
    "device__dwelling_id",
    "device__community",
)


def _card(values: tuple[Any, ...]) -> SeriesCard:
    number, device, model, key, zh, en, *rest = values
    return SeriesCard(number, device, model, key, Words(zh, en), *rest)
