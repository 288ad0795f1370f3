"""All that the pipeline must know to let a reading in or turn it away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import F

from linli.foundation.devices import policy
from linli.foundation.devices.domain import State
from linli.foundation.devices.domain.quarantine import CLOSED
from linli.foundation.devices.domain.rows import folded
from linli.foundation.devices.models import BlockedVendorRow, Device, DeviceSecret, Series
from linli.foundation.devices.models import StateTopic as StateTopicRow
from linli.foundation.devices.selectors.visible import closed_dwellings
from linli.foundation.mandates.api import MandateCard, get_mandates
from linli.kernel import Actor, now
from linli.perception.codecs.discovery import DiscoveredProperty
from linli.perception.gate import GateEntry, GateProperty, Kind, StateTopic


def list_gate_entries(*, viewer: Actor) -> tuple[GateEntry, ...]:
    """Every device of the community as the pipeline sees it; for the platform alone.

    A device that may not speak is listed with the reason, so that it is refused by name. The
    number of queries does not depend on the number of devices.
    """
    policy.check_is_system(viewer)
    return gate_entries(viewer)


def gate_entries(viewer: Actor, devices: Iterable[str] | None = None) -> tuple[GateEntry, ...]:
    """The same for some devices only, for the platform's own use."""
    rows = Device.objects.filter(community=viewer.community).order_by("pk")
    if devices is not None:
        rows = rows.filter(pk__in=set(devices))
    found = [_Row(*values) for values in rows.values_list(*_FIELDS)]
    mandates = {row.mandate for row in found if row.mandate is not None}
    every = devices is None
    names = [row.device for row in found]
    desk = _Desk(
        moment=now(),
        mandates=get_mandates(viewer=viewer, mandates=mandates),
        closed=closed_dwellings(viewer.community),
        blocked=_blocked(viewer.community),
        secrets=_secrets(viewer.community, None if every else names),
        series=(series := _series(viewer.community, None if every else names)),
        behind=_behind(viewer.community, series) if every else {},
    )
    return tuple(_entry(viewer.community, row, desk) for row in found)


_FIELDS = (
    "pk",
    "state",
    "model__key",
    "vendor",
    "mandate_id",
    "dwelling_id",
    "path",
    "may_discover",
)


@dataclass(frozen=True, slots=True)
class _Row:
    device: str
    state: str
    model: str
    vendor: str
    mandate: str | None
    dwelling: str | None
    path: str
    may_discover: bool


_Measured = tuple[str, GateProperty]


@dataclass(frozen=True, slots=True)
class _Desk:
    moment: datetime
    mandates: dict[str, MandateCard]
    closed: frozenset[str]
    blocked: frozenset[str]
    secrets: dict[str, list[bytes]]
    series: dict[str, list[_Measured]]
    behind: dict[str, dict[str, StateTopic]]


def _entry(community: str, row: _Row, desk: _Desk) -> GateEntry:
    measured = desk.series.get(row.device, [])
    refusal = _refusal(row, desk)
    properties: dict[str, GateProperty] = {}
    if refusal is None:
        mandate = desk.mandates[cast(str, row.mandate)]
        properties = {
            key: _windowed(spec, mandate)
            for key, spec in measured
            if mandate.covers(f"{row.model}.{key}")
        }
        refusal = None if properties else "no_mandate"
    may_discover = row.may_discover and row.state in (State.ACTIVE, State.SILENT)
    return GateEntry(
        device=row.device,
        community=community,
        state=row.state,
        secrets=tuple(desk.secrets.get(row.device, ())),
        properties=properties,
        known=frozenset(key for key, _ in measured),
        refusal=refusal,
        may_discover=may_discover,
        states=desk.behind.get(row.device, {}) if may_discover else {},
    )


def _refusal(row: _Row, desk: _Desk) -> str | None:
    if row.state not in (State.ACTIVE, State.SILENT):
        return "not_active"
    if folded(row.vendor) in desk.blocked:
        return "vendor_blocked"
    if row.dwelling in desk.closed:
        return CLOSED
    mandate = desk.mandates.get(row.mandate or "")
    if mandate is None or not _may_stand(mandate, desk.moment):
        return "no_mandate"
    return None if mandate.holds_at(row.path.split("/")) else "no_mandate"


def _may_stand(mandate: MandateCard, moment: datetime) -> bool:
    """Whether it stands now or will: the window in each property says from when."""
    return mandate.is_valid_at(max(moment, mandate.valid_from))


def _windowed(spec: GateProperty, mandate: MandateCard) -> GateProperty:
    until = mandate.valid_until
    return GateProperty(
        spec.series,
        spec.kind,
        spec.unit,
        spec.minimum,
        spec.maximum,
        _milliseconds(mandate.valid_from),
        None if until is None else _milliseconds(until),
    )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _blocked(community: str) -> frozenset[str]:
    rows = BlockedVendorRow.objects.filter(community=community)
    return frozenset(rows.values_list("vendor", flat=True))


def _secrets(community: str, devices: list[str] | None) -> dict[str, list[bytes]]:
    rows = DeviceSecret.objects.filter(device__community=community, revoked_at=None)
    if devices is not None:
        rows = rows.filter(device__in=devices)
    found: dict[str, list[bytes]] = defaultdict(list)
    for device, digest in rows.order_by("id").values_list("device_id", "digest"):
        found[device].append(bytes(digest))
    return found


def _series(community: str, devices: list[str] | None) -> dict[str, list[_Measured]]:
    rows = Series.objects.filter(device__community=community)
    if devices is not None:
        rows = rows.filter(device__in=devices)
    found: dict[str, list[_Measured]] = defaultdict(list)
    fields = ("device_id", "property", "pk", "kind", "unit", "minimum", "maximum")
    for device, key, number, kind, unit, minimum, maximum in rows.values_list(*fields):
        spec = GateProperty(number, cast(Kind, kind), unit or None, minimum, maximum)
        found[device].append((key, spec))
    return found


def _behind(
    community: str, series: Mapping[str, Iterable[_Measured]]
) -> dict[str, dict[str, StateTopic]]:
    """What each gateway publishes for the devices behind it, by topic."""
    rows = StateTopicRow.objects.filter(
        device__community=community, device__gateway__isnull=False
    ).exclude(device__state=State.RETIRED.value)
    specs: dict[tuple[str, str, str], list[DiscoveredProperty]] = defaultdict(list)
    for row in rows.annotate(gateway=F("device__gateway")).order_by("pk"):
        kind = next((one.kind for key, one in series[row.device_id] if key == row.property), None)
        if kind is not None:
            specs[row.gateway, row.topic, row.device_id].append(_spoken(row, kind))
    found: dict[str, dict[str, StateTopic]] = defaultdict(dict)
    for (gateway, topic, device), spoken in specs.items():
        found[gateway].setdefault(topic, StateTopic(device, tuple(spoken)))
    return found


def _spoken(row: StateTopicRow, kind: Kind) -> DiscoveredProperty:
    return DiscoveredProperty(
        key=row.property,
        name=row.property,
        kind=kind,
        unit=row.unit or None,
        device_class=None,
        state_topic=row.topic,
        json_field=row.json_field or None,
        payload_on=row.payload_on,
        payload_off=row.payload_off,
    )
