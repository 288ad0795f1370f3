"""A rule's JSON, read with a clear sentence for whatever cannot be used."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from linli.kernel import Refused
from linli.support.rules.domain.definition import (
    GROUPINGS,
    TAKES,
    Combination,
    Condition,
    Definition,
    Limit,
    Rate,
    Schedule,
    Scope,
    Silence,
    Take,
    Threshold,
    Where,
    Window,
)
from linli.support.rules.domain.hours import ALWAYS, Hours, Span

LONGEST = 7 * 86_400
MOST_PARTS = 10
MOST_DEVICES = 500
MOST_DATES = 100
_KEY = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_LEAF = {"kind", "property", "model", "devices"}
_LIMIT = {"above", "below", "clear_at", "for_seconds"}


def invalid(where: str, message: str, **params: Any) -> Refused:
    """A refusal that names the part of the rule at fault."""
    return Refused("invalid", "%(where)s: " + message, field=where, where=where, **params)


class Part:
    """One JSON object of a rule, and where in the rule it stands."""

    def __init__(self, data: object, where: str, known: set[str]) -> None:
        if not isinstance(data, Mapping):
            raise invalid(where, "here a group of named parts is needed.")
        for name in data:
            if name not in known:
                raise invalid(
                    where,
                    "there is no part called “%(name)s”; known are %(known)s.",
                    name=str(name)[:40],
                    known=", ".join(sorted(known)),
                )
        self.data = data
        self.where = where

    def at(self, name: str) -> str:
        """The path of a part, for a message."""
        return f"{self.where}.{name}"

    def has(self, name: str) -> bool:
        """Whether the part is given."""
        return self.data.get(name) is not None

    def key(self, name: str) -> str:
        """A short technical name such as `temperature` or `fire.smoke`."""
        value = self.data.get(name)
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            raise invalid(self.at(name), "needs a short name of letters, digits and _ . : / -")
        return value

    def key_or_none(self, name: str) -> str | None:
        """The same, or nothing."""
        return self.key(name) if self.has(name) else None

    def keys(self, name: str) -> frozenset[str]:
        """A list of technical names, empty when not given."""
        values = self.data.get(name) or []
        if not isinstance(values, list | tuple) or len(values) > MOST_DEVICES:
            raise invalid(self.at(name), "needs a list of at most %(most)s.", most=MOST_DEVICES)
        for value in values:
            if not isinstance(value, str) or not _KEY.fullmatch(value):
                raise invalid(self.at(name), "every entry needs to be a short name.")
        return frozenset(values)

    def choice(self, name: str, among: tuple[str, ...], default: str | None = None) -> str:
        """One word of a few."""
        value = self.data.get(name, default)
        if value not in among:
            raise invalid(self.at(name), "needs one of %(among)s.", among=", ".join(among))
        return cast(str, value)

    def number(self, name: str) -> float:
        """A finite number."""
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise invalid(self.at(name), "needs a number.")
        if not math.isfinite(value) or abs(value) > 1e15:
            raise invalid(self.at(name), "needs a number of ordinary size.")
        return float(value)

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number in a range."""
        value = self.data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise invalid(
                self.at(name),
                "needs a whole number from %(least)s to %(most)s.",
                least=least,
                most=most,
            )
        return value

    def seconds(self, name: str, *, least: float = 0, default: float | None = None) -> int:
        """A length of time given in seconds, as milliseconds."""
        if default is not None and not self.has(name):
            return round(default * 1000)
        value = self.number(name)
        if not least <= value <= LONGEST:
            raise invalid(
                self.at(name),
                "needs from %(least)s to %(most)s seconds.",
                least=least,
                most=LONGEST,
            )
        return round(value * 1000)


def read_definition(data: object) -> Definition:
    """A rule from its JSON; raises Refused("invalid") naming the part that cannot be used.

    `{"alarm": kind, "per": "device" or a kind of place, "scope": {...}, "condition": {...}}`
    """
    part = Part(data, "rule", {"alarm", "per", "scope", "condition"})
    return Definition(
        alarm=part.key("alarm"),
        per=part.choice("per", GROUPINGS, "device"),
        scope=_scope(part.data.get("scope") or {}),
        condition=_condition(part.data.get("condition"), "condition", combinations=2, depth=4),
    )


