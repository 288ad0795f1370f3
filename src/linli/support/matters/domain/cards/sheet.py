"""All of one matter: its timeline, its clocks, who works on it, what was said of the result."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Words
from linli.support.matters.domain.cards.matter import MatterCard
from linli.support.matters.domain.catalogue import ClockKind
from linli.support.matters.domain.states import Act


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
class Contact:
    """How and where to reach the reporter, as it was when the matter was reported."""

    contact: str
    address: str
