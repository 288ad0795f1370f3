"""From plain answers to a rule's definition and a test of it, and back again."""

import re
from collections.abc import Mapping
from math import isfinite, nan
from typing import Any

from linli.foundation.places.api import resolve_place
from linli.kernel import Actor, Refused

_START = "2026-01-05"  # a Monday
_MINUTE = 60.0


def definition_of(viewer: Actor, kind: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The definition that the answers to the questions of a kind make."""
    model, name = _measure(given.get("measure", ""), "measure")
    condition = _condition(kind, given, name)
    scope: dict[str, Any] = {"model": model}
    if kind == "both":
        scope = {}  # two kinds of device may take part
    if given.get("place", "").strip():
        scope["place"] = _place(viewer, given["place"])
    return {
        "alarm": given.get("alarm", "") or "other",
        "per": given.get("per", "") or "device",
        "scope": scope,
        "condition": condition,
    }


def _condition(kind: str, given: Mapping[str, str], name: str) -> dict[str, Any]:
    if kind == "silence":
        return {"kind": "silence", "property": name, "after_seconds": _seconds(given, "minutes")}
    if kind == "both":
        _model, other = _measure(given.get("measure_2", ""), "measure_2")
        parts = [_leaf("threshold", given, name), _leaf("threshold", given, other, "_2")]
        within = _seconds(given, "minutes", 0.0)
        return {"kind": "combination", "needs": "all", "of": parts, "within_seconds": within}
    if kind == "hours":
        return {
            "kind": "schedule",
            "is": given.get("inside", "inside"),
            "weekly": [{"from": given.get("from", ""), "until": given.get("until", "")}],
            "when": _leaf("threshold", given, name),
            "for_seconds": _seconds(given, "minutes", 0.0),
        }
    leaf = _leaf(kind, given, name)
    if kind == "threshold":
        return {**leaf, "for_seconds": _seconds(given, "minutes", 0.0)}
    leaf["over_seconds"] = _seconds(given, "minutes")
    if kind == "window":
        leaf |= {"take": given.get("take", "mean"), "at_least": 3}
    return leaf


def _leaf(kind: str, given: Mapping[str, str], name: str, more: str = "") -> dict[str, Any]:
    side = "below" if given.get(f"side{more}") == "below" else "above"
    limit = number(given.get(f"limit{more}", ""), f"limit{more}")
    leaf: dict[str, Any] = {"kind": kind, "property": name, side: limit}
    if given.get(f"clear{more}", "").strip():
        leaf["clear_at"] = number(given[f"clear{more}"], f"clear{more}")
    return leaf


def _measure(text: str, field: str) -> tuple[str, str]:
    model, dot, name = text.partition(".")
    if not (model and dot and name):
        raise Refused("invalid", "Please choose what is measured.", field=field)
    return model, name


def number(text: str, field: str) -> float:
    """A number as people write it."""
    try:
        found = float(text.strip()[:40].replace("，", ".").replace(",", "."))
    except ValueError:
        found = nan
    if not isfinite(found):
        raise Refused("invalid", "Please write a number.", field=field)
    return found


def minutes_of(text: str, field: str) -> tuple[int, ...] | None:
    """A row of minutes as seconds: `1, 3, 10`; None when empty, an empty row for 0."""
    found = [round(number(one, field) * _MINUTE) for one in re.split("[\\s,，、;；]+", text) if one]
    if not found:
        return None
    return () if found == [0] else tuple(found)


def whole(text: str, field: str, usual: int) -> int:
    """A whole number as people write it; the usual when empty."""
    return round(number(text, field)) if text.strip() else usual


def _seconds(given: Mapping[str, str], field: str, default: float | None = None) -> float:
    text = given.get(field, "").strip()
    if not text and default is not None:
        return default
    return number(text, field) * _MINUTE


def _place(viewer: Actor, text: str) -> str:
    found = resolve_place(viewer=viewer, text=text[:120])
    if not found:
        raise Refused("invalid", "There is no such place here.", field="place")
    return found[0].id


# -- a test of it --------------------------------------------------------------------------------


def example_of(definition: Mapping[str, Any]) -> dict[str, Any] | None:
    """Example readings that must raise the alarm, made from the definition; None when a person
    has to write them."""
    condition = definition["condition"]
    who = "a" if definition.get("per", "device") == "device" else "here"
    made = {
        "threshold": _beyond,
        "rate": _rising,
        "window": _high_for_a_while,
        "silence": _nothing,
        "combination": _together,
        "schedule": _in_hours,
    }.get(condition["kind"])
    return made(condition, who) if made else None


def _values(leaf: Mapping[str, Any]) -> tuple[float, float]:
    """A value at which nothing is wrong, and one at which it is."""
    is_above = leaf.get("above") is not None
    limit = float(leaf["above"] if is_above else leaf["below"])
    clear = float(leaf.get("clear_at", limit))
    step = max(abs(limit) * 0.2, 1.0) * (1 if is_above else -1)
    return clear - step, limit + step


def _beyond(leaf: Mapping[str, Any], who: str) -> dict[str, Any]:
    if "is" in leaf:
        return _turn(leaf, who, float(not leaf["is"]), float(leaf["is"]))
    return _turn(leaf, who, *_values(leaf))


def _turn(leaf: Mapping[str, Any], who: str, calm: float, wrong: float) -> dict[str, Any]:
    name, hold = leaf["property"], leaf.get("for_seconds", 0.0)
    readings = [[0, "a", name, calm], [10, "a", name, wrong], [10 + hold, "a", name, wrong]]
    over = 20 + hold
    return {
        "readings": [*readings, [over, "a", name, calm]],
        "expect": [[10 + hold, who, "raised"], [over, who, "cleared"]],
    }


def _rising(leaf: Mapping[str, Any], who: str) -> dict[str, Any]:
    name, long = leaf["property"], leaf["over_seconds"]
    is_above = leaf.get("above") is not None
    rate = float(leaf["above"] if is_above else leaf["below"])
    change = (rate + (1 if is_above else -1) * max(abs(rate), 1.0)) * long / _MINUTE
    readings = [[0, "a", name, 20.0], [long, "a", name, 20.0], [2 * long, "a", name, 20.0 + change]]
    return {"readings": readings, "expect": [[2 * long, who, "raised"]]}


def _high_for_a_while(leaf: Mapping[str, Any], who: str) -> dict[str, Any]:
    name, long = leaf["property"], leaf["over_seconds"]
    _calm, wrong = _values(leaf)
    count = max(int(leaf.get("at_least", 3)), 1)
    times = [long * one / (2 * count) for one in range(count)]
    readings = [[at, "a", name, wrong] for at in times]
    return {"readings": readings, "expect": [[times[-1], who, "raised"]]}


def _nothing(leaf: Mapping[str, Any], who: str) -> dict[str, Any]:
    name, after = leaf["property"], leaf["after_seconds"]
    return {
        "readings": [[0, "a", name, 0.0], [2 * after, "a", name, 0.0]],
        "expect": [[after, who, "raised"], [2 * after, who, "cleared"]],
    }


def _together(one: Mapping[str, Any], who: str) -> dict[str, Any] | None:
    parts = one.get("of") or []
    if one.get("count") == "devices" or any(part["kind"] != "threshold" for part in parts):
        return None
    readings: list[list[Any]] = []
    for part in parts:
        calm, wrong = _values(part) if "is" not in part else (not part["is"], part["is"])
        readings += [[0, "a", part["property"], calm], [10, "a", part["property"], wrong]]
    return {"readings": readings, "expect": [[10, who, "raised"]]}


def _in_hours(one: Mapping[str, Any], who: str) -> dict[str, Any] | None:
    leaf, weekly = one.get("when") or {}, one.get("weekly") or []
    if leaf.get("kind") != "threshold" or len(weekly) != 1 or "is" in leaf:
        return None
    start = weekly[0]["until"] if one.get("is") == "outside" else weekly[0]["from"]
    calm, wrong = _values(leaf)
    hold = one.get("for_seconds", 0.0)
    return {
        "start": f"{_START}T{'00:00' if start == '24:00' else start}",
        "readings": [[0, "a", leaf["property"], calm], [60, "a", leaf["property"], wrong]],
        "until": 60 + hold,
        "expect": [[60 + hold, who, "raised"]],
    }


# -- and back ------------------------------------------------------------------------------------


def answers_of(definition: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The kind and the answers a definition came from; None when it says more than questions
    ask."""
    condition, scope = definition.get("condition") or {}, definition.get("scope") or {}
    kind = condition.get("kind")
    known = kind in ("threshold", "rate", "window", "silence") and "is" not in condition
    if not known or scope.get("devices") or condition.get("model") or condition.get("devices"):
        return None
    if not scope.get("model") or (kind != "threshold" and condition.get("for_seconds")):
        return None
    is_above = condition.get("above") is not None
    length = {"silence": "after_seconds", "threshold": "for_seconds"}.get(str(kind), "over_seconds")
    answers = {
        "measure": f"{scope['model']}.{condition['property']}",
        "alarm": definition.get("alarm", ""),
        "per": definition.get("per", "device"),
        "side": "above" if is_above else "below",
        "limit": _plain(condition.get("above" if is_above else "below")),
        "clear": _plain(condition.get("clear_at")),
        "take": condition.get("take", ""),
        "minutes": _plain((condition.get(length) or 0) / _MINUTE),
    }
    return str(kind), answers


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
