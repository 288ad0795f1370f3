"""An assembly with its agenda, and what was decided by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.application.assembly.domain.money import Money
from linli.application.assembly.domain.stages import Convened, Mode, Stage
from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class MotionCard:
    """An item of the agenda; an election has `candidates` for `seats`, others neither.

    `participation` and `approval` are its gates, such as “≥ 2/3” and “> 1/2”; `participation` is
    empty where who stays away has not agreed. `money` is what it decides on, None for none.
    """

    id: str
    number: int
    kind: str
    kind_name: Words
    title: Words
    text: Words
    scope: tuple[str, ...]
    candidates: tuple[str, ...]
    seats: int
    articles: tuple[str, ...]
    participation: str
    approval: str
    by_area: bool
    money: Money | None


@dataclass(frozen=True, slots=True)
class AssemblyCard:
    """An assembly in a list; `acts` are what this viewer can do with it now."""

    id: str
    community: str
    convened: Convened
    mode: Mode
    stage: Stage
    title: Words
    scope: tuple[str, ...]
    announced_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    objections_until: datetime | None
    final_at: datetime | None
    challenge_until: datetime | None
    keep_until: datetime | None
    created_at: datetime
    acts: frozenset[str]
    cancelled_why: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class AssemblySheet:
    """An assembly with its agenda, frozen rules (None in a draft) and the size of its roll."""

    card: AssemblyCard
    motions: tuple[MotionCard, ...]
    rules: Mapping[str, Any] | None
    heads: int
    area: str


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    """A motion that passed in a final result, published at `at` as the result `number`, with the
    money it decided on."""

    motion: str
    assembly: str
    number: int
    kind: str
    title: Words
    at: datetime
    money: Money | None
