"""What a gateway announces (Home Assistant's discovery) becomes a registered device, no more."""

import re
from typing import Any

import orjson

from linli.foundation.devices.api import StateSpec, discover_device
from linli.kernel import Words, system
from linli.perception.codecs.discovery import Discovered, DiscoveredProperty, Removed
from linli.perception.gate import Gate
from linli.wiring.core.database import Lane

_NOT_KEY = re.compile(r"[^a-z0-9_-]+")
_NOT_DEVICE = re.compile(r"[^A-Za-z0-9._:-]+")
_MOST_KEY, _MOST_DEVICE, _MOST_NAME, _MOST_UNIT = 60, 64, 80, 20


class Discovery:
    """`take` is the listener's: it returns once the announcement is kept."""

    def __init__(self, gate: Gate, lane: Lane) -> None:
        self._gate, self._lane = gate, lane

    async def take(self, gateway: str, found: Discovered | Removed) -> None:
        """Keep one announcement in quarantine. Taking one back changes nothing: what a person has
        to decide stays until they did."""
        entry = self._gate.entries.get(gateway)
        if entry is None or isinstance(found, Removed) or not found.properties:
            return
        await self._lane.run(lambda: _keep(entry.community, gateway, found))


def _keep(community: str, gateway: str, found: Discovered) -> None:
    discover_device(
        by=system(community),
        device=_NOT_DEVICE.sub("-", found.device).strip("._:-")[:_MOST_DEVICE],
        model=model_of(found),
        raw=orjson.dumps(found.raw),
        name=Words(found.name[:_MOST_NAME], found.name[:_MOST_NAME]),
        gateway=gateway,
        states=[_state(one) for one in found.properties if not one.not_understood],
    )


def model_of(found: Discovered) -> dict[str, Any]:
    """A thing model of what was announced; nothing in it is trusted."""
    name = found.model or found.name
    key = _NOT_KEY.sub("-", f"{found.manufacturer} {name}".lower()).strip("-_")
    return {
        "key": key[:_MOST_KEY].rstrip("-_") or "found",
        "name": name[:_MOST_NAME],
        "vendor": found.manufacturer[:_MOST_NAME],
        "properties": [_property(one) for one in found.properties],
    }


def _property(one: DiscoveredProperty) -> dict[str, Any]:
    found = {"key": one.key[:_MOST_KEY], "name": one.name[:_MOST_NAME], "kind": one.kind}
    return found | {"unit": one.unit or "", "device_class": one.device_class or ""}


def _state(one: DiscoveredProperty) -> StateSpec:
    return StateSpec(
        property=one.key[:_MOST_KEY],
        topic=one.state_topic or "",
        json_field=one.json_field or "",
        unit=(one.unit or "")[:_MOST_UNIT],
        payload_on=one.payload_on,
        payload_off=one.payload_off,
    )
