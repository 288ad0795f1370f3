"""Home Assistant's MQTT discovery: what a gateway says of the things behind it.

Only what is said is read here; nothing is registered, let alone activated. State topics are
understood where the value is the payload itself or one plain field of a JSON object.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from linli.perception.outcomes import Problem
from linli.perception.reading import Reading, Value

PREFIX: Final = "homeassistant"
MAX_COMPONENTS: Final = 256
MAX_TEXT: Final = 255

_ABBREVIATIONS: Final = {
    "stat_t": "state_topic",
    "unit_of_meas": "unit_of_measurement",
    "dev_cla": "device_class",
    "stat_cla": "state_class",
    "val_tpl": "value_template",
    "uniq_id": "unique_id",
    "obj_id": "object_id",
    "def_ent_id": "default_entity_id",
    "dev": "device",
    "o": "origin",
    "cmps": "components",
    "p": "platform",
    "pl_on": "payload_on",
    "pl_off": "payload_off",
    "avty_t": "availability_topic",
    "avty": "availability",
    "cmd_t": "command_topic",
    "json_attr_t": "json_attributes_topic",
    "ent_cat": "entity_category",
    "ic": "icon",
    "exp_aft": "expire_after",
}
_DEVICE_ABBREVIATIONS: Final = {
    "ids": "identifiers",
    "cns": "connections",
    "mf": "manufacturer",
    "mdl": "model",
    "mdl_id": "model_id",
    "hw": "hw_version",
    "sw": "sw_version",
    "sn": "serial_number",
    "sa": "suggested_area",
    "cu": "configuration_url",
}
_KINDS: Final = {
    "sensor": "number",
    "binary_sensor": "boolean",
    "number": "number",
    "switch": "boolean",
    "text": "text",
    "select": "text",
    "event": "text",
}
_ENUM_CLASSES: Final = frozenset({"enum", "timestamp", "date"})
_FIELD: Final = re.compile(
    r"\{\{\s*value_json(?:\.([A-Za-z_]\w*)|\[\s*(?:'([^'\]]+)'|\"([^\"\]]+)\")\s*\])\s*\}\}"
)
_WHOLE: Final = re.compile(r"\{\{\s*value\s*\}\}")
_SLUG: Final = re.compile(r"[A-Za-z0-9_-]+")


class NotUnderstood(Exception):
    """A discovery message that cannot be used; the text says why."""


class _Silent(NotUnderstood):
    """A message that says nothing of a property."""


@dataclass(frozen=True, slots=True)
class DiscoveredProperty:
    """One measured thing; `json_field` None means the payload is the value.

    `not_understood` says why its state cannot be read (a template), None when it can.
    """

    key: str
    name: str
    kind: str
    unit: str | None
    device_class: str | None
    state_topic: str | None
    json_field: str | None = None
    payload_on: str = "ON"
    payload_off: str = "OFF"
    not_understood: str | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """A device as its gateway announces it; `device` is its own identifier, not ours."""

    device: str
    name: str
    manufacturer: str
    model: str
    properties: tuple[DiscoveredProperty, ...]
    state_topic: str | None
    topic: str
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removed:
    """The gateway took back what it had announced under this topic."""

    topic: str
    object_id: str


def is_config(topic: str) -> bool:
    """Whether this is where configurations are announced; Home Assistant's own topics are not."""
    return topic.startswith(PREFIX + "/") and topic.endswith("/config")


def read_config(topic: str, payload: bytes) -> Discovered | Removed:
    """Read `homeassistant/COMPONENT/[NODE/]OBJECT/config`; `NotUnderstood` says why not."""
    parts = topic.split("/")
    if parts[0] != PREFIX or parts[-1] != "config" or len(parts) not in (4, 5):
        raise NotUnderstood("the topic is not homeassistant/COMPONENT/[NODE/]OBJECT/config")
    component, object_id = parts[1], parts[-2]
    if not all(_SLUG.fullmatch(part) for part in parts[1:-1]):
        raise NotUnderstood("ids in the topic are letters, digits, _ and -")
    if not payload:
        return Removed(topic, object_id)
    try:
        said = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise NotUnderstood(f"this is not JSON ({error})") from error
    if not isinstance(said, dict):
        raise NotUnderstood("a configuration is a JSON object")
    config = _unfold(said)
    if component == "device":
        return _device_config(topic, object_id, config, said)
    return _single_config(topic, component, object_id, config, said)


def _unfold(said: Mapping[str, Any]) -> dict[str, Any]:
    """Long names for abbreviations, and the base topic put in for `~`."""
    config = {_ABBREVIATIONS.get(key, key): value for key, value in said.items()}
    base = config.pop("~", None)
    if isinstance(base, str):
        for key, value in config.items():
            if isinstance(value, str) and key.endswith("topic"):
                if value.startswith("~"):
                    config[key] = base + value[1:]
                elif value.endswith("~"):
                    config[key] = value[:-1] + base
    return config


def _single_config(
    topic: str, component: str, object_id: str, config: dict[str, Any], said: Mapping[str, Any]
) -> Discovered:
    about = _about(config.get("device"))
    unique = _text(config.get("unique_id")) or object_id
    node = topic.count("/") > 3  # then the object has a name within the node, as devices alike have
    key = object_id if node else _text(config.get("object_id")) or object_id
    found = _property(component, key, config)
    properties = (found,) if found else ()
    device = about["id"] or unique
    name = about["name"] or _text(config.get("name")) or object_id
    return Discovered(
        device, name, about["manufacturer"], about["model"], properties,
        found.state_topic if found else None, topic, said,
    )  # fmt: skip


