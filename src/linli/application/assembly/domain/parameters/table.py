"""Every parameter by its key, in the order in which one reads about an assembly."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from linli.application.assembly.domain.papers import VoidReason
from linli.application.assembly.domain.parameters.choices import (
    Alternates,
    Body,
    ByWhat,
    NoProxy,
    NoticeReading,
    Partial,
)
from linli.application.assembly.domain.parameters.forms import (
    Form,
    OneOf,
    Several,
    Share,
    Truth,
    Whole,
)
from linli.application.assembly.domain.parameters.parameter import Bound, Parameter
from linli.application.assembly.domain.parameters.saying import TABLE
from linli.application.assembly.domain.rules import (
    Blank,
    Differing,
    Duplicates,
    NonResponse,
    SideUnits,
    Tie,
    Void,
)
from linli.application.assembly.domain.stages import Convened, Mode
from linli.kernel import Refused, Words

_KINDS: Mapping[str, type[StrEnum]] = {
    one.__name__: one
    for one in (
        Alternates,
        Blank,
        Body,
        ByWhat,
        Differing,
        Duplicates,
        Mode,
        NonResponse,
        NoProxy,
        NoticeReading,
        Partial,
        SideUnits,
        Tie,
        Void,
        VoidReason,
    )
}


def parameter_of(key: str, field: str = "key") -> Parameter:
    """The parameter of a name; Refused("not_found") when there is none."""
    found = PARAMETERS.get(key)
    if found is None:
        raise Refused(
            "not_found",
            "%(where)s: there is no rule “%(key)s”.",
            field=field,
            where=field,
            key=key[:40],
        )
    return found


def _form(row: Mapping[str, Any]) -> Form:
    of = row.get("of", "")
    match row.get("form", "whole"):
        case "share":
            return Share()
        case "truth":
            return Truth()
        case "one":
            return OneOf(_KINDS[of])
        case "several":
            return Several(_KINDS[of])
        case _:
            return Whole(row["least"], row["most"])


def _parameter(key: str, row: Mapping[str, Any]) -> Parameter:
    return Parameter(
        key,
        row["group"],
        Words(**row["name"]),
        Words(**row["sentence"]),
        _form(row),
        frozenset(Convened(one) for one in row.get("needed", ())),
        row.get("election", False),
        row.get("count", False),
        Bound(row.get("bound", Bound.FREE)),
        not row.get("unchecked", False),
    )


GROUPS: Mapping[str, Words] = {key: Words(**row["name"]) for key, row in TABLE["groups"].items()}
PARAMETERS: Mapping[str, Parameter] = {
    key: _parameter(key, row) for key, row in TABLE["rules"].items()
}
