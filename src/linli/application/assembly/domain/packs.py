"""Rule packs: what a country and a city have decided, each value with its source, in layers.

A pack names the one it stands on (`base`); what it does not say, the one below says. A value that
is not `confirmed` is known at second hand only, and runs nothing until a community confirms it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from linli.application.assembly.domain.parameters import PARAMETERS, Parameter, Value, parameter_of
from linli.kernel import Refused, Words

FOLDER = Path(__file__).parents[1] / "packs"
_ABOUT = frozenset({"key", "base", "version", "name"})


@dataclass(frozen=True, slots=True)
class PackValue:
    """One value of a pack: what was decided, in which article, of which date.

    `is_confirmed` when the text of the article itself was read for it.
    """

    key: str
    value: Value
    pack: str
    source: str
    article: str
    date: str
    is_confirmed: bool
    note: Words


@dataclass(frozen=True, slots=True)
class Pack:
    """All that holds in a place: its own values over those of the pack below."""

    key: str
    base: str
    version: str
    name: Words
    values: Mapping[str, PackValue]


def list_packs() -> tuple[str, ...]:
    """The keys of all packs."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load_pack(key: str) -> Pack:
    """A pack with all that it stands on.

    Raises:
        Refused: no such pack.
    """
    known = list_packs()
    if key not in known:
        raise Refused(
            "not_found",
            "%(where)s: there is no rule pack “%(key)s”; the packs are %(known)s.",
            field="pack",
            where="pack",
            key=key[:40],
            known=", ".join(known),
        )
    table = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    base = str(table.get("base", ""))
    below = load_pack(base).values if base else {}
    own = {name: _value(key, name, one) for name, one in table.items() if name not in _ABOUT}
    return Pack(key, base, table["version"], Words(**table["name"]), {**below, **own})


def _value(pack: str, name: str, given: Mapping[str, Any]) -> PackValue:
    parameter = parameter_of(name, pack)
    day = date.fromisoformat(given["date"]) if given["date"] else None
    return PackValue(
        name,
        _as_written(parameter, given["value"], f"{pack}.{name}"),
        pack,
        given["source"],
        given["article"],
        day.isoformat() if day else "",
        given["confirmed"],
        Words(**given.get("note", {"zh": "", "en": ""})),
    )


def _as_written(parameter: Parameter, given: Any, field: str) -> Value:
    """A file writes a value as it is meant; what only reads like one is a slip of the hand."""
    read = parameter.read(given, field)
    if type(read) is not type(given) or read != given:
        raise Refused(
            "invalid",
            "%(where)s: “%(given)s” is not written as it is meant.",
            field=field,
            where=field,
            given=str(given)[:40],
        )
    return read


def pack_of(key: str) -> Mapping[str, Any]:
    """The confirmed values of a pack that the count uses, each as `{"value": …}`."""
    return {
        name: {"value": one.value}
        for name, one in load_pack(key).values.items()
        if one.is_confirmed and PARAMETERS[name].is_count
    }
