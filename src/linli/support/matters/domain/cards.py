"""Matters as other modules see them: frozen, masked for the viewer, without database objects."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Ref, Via, Words
from linli.support.matters.domain.catalogue import Allowance, ClockKind, Nature, Severity
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
    place_label: str
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
    place_label: str
    state: State
    state_name: Words
    opened_at: datetime
    promised_at: datetime | None
    supports: int
    is_mine: bool
    is_supported: bool


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the timeline: who, via what, on whose behalf, and a whole sentence."""

    number: int
    at: datetime
    kind: str
    via: str
    person: str | None
    person_name: str
    on_behalf_of: str | None
    on_behalf_name: str
    sentence: Words
    message: str | None
    is_disputed: bool
    may_dispute: bool


@dataclass(frozen=True, slots=True)
class MessageCard:
    """Something written to each other; `is_note` is for staff only.

    `photos` and `sounds` (voice notes) are file ids.
    """

    id: str
    at: datetime
    person: str | None
    person_name: str
    on_behalf_of: str | None
    via: str
    text: str
    photos: tuple[str, ...]
    sounds: tuple[str, ...]
    is_note: bool
    is_mine: bool
    is_taken_back: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock as shown: `state` is running, held, met, missed or void; `note` any doubt."""

    kind: ClockKind
    name: Words
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    is_working_time: bool
    note: Words | None


@dataclass(frozen=True, slots=True)
class UsualAnswer:
    """How long first answers took: the median in minutes over 90 days and of how many."""

    minutes: int | None
    n: int
    of: str


@dataclass(frozen=True, slots=True)
class PartyCard:
    """Someone called in to work together: a role of the community or an outside organisation."""

    id: str
    role: str
    organisation: str
    task: str
    called_at: datetime
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandCard:
    """Someone who executes or watches."""

    person: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """What the resident said of the result; `words` and `stars` may be missing."""

    solved: bool
    stars: int | None
    words: str
    at: datetime
    via: str
    by_other: bool


@dataclass(frozen=True, slots=True)
class CheckCard:
    """The staff's own check of quality; never a resident's word."""

    passed: bool
    words: str
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Undoable:
    """Something the viewer has just done and can take back until a moment; `kind` names it.

    `message` is the one that can be taken back, when it is one.
    """

    kind: str
    matter: str
    until: datetime
    words: Words
    message: str = ""


@dataclass(frozen=True, slots=True)
class MatterSheet:
    """One matter with all the viewer may see, and what they may do next.

    `photos` are the files of all messages, voice notes too.
    """

    card: MatterCard
    description: str
    timeline: tuple[EntryCard, ...]
    messages: tuple[MessageCard, ...]
    photos: tuple[str, ...]
    acts: tuple[Act, ...]
    clocks: tuple[ClockCard, ...]
    responsible: str | None
    responsible_name: str
    responsible_duty: Words
    usual_answer: UsualAnswer
    hands: tuple[HandCard, ...]
    parties: tuple[PartyCard, ...]
    hold_reason: Words | None
    hold_until: datetime | None
    decline_reason: str
    verdict: VerdictCard | None
    checks: tuple[CheckCard, ...]
    judgement: str
    survivor: str | None
    has_contact: bool
    undoable: tuple[Undoable, ...]


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
    place_label: str
    opened_at: datetime
    supports: int
    likeness: int


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: what, in words, when; readings carry their span of time."""

    ref: Ref
    words: Words
    at: datetime
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """From a matter back to what caused it and forward to what changed because of it."""

    matter: MatterCard
    back: tuple[Link, ...]
    forward: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says what it counts; `value` is None when there is nothing to count."""

    key: str
    name: Words
    value: int | float | None
    unit: str
    definition: Words
    source: Words
    at: datetime
    n: int


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    """How one way of reporting fares; `n` is None when too few households used it to be shown.

    `median` and `nine_of_ten` are minutes to the first answer of those `answered`, `solved` the
    percent of those `said_done` that residents themselves called solved.
    """

    via: Via
    n: int | None = None
    answered: int = 0
    median: int | None = None
    nine_of_ten: int | None = None
    said_done: int = 0
    solved: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Open matters below a place; confidential households are in no count."""

    place: str
    open: int
    overdue: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class FloorCount:
    """Open matters in the homes on some floors of one entrance; both counts are None where so few
    homes lie there that a figure would tell of them."""

    entrance: str
    lowest: int
    highest: int
    homes: int
    open: int | None
    overdue: int | None


@dataclass(frozen=True, slots=True)
class BuildingCount:
    """A building at a glance: what is open in its shared parts by place, and in its homes by
    floors; `whole` is the sum that is counted for it everywhere else."""

    shared: tuple[PlaceCount, ...]
    floors: tuple[FloorCount, ...]
    whole: PlaceCount


@dataclass(frozen=True, slots=True)
class WeekValue:
    """One week of a trend: its first moment, the value, and of how many; None: too few or none."""

    since: datetime
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How a figure went, week by week, the oldest first; the last week is not over yet."""

    key: str
    name: Words
    unit: str
    definition: Words
    source: Words
    weeks: tuple[WeekValue, ...]


@dataclass(frozen=True, slots=True)
class ShiftLineCard:
    """A note to the next shift, or (`takes_over`) that its writer is on duty from then on."""

    id: str
    at: datetime
    person: str
    person_name: str
    takes_over: bool
    text: str


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How many matters stand in a lane of the queue."""

    lane: str
    count: int


@dataclass(frozen=True, slots=True)
class ClockReport:
    """What one round of the timers did."""

    looked: int
    warned: int
    overdue: int
    escalated: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Contact:
    """How and where to reach the reporter, as it was when the matter was reported."""

    contact: str
    address: str


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """The time a clock gives here, `span` as it is written ("4wh"); `is_own` when the community
    set it itself."""

    clock: ClockKind
    name: Words
    allowance: Allowance
    span: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours of a working day as pairs of HH:MM; `is_own` when the community set them."""

    windows: tuple[tuple[str, str], ...]
    is_own: bool