def _device_config(
    topic: str, object_id: str, config: dict[str, Any], said: Mapping[str, Any]
) -> Discovered:
    if not isinstance(config.get("origin"), dict):
        raise NotUnderstood("a device's configuration must say its origin")
    components = config.get("components")
    if not isinstance(components, dict) or not components:
        raise NotUnderstood("a device's configuration must list its components")
    if len(components) > MAX_COMPONENTS:
        raise NotUnderstood(f"more than {MAX_COMPONENTS} components in one device")
    about = _about(config.get("device"))
    shared = {key: config[key] for key in ("state_topic",) if key in config}
    base = said.get("~")
    found: list[DiscoveredProperty] = []
    for key, part in components.items():
        if not isinstance(part, dict):
            raise NotUnderstood(f"component {key[:64]!r} is not a JSON object")
        whole = shared | _unfold({"~": base, **part} if isinstance(base, str) else part)
        one = _property(_text(whole.get("platform")), key, whole)
        if one is not None:
            found.append(one)
    device = about["id"] or object_id
    return Discovered(
        device, about["name"] or object_id, about["manufacturer"], about["model"], tuple(found),
        _text(shared.get("state_topic")) or None, topic, said,
    )  # fmt: skip


def _about(device: Any) -> dict[str, str]:
    if not isinstance(device, dict):
        device = {}
    config = {_DEVICE_ABBREVIATIONS.get(key, key): value for key, value in device.items()}
    ids = config.get("identifiers")
    first = ids[0] if isinstance(ids, list) and ids else ids
    return {
        "id": _text(first),
        "name": _text(config.get("name")),
        "manufacturer": _text(config.get("manufacturer")),
        "model": _text(config.get("model")),
    }


def _property(component: str, key: str, config: Mapping[str, Any]) -> DiscoveredProperty | None:
    """What a component measures; None for one that measures nothing (a button, a camera)."""
    kind = _KINDS.get(component)
    if kind is None or not _SLUG.fullmatch(key) or len(key) > MAX_TEXT:
        return None
    device_class = _text(config.get("device_class")) or None
    unit = _text(config.get("unit_of_measurement")) or None
    if component == "sensor" and (device_class in _ENUM_CLASSES):
        kind = "text"
    json_field, trouble = _template(config.get("value_template"))
    topic = _text(config.get("state_topic")) or None
    return DiscoveredProperty(
        key=key,
        name=_text(config.get("name")) or key,
        kind=kind,
        unit=unit,
        device_class=device_class,
        state_topic=topic,
        json_field=json_field,
        payload_on=_payload(config.get("payload_on"), "ON"),
        payload_off=_payload(config.get("payload_off"), "OFF"),
        not_understood=trouble if topic else "there is no state topic",
    )


def _template(template: Any) -> tuple[str | None, str | None]:
    """(field of a JSON object or None, why it is not understood or None)."""
    if template is None or (isinstance(template, str) and _WHOLE.fullmatch(template.strip())):
        return None, None
    if isinstance(template, str):
        match = _FIELD.fullmatch(template.strip())
        if match:
            return next(group for group in match.groups() if group), None
    return None, "the value template is more than {{ value_json.field }}"


def read_state(about: DiscoveredProperty, payload: bytes) -> Value:
    """The value in a message on the state topic; `NotUnderstood` says why there is none."""
    if about.not_understood:
        raise NotUnderstood(about.not_understood)
    value: Any
    if about.json_field is None:
        value = payload.decode("utf-8", "replace").strip()
    else:
        try:
            said = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise NotUnderstood(f"this is not JSON ({error})") from error
        if not isinstance(said, dict):
            raise NotUnderstood("this is not a JSON object")
        if said.get(about.json_field) is None:
            raise _Silent(f"there is no field {about.json_field!r}")
        value = said[about.json_field]
    return _converted(about, value)


def read_states(
    device: str, abouts: Iterable[DiscoveredProperty], payload: bytes
) -> tuple[list[Reading], list[Problem]]:
    """All that a message on a state topic says of a device; a part that is missing or null says
    nothing, one that cannot be read is a problem."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    for about in abouts:
        try:
            value = read_state(about, payload)
        except _Silent:
            continue
        except NotUnderstood as error:
            problems.append(Problem("malformed", str(error), None, about.key, payload))
        else:
            readings.append(Reading(device, about.key, 0, value, about.unit))
    return readings, problems


def _converted(about: DiscoveredProperty, value: Any) -> Value:
    if about.kind == "boolean":
        if isinstance(value, bool):
            return value
        if str(value) in (about.payload_on, about.payload_off):
            return str(value) == about.payload_on
        raise NotUnderstood("neither the payload for on nor the one for off")
    if about.kind == "text":
        return value if isinstance(value, str) else orjson.dumps(value).decode()
    try:
        number = float(value) if isinstance(value, (str, int, float)) else math.nan
    except ValueError:
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise NotUnderstood("not a number")
    return number


def _text(value: Any) -> str:
    """A short text, or nothing."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()[:MAX_TEXT]


def _payload(value: Any, default: str) -> str:
    if isinstance(value, bool):
        return str(value)
    return _text(value) or default
