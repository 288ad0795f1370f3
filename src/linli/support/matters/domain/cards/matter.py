"""A matter in a list, to its reporter, to staff and to neighbours."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Ref, Words
from linli.support.matters.domain.catalogue import Nature, Severity
from linli.support.matters.domain.states import Act, State


@dataclass(frozen=True, slots=True)
class Cause:
    """What a matter came from: an event, readings (`series` and a span of time), a matter."""

    ref: Ref
    words: Words
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MatterCard:
    """A matter in a list.

    `title` is empty when nothing was written (or may not be shown): `heading` always says what it
    is about. `reporter` is None for machines and whenever the viewer may not know. `promised_at`
    is when it should be done, `due_at` the next moment a running clock is over.
    `whose_turn` is "staff", "resident" or "nobody".
    """

    id: str
    community: str
    number: str
    nature: Nature
    category: str
    category_name: Words
    title: str
    heading: Words
    place: str
    place_label: Words
    severity: Severity
    severity_name: Words
    state: State
    state_name: Words
    via: str
    reporter: str | None
    reporter_name: str
    assignee: str | None
    assignee_name: str
    opened_at: datetime
    promised_at: datetime | None
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    is_overdue: bool
    supervision: int
    reopened: int
    supports: int
    is_public: bool
    is_masked: bool
    whose_turn: str


@dataclass(frozen=True, slots=True)
class ChosenCard:
    """A matter among several that were chosen, and what may be done with it as it stands."""

    card: MatterCard
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class NeighbourCard:
    """A public matter as neighbours see it: what and where, not who or in which words."""

    id: str
    number: str
    category: str
    category_name: Words
    place: str
    place_label: Words
    state: State
    state_name: Words
    opened_at: datetime
    promised_at: datetime | None
    supports: int
    is_mine: bool
    is_supported: bool


@dataclass(frozen=True, slots=True)
class MyMatters:
    """A resident's matters by whose turn it is."""

    waiting_for_me: tuple[MatterCard, ...]
    waiting_for_staff: tuple[MatterCard, ...]
    finished: tuple[MatterCard, ...]
    followed: tuple[NeighbourCard, ...]
    older: int = 0


@dataclass(frozen=True, slots=True)
class Similar:
    """An open matter that may be the same one; `likeness` from 0 to 100."""

    matter: str
    number: str
    category_name: Words
    place_label: Words
    opened_at: datetime
    supports: int
    likeness: int


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How many matters stand in a lane of the queue."""

    lane: str
    count: int
