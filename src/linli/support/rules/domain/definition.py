"""What a rule may say: the shape of its conditions, its scope and what it is raised for."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from linli.support.rules.domain.hours import Hours

Take: TypeAlias = Literal["mean", "min", "max", "sum", "count", "median"]
TAKES: tuple[Take, ...] = ("mean", "min", "max", "sum", "count", "median")
GROUPINGS = (
    "device",
    "place",
    "cell",
    "room",
    "facility",
    "dwelling",
    "entrance",
    "building",
    "community",
)
SEVERITIES = ("low", "normal", "high", "critical")


@dataclass(frozen=True, slots=True)
class Where:
    """Which series of a group a condition listens to; `model` and `devices` narrow it."""

    property: str
    model: str | None = None
    devices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limit:
    """Beyond `raise_at` (strictly) the condition begins, at `clear_at` or back it ends."""

    is_above: bool
    raise_at: float
    clear_at: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The last reading is beyond a limit, for `hold` milliseconds without a break."""

    where: Where
    limit: Limit
    hold: int


@dataclass(frozen=True, slots=True)
class Rate:
    """The change per minute, measured from the reading that was the newest `span` milliseconds ago.

    Where there is none yet, from the oldest, if that is half a span old; else a reading says
    nothing about the rate. So a device that speaks seldom can still be seen to calm down.
    """

    where: Where
    limit: Limit
    hold: int
    span: int


@dataclass(frozen=True, slots=True)
class Window:
    """An aggregate of the readings of the last `span` milliseconds is beyond a limit.

    Nothing is judged while there are fewer than `at_least` readings in the window; a count or sum
    that is too low is judged only once a whole window has been watched.
    """

    where: Where
    limit: Limit
    hold: int
    span: int
    take: Take
    at_least: int


@dataclass(frozen=True, slots=True)
class Silence:
    """No reading for `after` milliseconds."""

    where: Where
    after: int


@dataclass(frozen=True, slots=True)
class Combination:
    """At least `needs` of the conditions (or of the devices they hold for), together or within
    `within` milliseconds of each other, for `hold` milliseconds."""

    of: tuple["Condition", ...]
    needs: int
    counts_devices: bool
    within: int
    hold: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A condition that counts only inside (or only outside) given hours of the community."""

    hours: Hours
    is_outside: bool
    when: "Condition"
    hold: int


Leaf: TypeAlias = Threshold | Rate | Window | Silence
Condition: TypeAlias = Leaf | Combination | Schedule


@dataclass(frozen=True, slots=True)
class Scope:
    """Which devices a rule is about: a place with all below it, a thing model, named devices."""

    place: str | None = None
    model: str | None = None
    devices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Definition:
    """A rule as it is judged: one alarm of kind `alarm` per device or per place of a kind."""

    alarm: str
    per: str
    scope: Scope
    condition: Condition


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """The single conditions of a tree, from left to right."""
    if isinstance(condition, Combination):
        return tuple(leaf for part in condition.of for leaf in leaves_of(part))
    if isinstance(condition, Schedule):
        return leaves_of(condition.when)
    return (condition,)
