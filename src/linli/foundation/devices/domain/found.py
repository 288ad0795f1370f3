"""What a machine says of a device: taken as far as it is understood, and never trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from linli.foundation.devices.domain.reading import PROPERTY_KEY, read_model
from linli.foundation.devices.domain.thing import DEVICE_CLASSES, ThingModel, body_of, distrusted
from linli.foundation.devices.domain.units import canonical_unit

LONGEST_NAME = 80
_LONGEST_TOPIC = 200
_LONGEST_TEXT = 100
_NOT_THEIRS = ("linli/", "$")


@dataclass(frozen=True, slots=True)
class StateSpec:
    """Where a gateway publishes one property of a device behind it, and how that is read.

    `json_field` is empty when the payload is the value itself; `unit` as the gateway wrote it.
    """

    property: str
    topic: str
    json_field: str = ""
    unit: str = ""
    payload_on: str = "ON"
    payload_off: str = "OFF"


def read_found(given: Mapping[str, Any]) -> ThingModel:
    """A checked model of what was announced, nothing in it open.

    A class or unit nobody knows leaves the property in; the unit is then told by its name.
    """
    rows = given.get("properties")
    if isinstance(rows, list):
        known = [row for row in rows if PROPERTY_KEY.fullmatch(str(row.get("key")))]
        given = {**given, "properties": [_understood(row) for row in known]}
    return distrusted(read_model(given))


def joined(before: ThingModel, found: ThingModel) -> ThingModel | None:
    """Both together; None when nothing new was found. What was said first of a property stays."""
    known = {spec.key for spec in before.properties}
    new = tuple(spec for spec in found.properties if spec.key not in known)
    if not new:
        return None
    whole = replace(before, key=found.key, version=1, properties=(*before.properties, *new))
    return read_model(body_of(whole))


def is_usable(state: StateSpec) -> bool:
    """Whether messages under this topic can be taken as a device's state."""
    texts = (state.json_field, state.payload_on, state.payload_off)
    return (
        0 < len(state.topic) <= _LONGEST_TOPIC
        and all(len(text) <= _LONGEST_TEXT for text in texts)
        and not set(state.topic) & set("+#\0")
        and not state.topic.startswith(_NOT_THEIRS)
    )


def _understood(row: Mapping[str, Any]) -> dict[str, Any]:
    read = dict(row)
    if read.get("device_class") not in DEVICE_CLASSES:
        read.pop("device_class", None)
    unit = read.get("unit")
    if isinstance(unit, str) and unit and canonical_unit(unit) is None:
        del read["unit"]
        name = read.get("name", read["key"])
        if isinstance(name, str):
            read["name"] = f"{name[: LONGEST_NAME - len(unit) - 3]} ({unit})"
    return read
