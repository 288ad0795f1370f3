"""The one way cards become JSON, and the one way their shape becomes a schema."""

import base64
import math
import types
import typing
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from ninja import Schema
from pydantic import Base64Bytes, create_model

from linli.kernel import Ref

_names: dict[str, type] = {}


def plain(value: Any) -> Any:
    """A card as JSON values: times in UTC, decimals and references as text, enums by value."""
    if value is None or isinstance(value, bool | int) and not isinstance(value, Enum):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date | timedelta):
        return _time(value)
    if isinstance(value, Decimal | Ref):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return _many(value)


def _many(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(map(plain, value))
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _time(value: date | timedelta) -> str | float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


@cache
def schema_of(card: type) -> type[Schema]:
    """The schema of a card, named after it; a name two modules use gets the module's in front."""
    hints = get_type_hints(card)
    given: dict[str, Any] = {
        field.name: (shape_of(hints[field.name]), ...) for field in fields(card)
    }
    about = (card.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    return create_model(_name(card), __base__=Schema, __doc__=about, **given)


def _name(card: type) -> str:
    name = card.__name__
    if _names.setdefault(name, card) is not card:
        name = card.__module__.split(".")[2].capitalize() + name
        _names[name] = card
    return name


def shape_of(hint: Any) -> Any:
    """A type hint of a card as the type its JSON has."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return typing.Union[tuple(map(shape_of, arguments))]  # noqa: UP007 — made at run time
    if origin is not None and not isinstance(origin, type):
        return hint
    if origin is not None and issubclass(origin, Mapping):
        return dict[str, shape_of(arguments[1])]  # type: ignore[misc]
    if origin is tuple and Ellipsis not in arguments:
        return tuple[tuple(map(shape_of, arguments))]  # type: ignore[misc]
    if origin is not None and issubclass(origin, Iterable):
        return list[shape_of(arguments[0])]  # type: ignore[misc]
    if not isinstance(hint, type):
        return hint
    return _scalar(hint)


def _scalar(hint: type) -> Any:
    if hint is Ref or issubclass(hint, Decimal):
        return str
    if issubclass(hint, bytes):
        return Base64Bytes
    if issubclass(hint, timedelta):
        return float
    if is_dataclass(hint):
        return schema_of(hint)
    return hint
