"""SenML JSON (RFC 8428): a pack of records in, readings and problems out."""

import re
from dataclasses import dataclass
from typing import Any, Final

import orjson

from linli.perception.outcomes import Problem
from linli.perception.reading import Reading, Value

MAX_RECORDS: Final = 10_000
MAX_NAME: Final = 255
_VERSION: Final = 10  # RFC 8428 §4.4
_TIME_LIMIT: Final = 1e11  # seconds; beyond this it is no time at all

_SIMPLE: Final = frozenset({"n", "v", "t", "u"})
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:./_-]*")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*={0,2}")
_FIELDS: Final = frozenset(
    {"bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd", "s", "t", "ut"}
)
_plain_names: set[str] = set()  # names seen to be plain, so that the pattern runs once for each


@dataclass(frozen=True, slots=True)
class Pack:
    """What could be read of a message, and what could not."""

    readings: list[Reading]
    problems: list[Problem]


class _Unreadable(Exception):
    def __init__(self, field: str | None, detail: str, reason: str = "malformed") -> None:
        super().__init__(detail)
        self.field, self.detail, self.reason = field, detail, reason


def decode(payload: bytes, device: str) -> Pack:
    """Read a pack published by `device`; a bad record is a problem and leaves the others alone.

    Names are a property of the device itself ("temperature") or end in it with the device's id
    before ("urn:dev:ops:DEVICE:temperature"); any other name is the problem `wrong_device`.
    """
    try:
        records = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        return _refused("malformed", f"this is not JSON ({error})", payload)
    if type(records) is not list:
        return _refused("malformed", "a SenML pack is a JSON array of records", payload)
    if len(records) == 1:
        record = records[0]
        if type(record) is dict and record.keys() <= _SIMPLE:
            reading = _simple(record, device)
            if reading is not None:
                return Pack([reading], [])
    if len(records) > MAX_RECORDS:
        return _refused("too_large", f"more than {MAX_RECORDS} records in one pack", payload)
    return _Resolver(device).resolve(records, payload)


def _simple(record: dict[str, Any], device: str) -> Reading | None:
    """The common pack of one record without base fields; None when it needs a closer look."""
    name, value = record.get("n"), record.get("v")
    if name not in _plain_names or (type(value) is not float and type(value) is not int):
        return None
    at, unit = record.get("t", 0), record.get("u")
    if type(at) is not int and type(at) is not float or not -_TIME_LIMIT < at < _TIME_LIMIT:
        return None
    if unit is not None and type(unit) is not str:
        return None
    return Reading(device, name, at * 1000 if type(at) is int else round(at * 1000), value, unit)


def _refused(reason: str, detail: str, payload: bytes) -> Pack:
    return Pack([], [Problem(reason, detail, raw=payload)])