def _scope(data: object) -> Scope:
    part = Part(data, "scope", {"place", "model", "devices"})
    return Scope(part.key_or_none("place"), part.key_or_none("model"), part.keys("devices"))


def _condition(data: object, where: str, *, combinations: int, depth: int) -> Condition:
    if not isinstance(data, Mapping):
        raise invalid(where, "a condition is missing here.")
    kind = data.get("kind")
    if kind == "combination":
        if combinations == 0 or depth == 0:
            raise invalid(where, "a combination may hold combinations, but those hold none.")
        return _combination(data, where, combinations - 1, depth - 1)
    if kind == "schedule":
        if depth == 0:
            raise invalid(where, "these conditions are nested too deeply.")
        return _schedule(data, where, combinations, depth - 1)
    if not isinstance(kind, str) or kind not in _LEAVES:
        raise invalid(
            f"{where}.kind",
            "needs one of %(among)s.",
            among=", ".join(sorted({*_LEAVES, "combination", "schedule"})),
        )
    return _LEAVES[kind](data, where)


def _where(part: Part) -> Where:
    return Where(part.key("property"), part.key_or_none("model"), part.keys("devices"))


def _limit(part: Part) -> Limit:
    if part.has("above") == part.has("below"):
        raise invalid(part.where, "needs either “above” or “below”.")
    name = "above" if part.has("above") else "below"
    raise_at = part.number(name)
    clear_at = part.number("clear_at") if part.has("clear_at") else raise_at
    if name == "above" and clear_at > raise_at:
        raise invalid(part.at("clear_at"), "cannot be higher than “above”.")
    if name == "below" and clear_at < raise_at:
        raise invalid(part.at("clear_at"), "cannot be lower than “below”.")
    return Limit(name == "above", raise_at, clear_at)


def _threshold(data: object, where: str) -> Threshold:
    part = Part(data, where, _LEAF | _LIMIT | {"is"})
    hold = part.seconds("for_seconds", default=0)
    if "is" not in part.data:
        return Threshold(_where(part), _limit(part), hold)
    value = part.data["is"]
    if not isinstance(value, bool) or any(map(part.has, ("above", "below", "clear_at"))):
        raise invalid(part.at("is"), "needs true or false, and no limits beside it.")
    return Threshold(_where(part), Limit(value, 0.5, 0.5), hold)


def _rate(data: object, where: str) -> Rate:
    part = Part(data, where, _LEAF | _LIMIT | {"over_seconds"})
    hold = part.seconds("for_seconds", default=0)
    return Rate(_where(part), _limit(part), hold, part.seconds("over_seconds", least=1))


def _window(data: object, where: str) -> Window:
    part = Part(data, where, _LEAF | _LIMIT | {"over_seconds", "take", "at_least"})
    take = cast(Take, part.choice("take", TAKES))
    needs_none = take in ("count", "sum")
    at_least = part.whole("at_least", 0 if needs_none else 1, 10_000, 0 if needs_none else 1)
    hold = part.seconds("for_seconds", default=0)
    span = part.seconds("over_seconds", least=1)
    return Window(_where(part), _limit(part), hold, span, take, at_least)


def _silence(data: object, where: str) -> Silence:
    part = Part(data, where, _LEAF | {"after_seconds"})
    return Silence(_where(part), part.seconds("after_seconds", least=1))


_LEAVES: dict[str, Callable[[object, str], Condition]] = {
    "threshold": _threshold,
    "rate": _rate,
    "window": _window,
    "silence": _silence,
}


