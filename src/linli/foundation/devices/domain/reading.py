"""A thing model read from plain data, with every field checked and every refusal saying where."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import orjson

from linli.foundation.devices.domain.thing import (
    A_DAY,
    DEVICE_CLASSES,
    EventSpec,
    FunctionSpec,
    ParameterSpec,
    PropertySpec,
    Sensitivity,
    ThingModel,
)
from linli.foundation.devices.domain.units import canonical_unit
from linli.kernel import Refused, Words

MOST_PROPERTIES = 100
MOST_FUNCTIONS = 50
MOST_EVENTS = 50
MOST_PARAMETERS = 20
MOST_BYTES = 64 * 1024
MOST_SILENT = 366 * 24 * 60

_MODEL_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
PROPERTY_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:./-]{0,59}")
_KINDS = ("number", "boolean", "text")
_LEVELS = ("info", "warning", "urgent")


S = TypeVar("S")


def read_model(given: Mapping[str, Any]) -> ThingModel:
    """A checked model from plain data; a refusal's `field` says where (`properties[2].unit`).

    A name is `{"zh": …, "en": …}` or one text for both; unknown fields are ignored.
    """
    if len(_dumped(given)) > MOST_BYTES:
        raise Refused("too_large", "A device model may have at most 64 KiB.", field="model")
    return ThingModel(
        key=_key(given.get("key"), _MODEL_KEY, "key"),
        version=_version(given.get("version", 1)),
        name=_words(given.get("name"), "name"),
        vendor=_text(given.get("vendor", ""), "vendor", 80),
        properties=_specs(given, "properties", _property, 1, MOST_PROPERTIES),
        functions=_specs(given, "functions", _function, 0, MOST_FUNCTIONS),
        events=_specs(given, "events", _event, 0, MOST_EVENTS),
        silent_after=_minutes(given.get("silent_after", A_DAY)),
    )


def _dumped(given: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(dict(given))
    except TypeError as error:
        raise Refused("invalid", "A device model must be plain data.", field="model") from error


def _specs(
    given: Mapping[str, Any],
    field: str,
    read: Callable[[Mapping[str, Any], str], S],
    least: int,
    most: int,
) -> tuple[S, ...]:
    rows = given.get(field, ())
    if not isinstance(rows, list | tuple) or not least <= len(rows) <= most:
        raise Refused(
            "invalid",
            "A device model has between %(least)s and %(most)s entries here.",
            field=field,
            least=least,
            most=most,
        )
    read_rows = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        where = f"{field}[{number}]"
        if not isinstance(row, Mapping):
            raise Refused("invalid", "This must be a list of named fields.", field=where)
        key = _key(row.get("key"), PROPERTY_KEY, f"{where}.key")
        if key in seen:
            raise Refused("invalid", "“%(key)s” is there twice.", field=f"{where}.key", key=key)
        seen.add(key)
        read_rows.append(read(row, where))
    return tuple(read_rows)


def _property(row: Mapping[str, Any], where: str) -> PropertySpec:
    kind = _one_of(row.get("kind", "number"), _KINDS, f"{where}.kind")
    minimum = _bound(row.get("minimum"), f"{where}.minimum")
    maximum = _bound(row.get("maximum"), f"{where}.maximum")
    if kind != "number" and (minimum is not None or maximum is not None):
        raise Refused("invalid", "Only a number has bounds.", field=f"{where}.minimum")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise Refused("invalid", "The minimum is above the maximum.", field=f"{where}.minimum")
    device_class = row.get("device_class") or ""
    if device_class:
        device_class = _one_of(device_class, DEVICE_CLASSES, f"{where}.device_class")
    level = row.get("sensitivity", Sensitivity.HOUSEHOLD.value)
    return PropertySpec(
        key=str(row["key"]),
        name=_words(row.get("name", row["key"]), f"{where}.name"),
        kind=kind,
        unit=_unit(row.get("unit"), f"{where}.unit"),
        device_class=device_class,
        sensitivity=_one_of(level, tuple(Sensitivity), f"{where}.sensitivity"),
        minimum=minimum,
        maximum=maximum,
    )


def _function(row: Mapping[str, Any], where: str) -> FunctionSpec:
    name = _words(row.get("name", row["key"]), f"{where}.name")
    return FunctionSpec(str(row["key"]), name, _parameters(row, "inputs", where))


def _event(row: Mapping[str, Any], where: str) -> EventSpec:
    name = _words(row.get("name", row["key"]), f"{where}.name")
    level = _one_of(row.get("level", "info"), _LEVELS, f"{where}.level")
    return EventSpec(str(row["key"]), name, level, _parameters(row, "outputs", where))


def _parameters(row: Mapping[str, Any], field: str, where: str) -> tuple[ParameterSpec, ...]:
    try:
        return _specs(row, field, _parameter, 0, MOST_PARAMETERS)
    except Refused as refused:
        place = f"{where}.{refused.field}"
        raise Refused(refused.code, refused.message, field=place, **refused.params) from refused


def _parameter(row: Mapping[str, Any], where: str) -> ParameterSpec:
    return ParameterSpec(
        key=str(row["key"]),
        name=_words(row.get("name", row["key"]), f"{where}.name"),
        kind=_one_of(row.get("kind", "number"), _KINDS, f"{where}.kind"),
        unit=_unit(row.get("unit"), f"{where}.unit"),
    )


def _key(value: object, pattern: re.Pattern[str], where: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Refused(
            "invalid",
            "A key has 1 to 60 Latin letters, digits, hyphens and the like, without blanks.",
            field=where,
        )
    return value


def _minutes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_SILENT:
        raise Refused(
            "invalid",
            "After how many minutes it counts as silent is a whole number from 1 to %(most)s.",
            field="silent_after",
            most=MOST_SILENT,
        )
    return value


def _version(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000:
        raise Refused("invalid", "A version is a whole number from 1.", field="version")
    return value


def _words(value: object, where: str) -> Words:
    if isinstance(value, Words):
        value = {"zh": value.zh, "en": value.en}
    if isinstance(value, str):
        value = {"zh": value, "en": value}
    if not isinstance(value, Mapping):
        raise Refused("invalid", "A name is needed, in Chinese and in English.", field=where)
    zh, en = value.get("zh") or value.get("en"), value.get("en") or value.get("zh")
    if not zh or not en:
        raise Refused("invalid", "A name is needed, in Chinese and in English.", field=where)
    return Words(_text(zh, where, 80), _text(en, where, 80))


def _text(value: object, where: str, most: int) -> str:
    if not isinstance(value, str):
        raise Refused("invalid", "This must be text.", field=where)
    bare = value.strip()
    if len(bare) > most or not bare.isprintable():
        raise Refused(
            "invalid", "This may have at most %(most)s characters.", field=where, most=most
        )
    return bare


def _one_of(value: object, allowed: tuple[str, ...] | frozenset[str], where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise Refused(
            "invalid", "“%(value)s” is not known here.", field=where, value=str(value)[:40]
        )
    return str(value)


def _unit(value: object, where: str) -> str:
    if value is None or value == "":
        return ""
    unit = canonical_unit(value) if isinstance(value, str) else None
    if unit is None:
        raise Refused(
            "invalid",
            "“%(unit)s” is not a unit we know; SenML units are used, for example Cel, W or %%RH.",
            field=where,
            unit=str(value)[:20],
        )
    return unit


def _bound(value: object, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("invalid", "A bound is a number.", field=where)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Refused("invalid", "A bound is a finite number.", field=where)
    return number
