"""What a matter can be about, how pressing it is, who handles it, and how much time there is."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from linli.kernel import Refused, Words
from linli.support.matters.domain.calendar import usual_windows

_FILE = Path(__file__).resolve().parent.parent / "catalogue.toml"
_SPAN = re.compile(r"(\d{1,4})(w?)([mhd])")


class Nature(StrEnum):
    """What kind of thing to see to: a person's wish, a machine's alarm, a piece of work."""

    DEMAND = "demand"
    ALARM = "alarm"
    TASK = "task"


class Severity(StrEnum):
    """How pressing a matter is."""

    MINOR = "minor"
    NORMAL = "normal"
    URGENT = "urgent"
    DANGER = "danger"


class ClockKind(StrEnum):
    """What a clock waits for; CONFIRM waits for the resident, HOLD for the end of a rest, and
    both are nobody's fault."""

    ACCEPT = "accept"
    ANSWER = "answer"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    HOLD = "hold"


STAFF_CLOCKS = (ClockKind.ACCEPT, ClockKind.ANSWER, ClockKind.RESOLVE)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many minutes there are, in working time or day and night."""

    minutes: int
    working: bool

    def __str__(self) -> str:
        return f"{self.minutes}{'w' if self.working else ''}m"


@dataclass(frozen=True, slots=True)
class Duty:
    """A trade or role: the roles that have it by office, and the words people use for it."""

    name: Words
    roles: frozenset[str]
    known_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A thing a matter can be about; the codes are those of public service lists, or blank."""

    key: str
    name: Words
    group: str
    group_name: Words
    duty: str
    duty_name: Words
    severity: Severity
    is_public: bool
    is_machine: bool
    open311: str
    hotline: str
    lgsl: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one resident may report before a person is named to call instead."""

    per_day: int
    identical_minutes: int


@dataclass(frozen=True, slots=True)
class Spans:
    """The waiting times around a resident's word and a hold."""

    silence_days: int
    change_hours: int
    undo_minutes: int
    reopen_days: int
    hold_days: int
    hold_most_days: int
    left_percent: int
    street_after_percent: int


SEVERITY_NAMES = {
    Severity.MINOR: Words("不急", "Not pressing"),
    Severity.NORMAL: Words("一般", "Ordinary"),
    Severity.URGENT: Words("着急", "Urgent"),
    Severity.DANGER: Words("危险", "Danger"),
}
CLOCK_NAMES = {
    ClockKind.ACCEPT: Words("受理", "Accept"),
    ClockKind.ANSWER: Words("第一次答复", "First answer"),
    ClockKind.RESOLVE: Words("办好", "Resolve"),
    ClockKind.CONFIRM: Words("等住户点头", "Waiting for the resident's word"),
    ClockKind.HOLD: Words("先等一等", "Resting"),
}


@cache
def categories() -> Mapping[str, CategoryCard]:
    """Every category by its key, in the order of the file."""
    data = _read()
    groups = {key: _words(group) for key, group in data["group"].items()}
    return {key: _category(key, row, groups) for key, row in data["category"].items()}


def category_of(key: str) -> CategoryCard:
    """One category; Refused("invalid") when there is none of that name."""
    found = categories().get(key)
    if found is None:
        raise Refused("invalid", "Please choose what this is about.", field="category")
    return found


def is_shared(nature: Nature, category: str, *, at_home: bool) -> bool:
    """Whether neighbours see it: never inside a home, and never what is private by its topic."""
    return not at_home and (nature is Nature.ALARM or category_of(category).is_public)


def severity_of(text: str) -> Severity:
    """A severity by its name; Refused("invalid") when there is none."""
    try:
        return Severity(text)
    except ValueError:
        raise Refused("invalid", "Please choose how urgent this is.", field="severity") from None


@cache
def allowance(category: str, severity: Severity, clock: ClockKind) -> Allowance:
    """The time the catalogue gives for a clock of a category at a severity."""
    return read_span(span_of(category, severity, clock))


def span_of(category: str, severity: Severity, clock: ClockKind) -> str:
    """The same as the catalogue writes it ("4wh")."""
    data = _read()
    own = data["category"][category].get("clocks", {}).get(severity, {})
    return str(own.get(clock) or data["clocks"][severity][clock])


def read_span(text: str) -> Allowance:
    """`30m`, `4h`, `2d` day and night; `30wm`, `4wh`, `2wd` in working time; ValueError else."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a span of time: {text!r}")
    number, working, unit = int(found[1]), bool(found[2]), found[3]
    day = working_day_minutes() if working else 24 * 60
    return Allowance(number * {"m": 1, "h": 60, "d": day}[unit], working)


@cache
def working_day_minutes() -> int:
    """How many minutes one usual working day has."""
    spans = ((b.hour * 60 + b.minute) - (a.hour * 60 + a.minute) for a, b in usual_windows())
    return sum(spans)


@cache
def limits() -> Limits:
    """The residents' limits."""
    return Limits(**_read()["limits"])


@cache
def spans() -> Spans:
    """The waiting times around a resident's word and a hold, and when a clock warns."""
    data = _read()
    return Spans(**data["confirmation"], **data["resting"], **data["warning"])


@cache
def duties() -> Mapping[str, Duty]:
    """The trades and roles that handle matters."""
    return {
        key: Duty(_words(row), frozenset(row.get("roles", ())), tuple(row.get("known_as", ())))
        for key, row in _read()["duty"].items()
    }


def duties_of(roles: Iterable[str], skills: Iterable[str]) -> frozenset[str]:
    """The duties that roles carry by office, or that the words for a worker's trades mean."""
    held, said = frozenset(roles), [skill.casefold() for skill in skills]
    return frozenset(
        key
        for key, duty in duties().items()
        if held & duty.roles or key in said or any(w in s for w in duty.known_as for s in said)
    )


def skills_of(skills: Iterable[str]) -> frozenset[str]:
    """The categories that the words for a worker's trades name outright ("电梯": 电梯坏了)."""
    said = [skill.casefold() for skill in skills if skill.strip()]
    return frozenset(
        key
        for key, one in categories().items()
        if any(s == key or s in one.name.zh or s in one.name.en.casefold() for s in said)
    )


def categories_of(held: frozenset[str]) -> frozenset[str]:
    """The categories that fall to any of these duties."""
    return frozenset(key for key, one in categories().items() if one.duty in held)


@cache
def hold_reasons() -> Mapping[str, Words]:
    """Why the clock of a matter may be stopped."""
    return {key: Words(*pair) for key, pair in _read()["hold"].items()}


def _category(key: str, row: dict[str, Any], groups: dict[str, Words]) -> CategoryCard:
    return CategoryCard(
        key=key,
        name=_words(row),
        group=row["group"],
        group_name=groups[row["group"]],
        duty=row["duty"],
        duty_name=duties()[row["duty"]].name,
        severity=Severity(row["severity"]),
        is_public=row.get("public", False),
        is_machine=row.get("machine", False),
        open311=row.get("open311", key),
        hotline=row.get("hotline", ""),
        lgsl=row.get("lgsl", ""),
    )


def _words(row: Mapping[str, str]) -> Words:
    return Words(row["zh"], row["en"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