class _Resolver:
    """The base values in force while a pack is read from the first record to the last."""

    __slots__ = ("device", "name", "numbers", "unit")

    def __init__(self, device: str) -> None:
        self.device = device
        self.name = ""
        self.unit: str | None = None
        self.numbers: dict[str, float] = {}  # bt, bv, bs

    def resolve(self, records: list[Any], payload: bytes) -> Pack:
        readings: list[Reading] = []
        problems: list[Problem] = []
        for index, record in enumerate(records):
            try:
                readings.extend(self._record(record))
            except _MustReject as error:
                problem = Problem("malformed", error.detail, index, error.field, payload)
                return Pack([], [problem])
            except _Unreadable as error:
                raw = _rendered(record)
                problems.append(Problem(error.reason, error.detail, index, error.field, raw))
        if not readings and not problems:
            return _refused("malformed", "there is no reading in this pack", payload)
        return Pack(readings, problems)

    def _record(self, record: Any) -> list[Reading]:
        if type(record) is not dict:
            raise _Unreadable(None, "a record is a JSON object")
        if not record.keys() <= _FIELDS:
            self._check_unknown(record)
        self._take_bases(record)
        values = [key for key in ("v", "vs", "vb", "vd") if key in record]
        if len(values) > 1:
            raise _Unreadable(values[1], "a record has one value only")
        if not values and "s" not in record:
            if record.keys() <= {"bn", "bt", "bu", "bv", "bs", "bver"}:
                return []  # a record of base fields alone
            if "bv" not in self.numbers:
                raise _Unreadable("v", "the record has no value")
        return self._readings(record, values[0] if values else None)

    def _readings(self, record: dict[str, Any], key: str | None) -> list[Reading]:
        key_of_property = self._property(record.get("n", ""))
        at = self._time(record)
        unit = record.get("u", self.unit)
        if unit is not None and (type(unit) is not str or len(unit) > MAX_NAME):
            raise _Unreadable("u", "a unit is a short text")
        found: list[Reading] = []
        if key is not None or "s" not in record:
            value = self._value(record, key or "v")
            found.append(Reading(self.device, key_of_property, at, value, unit))
        if "s" in record or "bs" in record:
            total = _number(record.get("s", 0), "s") + self.numbers.get("bs", 0)
            found.append(Reading(self.device, key_of_property + "_sum", at, total, None))
        return found

    def _check_unknown(self, record: dict[str, Any]) -> None:
        for key in record:
            if key not in _FIELDS and key.endswith("_"):
                raise _MustReject(key, "a field ending in _ must be understood, and this is not")

    def _take_bases(self, record: dict[str, Any]) -> None:
        if "bver" in record and (type(record["bver"]) is not int or record["bver"] > _VERSION):
            raise _MustReject("bver", f"only SenML versions up to {_VERSION} are understood")
        for key in ("bt", "bv", "bs"):
            if key in record:
                self.numbers[key] = _number(record[key], key)
        if "bn" in record:
            self.name = _short(record["bn"], "bn")
        if "bu" in record:
            self.unit = _short(record["bu"], "bu")

    def _property(self, name: Any) -> str:
        """The property key a resolved name stands for."""
        if type(name) is not str:
            raise _Unreadable("n", "a name is a text")
        full: str = self.name + name
        if full in _plain_names:
            return full
        if len(full) > MAX_NAME or not _NAME.fullmatch(full):
            raise _Unreadable(
                "n", "a name begins with a letter or digit, then A-Z a-z 0-9 - : . / _"
            )
        if _PLAIN.fullmatch(full):
            if len(_plain_names) < 4_096:
                _plain_names.add(full)
            return full
        return _within(full, self.device)

    def _time(self, record: dict[str, Any]) -> int:
        at = self.numbers.get("bt", 0) + _number(record.get("t", 0), "t")
        if not -_TIME_LIMIT < at < _TIME_LIMIT:
            raise _Unreadable("t", "a time is seconds since 1970, or relative below 2^28")
        if "ut" in record:
            _number(record["ut"], "ut")
        return round(at * 1000)

    def _value(self, record: dict[str, Any], key: str) -> Value:
        value = record.get(key, 0)
        if key == "v":
            return _number(value, "v") + self.numbers.get("bv", 0)
        if key == "vb":
            if not isinstance(value, bool):
                raise _Unreadable("vb", "must be true or false")
            return value
        if not isinstance(value, str):
            raise _Unreadable(key, "must be a text")
        if key == "vd" and not _BASE64URL.fullmatch(value):
            raise _Unreadable("vd", "must be base64url")
        return value


class _MustReject(_Unreadable):
    """A fault for which RFC 8428 wants the whole pack refused."""


def _within(name: str, device: str) -> str:
    """The property of a name that says its device; it must be the sender."""
    cut = max(name.rfind(":"), name.rfind("/"))
    owner, key = name[:cut], name[cut + 1 :]
    if owner != device and not owner.endswith((":" + device, "/" + device)):
        raise _Unreadable("n", "the name is not one of the sender's own", "wrong_device")
    if not key:
        raise _Unreadable("n", "the name says no property")
    return key


def _number(value: Any, field: str) -> float:
    if type(value) is int or type(value) is float:
        return value
    raise _Unreadable(field, "must be a number")


def _short(value: Any, field: str) -> str:
    if isinstance(value, str) and len(value) <= MAX_NAME:
        return value
    raise _MustReject(field, "must be a short text")


def _rendered(record: Any) -> bytes:
    try:
        return orjson.dumps(record)
    except (TypeError, ValueError):
        return b""
