"""A rule's test, made of the values its author says must and must not call."""

from collections.abc import Mapping
from typing import Any

from linli.foundation.places.api import find_place
from linli.kernel import Actor, Refused
from linli.support.rules.api import try_test
from linli.surface.desk.rule_answers import clock_time, number
from linli.surface.shell import api as shell
from linli.surface.shell.language import label

SAID = {
    "threshold": ("calls", "quiet"),
    "rate": ("calls", "quiet"),
    "window": ("calls", "quiet"),
    "silence": ("calls", "quiet"),
    "both": ("calls", "calls_2", "quiet", "quiet_2"),
    "hours": ("calls", "quiet", "calls_at", "quiet_at"),
}
"""What an author is asked to say about a rule of each kind."""
_DAY, _MINUTE = 86_400.0, 60.0
_SATURDAY, _TUESDAY = "2026-01-10", "2026-01-06"

_Row = tuple[float, Mapping[str, Any], float]
"""Seconds, the condition whose property is read, the value."""
_Cases = dict[str, list[_Row]]
"""By what the author said: the course that must call (`calls`), and those that must not."""


def example_said(
    by: Actor, kind: str, definition: Mapping[str, Any], given: Mapping[str, str]
) -> dict[str, Any]:
    """The test the author's answers make; refused at the answer that does not hold."""
    said = {field: given.get(field, "").strip() for field in SAID[kind]}
    values = {
        field: _clock(text, field) if field.endswith("_at") else number(text, field)
        for field, text in said.items()
    }
    condition = definition["condition"]
    cases = _cases(kind, condition, values)
    due = cases["calls"][-1][0]
    if kind == "silence":  # it calls by itself, by then at the latest
        due = min(condition["after_seconds"], values["calls"] * _MINUTE)
    for field in cases:
        only = {name: rows for name, rows in cases.items() if name in ("calls", field)}
        test = _test(condition, only, due)
        if not try_test(by=by, definition=definition, test=test).has_passed:
            raise Refused("invalid", _WRONG[field == "calls"], field=field)
    return {**_test(condition, cases, due), "said": said}


def understood(viewer: Actor, kind: str, given: Mapping[str, str]) -> str:
    """What was understood of the place and the times that were typed, to be said back."""
    text = given.get("place", "").strip() if kind in SAID else ""
    place = label(find_place(viewer=viewer, text=text[:120])) if text else ""
    hours = ("from", "until") if kind == "hours" else ()
    span = "–".join(clock_time(given, name) for name in hours)
    said = [name for name in SAID.get(kind, ()) if name.endswith("_at") and given.get(name)]
    times = [clock_time(given, name) for name in said]
    return shell.understood(place, span, *times)


_WRONG = {
    True: "At this value the rule would not call, and it must.",
    False: "Here the rule would call, and it must not.",
}


def _cases(kind: str, one: Mapping[str, Any], said: Mapping[str, float]) -> _Cases:
    if kind == "both":
        return {
            "calls": _pair(one, said["calls"], said["calls_2"]),
            "quiet": _pair(one, said["quiet"], said["calls_2"]),
            "quiet_2": _pair(one, said["calls"], said["quiet_2"]),
        }
    if kind == "hours":
        at, other = said["calls_at"], said["quiet_at"]
        before = other - (_DAY if other >= at else 0)
        return {
            "calls": _lasting(one, said["calls"], _DAY + at),
            "quiet": _lasting(one, said["quiet"], _DAY + at),
            "quiet_at": _passing(one, said["calls"], _DAY + before),
        }
    course = {"rate": _rising, "window": _often, "silence": _nothing}.get(kind, _lasting)
    cases = {name: course(one, said[name]) for name in ("calls", "quiet")}
    if kind == "silence":  # what must not call yet speaks again
        cases["quiet"].append((said["quiet"] * _MINUTE, one, 0.0))
    return cases


def _lasting(one: Mapping[str, Any], value: float, at: float = 0.0) -> list[_Row]:
    leaf, hold = one.get("when", one), one.get("for_seconds") or 0.0
    return [(at, leaf, value), *([(at + hold, leaf, value)] if hold else [])]


def _passing(one: Mapping[str, Any], value: float, at: float) -> list[_Row]:
    """The same, and then calm again before the hours begin."""
    rows = _lasting(one, value, at)
    return [*rows, (rows[-1][0] + _MINUTE, rows[-1][1], _calm(rows[-1][1]))]


def _calm(leaf: Mapping[str, Any]) -> float:
    is_above = leaf.get("above") is not None
    clear = float(leaf.get("clear_at", leaf["above" if is_above else "below"]))
    return clear - max(abs(clear), 1.0) * (1 if is_above else -1)


def _rising(one: Mapping[str, Any], a_minute: float) -> list[_Row]:
    long = 0.75 * one["over_seconds"]
    return [(0.0, one, 0.0), (long, one, a_minute * long / _MINUTE)]


def _often(one: Mapping[str, Any], value: float) -> list[_Row]:
    count, long = one["at_least"], one["over_seconds"]
    return [(long * step / (2 * count), one, value) for step in range(count)]


def _nothing(one: Mapping[str, Any], minutes: float) -> list[_Row]:
    return [(0.0, one, 0.0)]  # and then not a word


def _pair(one: Mapping[str, Any], first: float, second: float) -> list[_Row]:
    return [(0.0, one["of"][0], first), (10.0, one["of"][1], second)]


def _clock(text: str, field: str) -> float:
    at = shell.time_typed(text, field).value
    return at.hour * 3600.0 + at.minute * 60.0


def _test(condition: Mapping[str, Any], cases: _Cases, due: float) -> dict[str, Any]:
    """Each case at a place of its own, which is called as its first device is."""
    days = [span.get("days") for span in condition.get("weekly") or ()]
    readings: list[list[Any]] = []
    places: dict[str, str] = {}
    models: dict[str, str] = {}
    for name, rows in cases.items():
        kinds = list(dict.fromkeys(leaf["model"] for _at, leaf, _value in rows if "model" in leaf))
        for at, leaf, value in rows:
            which = kinds.index(leaf["model"]) if "model" in leaf else 0
            device = f"{name}{which or ''}"
            readings.append([at, device, leaf["property"], value])
            places[device] = name
            if kinds:
                models[device] = kinds[which]
    return {
        "start": f"{_SATURDAY if days == [[6, 7]] else _TUESDAY}T00:00",
        "readings": readings,
        "places": places,
        "models": models,
        "expect": [[due, "calls", "raised"]],
    }
