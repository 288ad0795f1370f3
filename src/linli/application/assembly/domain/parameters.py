"""What can be decided about an assembly: each value with its name, its meaning and its bounds.

A value is plain (int, bool, str or a list of str) so that it can stand in a pack's file, in a
community's own rules and in what is published; shares are written like “1/5”.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from linli.application.assembly.domain.papers import VoidReason
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

Value = int | bool | str | list[str]


class NoticeReading(StrEnum):
    """Whether the day of the meeting may be the last day of the notice, or comes after it."""

    STRICT = "strict"
    INCLUSIVE = "inclusive"


class Body(StrEnum):
    """Who prepares the first assembly."""

    PREPARATION_GROUP = "preparation_group"
    PROPERTY_COMMITTEE = "property_committee"


class ByWhat(StrEnum):
    """What a share of the owners who ask for an assembly is counted by."""

    HEADS = "heads"
    HEADS_AND_AREA = "heads_and_area"
    HEADS_OR_AREA = "heads_or_area"


class NoProxy(StrEnum):
    """Who may not carry a proxy."""

    PROPERTY_COMPANY = "property_company"
    DEVELOPER = "developer"
    CANDIDATE = "candidate"


class Alternates(StrEnum):
    """Who waits as an alternate of the committee."""

    NONE = "none"
    RUNNERS_UP = "runners_up"


class Partial(StrEnum):
    """What holds when fewer pass than there are seats."""

    FAILS = "fails"
    STANDS_OVER_HALF = "stands_over_half"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int
    most: int

    def read(self, given: object, field: str) -> Value:
        if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit():
            given = int(given.strip()[:12])
        if type(given) is int and self.least <= given <= self.most:
            return given
        raise Refused(
            "invalid",
            "%(where)s: a whole number from %(least)s to %(most)s is needed.",
            field=field,
            where=field,
            least=self.least,
            most=self.most,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """A part of all, more than nothing and at most all, written as a fraction."""

    def read(self, given: object, field: str) -> Value:
        above, _, below = str(given).strip().partition("/")
        is_one = all(one.isascii() and one.isdigit() and len(one) <= 6 for one in (above, below))
        if is_one and 0 < int(above) <= int(below):
            return f"{int(above)}/{int(below)}"
        raise Refused(
            "invalid",
            "%(where)s: a share is written like “1/5”, more than nothing and at most all.",
            field=field,
            where=field,
        )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several words."""

    kind: type[StrEnum]

    def read(self, given: object, field: str) -> Value:
        try:
            return str(self.kind(str(given)))
        except ValueError:
            raise Refused(
                "invalid",
                "%(where)s: “%(given)s” is not one of %(known)s.",
                field=field,
                where=field,
                given=str(given)[:40],
                known=", ".join(self.kind),
            ) from None


@dataclass(frozen=True, slots=True)
class Several:
    """Some of several words, in their own order."""

    kind: type[StrEnum]

    def read(self, given: object, field: str) -> Value:
        if isinstance(given, str):
            given = [one.strip() for one in given.split(",") if one.strip()]
        if not isinstance(given, list):
            raise Refused(
                "invalid",
                "%(where)s: a list in square brackets is needed.",
                field=field,
                where=field,
            )
        chosen = {OneOf(self.kind).read(one, field) for one in given[:20]}
        return [str(one) for one in self.kind if str(one) in chosen]


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no."""

    def read(self, given: object, field: str) -> Value:
        known = {"true": True, "yes": True, "false": False, "no": False}
        found = given if isinstance(given, bool) else known.get(str(given).strip().lower())
        if found is None:
            raise Refused(
                "invalid", "%(where)s: “yes” or “no” is needed.", field=field, where=field
            )
        return found


_YES = ("yes", "no")
Form = Whole | Share | OneOf | Several | Truth


class Bound(StrEnum):
    """How a community's own value may differ from what the law says."""

    FREE = "free"
    LEAST = "least"
    MOST = "most"
    SAME = "same"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be decided; `needed` are the assemblies that cannot run without it.

    `is_election` when an election cannot either, `is_count` when the count itself uses it;
    `sentence` says it with `%(value)s` in it.
    """

    key: str
    group: str
    name: Words
    sentence: Words
    form: Form
    needed: frozenset[Convened] = frozenset()
    is_election: bool = False
    is_count: bool = False
    bound: Bound = Bound.FREE

    def read(self, given: object, field: str = "value") -> Value:
        """The value somebody wrote; Refused("invalid") when it cannot be one."""
        return self.form.read(given, field)

    def in_words(self, value: Value) -> Words:
        """The value in a sentence."""
        said = said_value(value)
        return Words(self.sentence.zh % {"value": said.zh}, self.sentence.en % {"value": said.en})

    def is_needed(self, convened: Convened, *, is_election: bool) -> bool:
        """Whether an assembly cannot run while this is decided by nobody."""
        return convened in self.needed or (self.is_election and is_election)


@dataclass(frozen=True, slots=True)
class RuleForm:
    """How a value is asked for: `kind` is whole, share, one, several or truth; `choices` are the
    words of a value with their sense, empty for numbers."""

    kind: str
    least: int
    most: int
    choices: tuple[tuple[str, Words], ...]


def rule_form(key: str) -> RuleForm:
    """How the value of a rule is asked for; Refused("not_found") when there is no such rule."""
    match parameter_of(key, "name").form:
        case Whole(least, most):
            return RuleForm("whole", least, most, ())
        case Share():
            return RuleForm("share", 0, 0, ())
        case Truth():
            return RuleForm("truth", 0, 0, tuple((one, said_value(one == "yes")) for one in _YES))
        case OneOf(kind):
            return RuleForm("one", 0, 0, tuple((str(one), said_value(str(one))) for one in kind))
        case Several(kind):
            many = tuple((str(one), said_value(str(one))) for one in kind)
            return RuleForm("several", 0, 0, many)


def is_lawful(parameter: Parameter, own: Value, law: Value) -> bool:
    """Whether a community may decide this where the law says that."""
    match parameter.bound:
        case Bound.LEAST:
            return Fraction(str(own)) >= Fraction(str(law))
        case Bound.MOST:
            return Fraction(str(own)) <= Fraction(str(law))
        case Bound.SAME:
            return own == law
        case Bound.WITHIN:
            return isinstance(own, list) and isinstance(law, list) and set(own) <= set(law)
        case _:
            return True


def said_value(value: Value) -> Words:
    """A value alone, as it is said."""
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, list):
        each = [_SAID[one] for one in value]
        zh, en = "、".join(one.zh for one in each), ", ".join(one.en for one in each)
        return Words(zh or "没有", en or "nobody")
    return _SAID.get(str(value)) or _number(str(value))


def _number(text: str) -> Words:
    """A number as it stands; a share in per cent when that is exact, as a fraction when not."""
    above, bar, below = text.partition("/")
    if not bar:
        return Words(text, text)
    if 100 % int(below) == 0:
        percent = f"{int(above) * 100 // int(below)}%"
        return Words(percent, percent)
    return Words(f"{below} 分之 {above}", text)


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
    )


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
_FILE = Path(__file__).parents[1] / "parameters.toml"
_TABLE = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_SAID: Mapping[str, Words] = {key: Words(**row) for key, row in _TABLE["values"].items()}
GROUPS: Mapping[str, Words] = {key: Words(**row["name"]) for key, row in _TABLE["groups"].items()}
PARAMETERS: Mapping[str, Parameter] = {
    key: _parameter(key, row) for key, row in _TABLE["rules"].items()
}
"""Every parameter by its key, in the order in which one reads about an assembly."""
