"""When a delivery that failed is tried again, and how a fact is read back."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from linli.kernel import Fact

MOST_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=10)

F = TypeVar("F", bound=Fact)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: doubling from 2 s up to 10 min."""
    return min(_FIRST_WAIT * (1 << (attempts - 1)), _LONGEST_WAIT)


def is_hopeless(attempts: int) -> bool:
    """Whether a delivery has failed so often that a person must look at it."""
    return attempts >= MOST_ATTEMPTS


def read_back(kind: type[F], body: dict[str, Any]) -> F:
    """A fact from its stored body; fields added since keep their defaults, dropped ones go."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in body.items() if name in known})


@dataclass(frozen=True, slots=True)
class FactCard:
    """A stored fact as others see it: `number` grows by time, `body` holds ids only."""

    number: int
    kind: str
    version: int
    community: str
    at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A delivery that failed for good until a person sends it again."""

    number: int
    fact: FactCard
    listener: str
    attempts: int
    error: str
