"""A rule's test: recorded example readings, and the transitions a person expects of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, cast

from linli.kernel import Words
from linli.support.rules.domain.compiled import ActiveRule, SeriesAt, bind
from linli.support.rules.domain.definition import Definition, Scope
from linli.support.rules.domain.explaining import in_batches
from linli.support.rules.domain.judging import Judge
from linli.support.rules.domain.reading import Part, invalid

MOST_ROWS = 5_000
_TOLERANCE = 1000
_START = "2026-01-05T00:00"


@dataclass(frozen=True, slots=True)
class Example:
    """`readings` are (seconds, device, property, value), `expect` (seconds, device or place, turn);
    seconds count from `start`, a wall-clock time in the community's zone. Devices stand in `here`
    unless `places` says where; so one test may hold several cases."""

    start: datetime
    models: Mapping[str, str]
    places: Mapping[str, str]
    readings: tuple[tuple[float, str, str, float], ...]
    expect: tuple[tuple[float, str, str], ...]
    until: float


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """Whether the rule did what was expected, and what it did instead."""

    has_passed: bool
    problems: tuple[Words, ...]


def read_example(data: object) -> Example:
    """A rule's test from its JSON; raises Refused("invalid") naming what cannot be used.

    `said` keeps what the author answered, for the next time the questions are asked.
    """
    known = {"start", "models", "places", "readings", "expect", "until", "said"}
    part = Part(data, "test", known)
    models, places, _said = (_names(part, name) for name in ("models", "places", "said"))
    readings = tuple(_reading(row, f"test.readings[{at}]") for at, row in _rows(part, "readings"))
    expect = tuple(_expected(row, f"test.expect[{at}]") for at, row in _rows(part, "expect"))
    if not any(turn == "raised" for _, _, turn in expect):
        raise invalid("test.expect", "needs at least one time when the alarm is raised.")
    last = max([0.0, *(row[0] for row in readings), *(row[0] for row in expect)])
    until = part.number("until") if part.has("until") else last
    if not last <= until <= 400 * 86_400:
        raise invalid("test.until", "cannot be before the last reading or expected turn.")
    return Example(_start(part), models, places, tuple(sorted(readings)), expect, until)


def _names(part: Part, name: str) -> dict[str, str]:
    found = part.data.get(name) or {}
    if not isinstance(found, Mapping) or not all(isinstance(one, str) for one in found.values()):
        raise invalid(part.at(name), "needs a name for each.")
    return dict(found)


def _start(part: Part) -> datetime:
    try:
        return datetime.fromisoformat(str(part.data.get("start", _START))).replace(tzinfo=None)
    except ValueError:
        raise invalid("test.start", "needs a time such as 2026-01-05T22:00.") from None


def _rows(part: Part, name: str) -> list[tuple[int, Any]]:
    rows = part.data.get(name)
    if not isinstance(rows, list | tuple) or len(rows) > MOST_ROWS:
        raise invalid(part.at(name), "needs a list of at most %(most)s rows.", most=MOST_ROWS)
    return list(enumerate(rows))


def _seconds(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 4e7:
        raise invalid(where, "begins with seconds from the start of the test.")
    return float(value)


def _reading(row: Any, where: str) -> tuple[float, str, str, float]:
    if not isinstance(row, list | tuple) or len(row) != 4:
        raise invalid(where, "needs seconds, device, property and value.")
    at, device, name, value = row
    if not isinstance(device, str) or not isinstance(name, str):
        raise invalid(where, "device and property need to be names.")
    if not isinstance(value, bool | int | float) or not math.isfinite(value):
        raise invalid(where, "the value needs to be a number, true or false.")
    return _seconds(at, where), device, name, float(value)


def _expected(row: Any, where: str) -> tuple[float, str, str]:
    if not isinstance(row, list | tuple) or len(row) != 3 or row[2] not in ("raised", "cleared"):
        raise invalid(where, "needs seconds, the device (or “here”), and raised or cleared.")
    return _seconds(row[0], where), str(row[1]), cast(str, row[2])


def run_example(definition: Definition, example: Example, zone: tzinfo) -> ExampleOutcome:
    """Judge the example by the rule."""
    start = _ms(example.start.replace(tzinfo=zone))
    series = _series(definition, example)
    rows = [
        (series[device, name].number, start + round(at * 1000), value, 0)
        for at, device, name, value in example.readings
    ]
    rule = ActiveRule("rule", 1, "here", Words("", ""), _anywhere(definition), zone)
    judge = Judge(bind([rule], series.values()), start=start)
    found = []
    for at, batch in in_batches(rows):
        found += judge.tick(at) + judge.judge(batch)
    found += judge.tick(start + round(example.until * 1000) + 1)
    turns = [
        ((turn.at - start) / 1000, turn.originator.partition(":")[2], turn.turn) for turn in found
    ]
    problems = _compare(list(example.expect), turns)
    return ExampleOutcome(not problems, problems)


def _series(definition: Definition, example: Example) -> dict[tuple[str, str], SeriesAt]:
    default = definition.scope.model or ""
    kind = definition.per if definition.per != "device" else "place"
    pairs = sorted({(device, name) for _, device, name, _ in example.readings})
    return {
        (device, name): SeriesAt(
            number,
            device,
            example.models.get(device, default),
            name,
            "here",
            ((kind, example.places.get(device, "here")),),
            device,
            Words(name, name),
        )
        for number, (device, name) in enumerate(pairs)
    }


def _anywhere(definition: Definition) -> Definition:
    scope = Scope(model=definition.scope.model)
    return Definition(definition.alarm, definition.per, scope, definition.condition)


def _compare(
    expected: list[tuple[float, str, str]], found: list[tuple[float, str, str]]
) -> tuple[Words, ...]:
    problems = []
    left = sorted(found)
    for at, who, turn in sorted(expected):
        match = next(
            (
                one
                for one in left
                if one[1:] == (who, turn) and abs(one[0] - at) * 1000 < _TOLERANCE
            ),
            None,
        )
        if match is None:
            problems.append(_missing(at, who, turn))
        else:
            left.remove(match)
    return (*problems, *(_unexpected(*one) for one in left))


_TURNS = {"raised": Words("报警", "raised"), "cleared": Words("解除", "cleared")}


def _missing(at: float, who: str, turn: str) -> Words:
    words = _TURNS[turn]
    return Words(
        f"预期 {who} 在第 {at:g} 秒{words.zh}，没有发生",
        f"expected {who} to be {words.en} at {at:g} s; it was not",
    )


def _unexpected(at: float, who: str, turn: str) -> Words:
    words = _TURNS[turn]
    return Words(
        f"{who} 在第 {at:g} 秒{words.zh}，不在预期之中",
        f"{who} was {words.en} at {at:g} s, which was not expected",
    )


def _ms(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
