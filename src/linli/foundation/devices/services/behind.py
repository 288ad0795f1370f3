"""Where gateways publish what the devices behind them measure."""

from collections.abc import Iterable
from dataclasses import asdict

from linli.foundation.devices.domain import StateSpec
from linli.foundation.devices.domain.found import is_usable
from linli.foundation.devices.models import Device, Series, StateTopic


def keep_states(row: Device, states: Iterable[StateSpec]) -> bool:
    """Note where properties of a device are published; whether anything is new.

    A topic tells of one device of a gateway; one that tells of another already is left alone.
    """
    if row.gateway_id is None:
        return False
    keys = set(Series.objects.filter(device=row).values_list("property", flat=True))
    wanted = {one.property: one for one in states if one.property in keys and is_usable(one)}
    neighbours = StateTopic.objects.filter(device__gateway=row.gateway_id).exclude(device=row)
    topics = {one.topic for one in wanted.values()}
    taken = set(neighbours.filter(topic__in=topics).values_list("topic", flat=True))
    known = {one.property: one for one in StateTopic.objects.filter(device=row)}
    new = [one for one in wanted.values() if one.topic not in taken and _is_new(known, one)]
    for one in new:
        said = asdict(one)
        key = said.pop("property")
        StateTopic.objects.update_or_create(device=row, property=key, defaults=said)
    return bool(new)


def _is_new(known: dict[str, StateTopic], state: StateSpec) -> bool:
    before = known.get(state.property)
    said = asdict(state)
    return before is None or any(getattr(before, name) != said[name] for name in said)
