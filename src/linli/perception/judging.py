"""The gate's answer to one reading: a row of telemetry, or the reason why not."""

from functools import lru_cache
from typing import Final

from linli.perception.gate import GateEntry, GateProperty
from linli.perception.reading import Accepted, Reading, Value
from linli.perception.timing import settle_time
from linli.perception.units import conversion

MAX_TEXT: Final = 4_096  # bytes of one text value

_conversion = lru_cache(maxsize=4_096)(conversion)


def judge(entry: GateEntry, reading: Reading, received: int, flags: int = 0) -> Accepted | str:
    """The row to store, or the name of the refusal; nothing is remembered."""
    allowed = entry.properties.get(reading.property)
    if entry.refusal is not None:
        return entry.refusal
    if allowed is None:
        return "no_mandate" if reading.property in entry.known else "unknown_property"
    at, marks = settle_time(reading.at, received)
    if at < allowed.valid_from or (allowed.valid_until is not None and at >= allowed.valid_until):
        return "no_mandate"
    value = reading.value
    if allowed.kind == "text":
        refusal = _refuse_text(value)
        if refusal:
            return refusal
        return Accepted(allowed.series, at, 0.0, str(value), flags | marks, received)
    number = _number(allowed, reading.unit, value)
    if isinstance(number, str):
        return number
    return Accepted(allowed.series, at, number, "", flags | marks, received)


def _refuse_text(value: Value) -> str | None:
    if not isinstance(value, str):
        return "wrong_kind"
    return "too_large" if len(value.encode("utf-8", "replace")) > MAX_TEXT else None


def _number(allowed: GateProperty, unit: str | None, value: Value) -> float | str:
    """The value in the property's own unit, or the refusal."""
    if isinstance(value, str):
        return "wrong_kind"
    if allowed.kind == "boolean":  # a device without booleans may say 0 or 1
        return float(value) if value in (0, 1) else "wrong_kind"
    if isinstance(value, bool):
        return "wrong_kind"
    number = float(value)
    if number - number != 0.0:  # infinite or not a number
        return "not_a_number"
    if unit is not None and unit != allowed.unit and allowed.unit is not None:
        change = _conversion(unit, allowed.unit)
        if change is None:
            return "wrong_unit"
        number = number * change[0] + change[1]
    if allowed.minimum is not None and number < allowed.minimum:
        return "out_of_range"
    if allowed.maximum is not None and number > allowed.maximum:
        return "out_of_range"
    return number
