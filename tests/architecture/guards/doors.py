"""Guards over what is imported and running: the shape of front doors, the direction of tables."""

import dataclasses
import enum
import inspect
import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models.manager import BaseManager

from linli.kernel import Actor

OPEN = {  # told by journeys and the work process, or set once by wiring: nobody asks
    "linli.foundation.facts.api": {"publish", "when", "deliver", "deliver_all"},
    "linli.foundation.people.api": {"actor_for", "use_code_sender"},
    "linli.support.notify.api": {"use_channel", "Mailbox"},
}
ORM = (models.Model, models.QuerySet, BaseManager)
SOUND = (enum.Enum, Exception, tuple)  # tuple: a NamedTuple cannot be changed either


def shape(api: types.ModuleType) -> list[str]:
    """Every function of a front door is keyword-only, typed, documented and says who asks."""
    wrong = []
    for name in getattr(api, "__all__", ()):
        value = getattr(api, name)
        if name in OPEN.get(api.__name__, ()):
            continue
        if inspect.isfunction(value):
            wrong += [f"{api.__name__}.{name} {fault}" for fault in _function(value)]
        elif inspect.isclass(value):
            wrong += [f"{api.__name__}.{name} {fault}" for fault in _class(value)]
    return wrong


def _function(function: types.FunctionType) -> Iterator[str]:
    if not (function.__doc__ or "").strip():
        yield "has no docstring"
    parameters = inspect.signature(function).parameters
    loose = [p.name for p in parameters.values() if p.kind is not p.KEYWORD_ONLY]
    if loose:
        yield f"takes {', '.join(loose)} by position"
    hints = _hints(function)
    untyped = [name for name in (*parameters, "return") if name not in hints]
    if untyped:
        yield f"does not say the type of {', '.join(untyped)}"
    asking = [name for name in ("by", "viewer") if name in parameters]
    if len(asking) != 1:
        yield "does not say who asks (one of `by`, `viewer`)"
    elif hints.get(asking[0]) is not Actor:
        yield f"has a `{asking[0]}` that is no Actor"
    for name, hint in hints.items():
        if any(_is_row(part) for part in _parts(hint)):
            yield f"passes rows of the database: {name}"


def _class(cls: type) -> Iterator[str]:
    if issubclass(cls, ORM):
        yield "is a table"
    elif dataclasses.is_dataclass(cls):
        settings = cls.__dataclass_params__
        if not settings.frozen or "__slots__" not in vars(cls):
            yield "is not a frozen, slotted dataclass"
        if any(_is_row(part) for hint in _hints(cls).values() for part in _parts(hint)):
            yield "holds rows of the database"
    elif not issubclass(cls, SOUND) and not getattr(cls, "_is_protocol", False):
        yield "is neither a card, an enum, an exception nor a protocol"
    if not (cls.__doc__ or "").strip():
        yield "has no docstring"


def _hints(thing: Any) -> dict[str, Any]:
    return typing.get_type_hints(thing)


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in typing.get_args(hint):
        yield from _parts(part)


def _is_row(hint: Any) -> bool:
    origin = typing.get_origin(hint) or hint
    return inspect.isclass(origin) and issubclass(origin, ORM)


def tables(rows: Iterable[type[models.Model]], ranks: dict[str, int]) -> list[str]:
    """Foreign keys point down the house, protect what they point to, and leave no way back."""
    wrong = []
    for row in rows:
        here = row._meta.app_label
        if not row._meta.db_table.startswith(f"{here}_"):
            wrong.append(f"{row._meta.label} is stored as {row._meta.db_table}")
        for field in row._meta.get_fields(include_hidden=False):
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            wrong += [
                f"{row._meta.label}.{field.name} {fault}" for fault in _key(field, here, ranks)
            ]
    return wrong


def _key(field: Any, here: str, ranks: dict[str, int]) -> Iterator[str]:
    there = field.related_model._meta.app_label
    if there == here:
        return
    if field.remote_field.related_name != "+":
        yield "leaves a way back: related_name must be '+'"
    if there not in ranks:
        yield f"points out of the house: {there}"
    elif ranks[there] >= ranks[here]:
        yield f"points up or sideways: {there}"
    if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT:
        yield f"may lose what it points to: on_delete across modules must be PROTECT ({there})"
