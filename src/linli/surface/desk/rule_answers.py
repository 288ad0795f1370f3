"""From plain answers to a rule's definition, and back again."""

import re
from collections.abc import Mapping
from math import isfinite, nan
from typing import Any

from linli.foundation.places.api import find_place
from linli.kernel import Actor, Refused
from linli.surface.shell import api as shell

ANY = "*"
"""In the place of a model: any device that measures this."""
DAYS = {"every": (1, 2, 3, 4, 5, 6, 7), "workdays": (1, 2, 3, 4, 5), "weekend": (6, 7)}
"""On which days of the week, from Monday."""
_AT_LEAST = 3
_MINUTE = 60.0


def definition_of(viewer: Actor, kind: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The definition that the answers to the questions of a kind make."""
    measures = [_measure(given.get("measure", ""), "measure")]
    if kind == "both":
        measures.append(_measure(given.get("measure_2", ""), "measure_2"))
    models = {model for model, _name in measures}
    scope: dict[str, Any] = {"model": models.pop()} if len(models) == 1 else {}
    if scope.get("model") == ANY:
        scope = {}
    if len(models - {ANY}) > 1 and given.get("per", "") in ("", "device"):
        raise Refused(
            "invalid",
            "Two kinds of device call together for a place only; please choose one.",
            field="per",
        )
    if given.get("place", "").strip():
        scope["place"] = find_place(viewer=viewer, text=given["place"][:120]).id
    return {
        "alarm": given.get("alarm", "") or "other",
        "per": given.get("per", "") or "device",
        "scope": scope,
        "condition": _condition(kind, given, measures, scope.get("model")),
    }


def _condition(
    kind: str, given: Mapping[str, str], measures: list[tuple[str, str]], model: str | None
) -> dict[str, Any]:
    name = measures[0][1]
    if kind == "silence":
        return {"kind": "silence", "property": name, "after_seconds": _seconds(given, "minutes")}
    if kind == "both":
        parts = [
            _leaf("threshold", given, of, more) | ({} if own in (model, ANY) else {"model": own})
            for (own, of), more in zip(measures, ("", "_2"), strict=True)
        ]
        within = _seconds(given, "minutes", 0.0)
        return {"kind": "combination", "needs": "all", "of": parts, "within_seconds": within}
    if kind == "hours":
        return {
            "kind": "schedule",
            "is": given.get("inside", "inside"),
            "weekly": [_span(given)],
            "when": _leaf("threshold", given, name),
            "for_seconds": _seconds(given, "minutes", 0.0),
        }
    leaf = _leaf(kind, given, name)
    if kind == "threshold":
        return {**leaf, "for_seconds": _seconds(given, "minutes", 0.0)}
    leaf["over_seconds"] = _seconds(given, "minutes")
    if kind == "window":
        leaf |= {"take": given.get("take", "mean"), "at_least": _AT_LEAST}
    return leaf


def _leaf(kind: str, given: Mapping[str, str], name: str, more: str = "") -> dict[str, Any]:
    side = "below" if given.get(f"side{more}") == "below" else "above"
    limit = number(given.get(f"limit{more}", ""), f"limit{more}")
    leaf: dict[str, Any] = {"kind": kind, "property": name, side: limit}
    if given.get(f"clear{more}", "").strip():
        leaf["clear_at"] = number(given[f"clear{more}"], f"clear{more}")
    return leaf


def _span(given: Mapping[str, str]) -> dict[str, Any]:
    span: dict[str, Any] = {name: clock_time(given, name) for name in ("from", "until")}
    if given.get("days", "every") != "every":
        span["days"] = list(DAYS.get(given["days"], ()))
    return span


def clock_time(given: Mapping[str, str], name: str) -> str:
    """A time of day as a definition keeps it: 22:00."""
    return f"{shell.time_typed(given.get(name, ''), name).value:%H:%M}"


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


# -- and back ------------------------------------------------------------------------------------


def answers_of(definition: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """The kind and the answers a definition came from; None when it says more than questions
    ask."""
    condition, scope = definition.get("condition") or {}, definition.get("scope") or {}
    back = {"combination": _two, "schedule": _in_hours}.get(str(condition.get("kind")), _single)
    found = None if scope.get("devices") else back(condition, scope.get("model"))
    if found is None:
        return None
    kind, answers = found
    more = {"alarm": definition.get("alarm", ""), "per": definition.get("per", "device")}
    return kind, {**answers, **more}


_Answers = tuple[str, dict[str, str]]
_LENGTHS = {
    "threshold": "for_seconds",
    "rate": "over_seconds",
    "window": "over_seconds",
    "silence": "after_seconds",
}


def _single(one: Mapping[str, Any], model: str | None) -> _Answers | None:
    kind = str(one.get("kind"))
    if kind not in _LENGTHS or (kind != "threshold" and one.get("for_seconds")):
        return None
    if kind == "window" and one.get("at_least", 1) != _AT_LEAST:
        return None
    limits = _limits(one, model)
    if limits is None:
        return None
    return kind, limits | {"take": one.get("take", ""), "minutes": _minutes(one, _LENGTHS[kind])}


def _two(one: Mapping[str, Any], model: str | None) -> _Answers | None:
    parts = one.get("of") or []
    counts = one.get("count", "conditions") != "conditions" or one.get("for_seconds")
    if len(parts) != 2 or one.get("needs", "all") not in ("all", 2) or counts:
        return None
    first, second = _bare(parts[0], model), _bare(parts[1], model, "_2")
    if first is None or second is None:
        return None
    return "both", {**first, **second, "minutes": _minutes(one, "within_seconds")}


def _in_hours(one: Mapping[str, Any], model: str | None) -> _Answers | None:
    weekly, limits = one.get("weekly") or [], _bare(one.get("when") or {}, model)
    if len(weekly) != 1 or one.get("dates") or one.get("except_dates") or limits is None:
        return None
    days = tuple(sorted(weekly[0].get("days") or DAYS["every"]))
    named = next((name for name, listed in DAYS.items() if listed == days), None)
    if named is None or "24:00" in (weekly[0]["from"], weekly[0]["until"]):
        return None
    return "hours", {
        **limits,
        "inside": one.get("is", "inside"),
        "days": named,
        "from": weekly[0]["from"],
        "until": weekly[0]["until"],
        "minutes": _minutes(one, "for_seconds"),
    }


def _bare(one: Mapping[str, Any], model: str | None, more: str = "") -> dict[str, str] | None:
    """The answers of a threshold inside another condition."""
    if one.get("kind") != "threshold" or one.get("for_seconds"):
        return None
    return _limits(one, model, more)


def _limits(one: Mapping[str, Any], model: str | None, more: str = "") -> dict[str, str] | None:
    own = one.get("model") or model or ANY
    if one.get("devices") or (model and own != model):
        return None
    if "is" in one:  # true lies above one half
        one = {**one, ("above" if one["is"] else "below"): 0.5}
    is_above = one.get("above") is not None
    return {
        f"measure{more}": f"{own}.{one['property']}",
        f"side{more}": "above" if is_above else "below",
        f"limit{more}": _plain(one.get("above" if is_above else "below")),
        f"clear{more}": _plain(one.get("clear_at")),
    }


def _minutes(one: Mapping[str, Any], length: str) -> str:
    return _plain((one.get(length) or 0) / _MINUTE)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