def _combination(data: object, where: str, combinations: int, depth: int) -> Combination:
    part = Part(data, where, {"kind", "of", "needs", "count", "within_seconds", "for_seconds"})
    listed = part.data.get("of")
    if not isinstance(listed, list | tuple) or not 1 <= len(listed) <= MOST_PARTS:
        raise invalid(part.at("of"), "needs 1 to %(most)s conditions.", most=MOST_PARTS)
    of = tuple(
        _condition(item, f"{where}.of[{place}]", combinations=combinations, depth=depth)
        for place, item in enumerate(listed)
    )
    counts_devices = part.choice("count", ("conditions", "devices"), "conditions") == "devices"
    if counts_devices and any(isinstance(item, Combination | Schedule) for item in of):
        raise invalid(part.at("count"), "devices can be counted only over single conditions.")
    within = part.seconds("within_seconds", default=0)
    hold = part.seconds("for_seconds", default=0)
    return Combination(of, _needs(part, len(of), counts_devices), counts_devices, within, hold)


def _needs(part: Part, size: int, counts_devices: bool) -> int:
    needs = part.data.get("needs", "all")
    if needs == "any":
        return 1
    if needs == "all" and not counts_devices:
        return size
    most = MOST_DEVICES if counts_devices else size
    if isinstance(needs, bool) or not isinstance(needs, int) or not 1 <= needs <= most:
        words = "a number" if counts_devices else "“all”, “any” or a number"
        raise invalid(part.at("needs"), "needs %(words)s up to %(most)s.", words=words, most=most)
    return needs


def _schedule(data: object, where: str, combinations: int, depth: int) -> Schedule:
    part = Part(
        data, where, {"kind", "weekly", "dates", "except_dates", "when", "is", "for_seconds"}
    )
    weekly = part.data.get("weekly") or []
    if not isinstance(weekly, list | tuple) or len(weekly) > 50:
        raise invalid(part.at("weekly"), "needs a list of at most 50 spans.")
    spans = tuple(_span(item, f"{where}.weekly[{place}]") for place, item in enumerate(weekly))
    dates = _dates(part, "dates")
    if not spans and not dates:
        raise invalid(where, "needs “weekly” hours or “dates”.")
    hours = Hours(spans or (ALWAYS,), dates, _dates(part, "except_dates"))
    when = _condition(
        part.data.get("when"), f"{where}.when", combinations=combinations, depth=depth
    )
    is_outside = part.choice("is", ("inside", "outside"), "inside") == "outside"
    return Schedule(hours, is_outside, when, part.seconds("for_seconds", default=0))


def _span(data: object, where: str) -> Span:
    part = Part(data, where, {"days", "from", "until"})
    days = part.data.get("days", list(range(1, 8)))
    if (
        not isinstance(days, list | tuple)
        or not days
        or any(day not in range(1, 8) for day in days)
    ):
        raise invalid(part.at("days"), "needs weekdays from 1 (Monday) to 7 (Sunday).")
    start, until = _time(part, "from"), _time(part, "until")
    if start in (until, 24 * 3_600_000):
        raise invalid(where, "“from” and “until” need to differ; a whole day is 00:00 to 24:00.")
    return Span(frozenset(days), start, until)


def _time(part: Part, name: str) -> int:
    found = _TIME.fullmatch(str(part.data.get(name)))
    if not found or (found[1] == "24" and found[2] != "00"):
        raise invalid(part.at(name), "needs a time of day such as 22:00.")
    return (int(found[1]) * 60 + int(found[2])) * 60_000


def _dates(part: Part, name: str) -> tuple[tuple[date, date], ...]:
    listed = part.data.get(name) or []
    if not isinstance(listed, list | tuple) or len(listed) > MOST_DATES:
        raise invalid(part.at(name), "needs a list of at most %(most)s.", most=MOST_DATES)
    return tuple(_date_range(item, f"{part.where}.{name}[{at}]") for at, item in enumerate(listed))


def _date_range(data: object, where: str) -> tuple[date, date]:
    part = Part(data, where, {"from", "until"})
    first, last = (_date(part, name) for name in ("from", "until"))
    if last < first:
        raise invalid(where, "“until” cannot be before “from”.")
    return first, last


def _date(part: Part, name: str) -> date:
    try:
        return date.fromisoformat(str(part.data.get(name)))
    except ValueError:
        raise invalid(part.at(name), "needs a date such as 2026-10-01.") from None
