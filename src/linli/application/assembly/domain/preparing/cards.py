"""What is asked for, prepared and elected, as other parts see it; areas are decimal text."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from linli.application.assembly.domain.preparing.bodies import BodyKind, BodyState, Side
from linli.application.assembly.domain.preparing.candidates import (
    CandidacyState,
    Fitness,
    How,
    Question,
)
from linli.application.assembly.domain.preparing.offices import Left, Office
from linli.application.assembly.domain.preparing.requests import Needs, RequestKind, RequestState
from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.domain.preparing.texts import Line, TextKind
from linli.kernel import Words


@dataclass(frozen=True, slots=True)
class ProposedMotion:
    """An item somebody wants decided; `kind` as in `domain.kinds`."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """How many ask, of how many, and how many more are needed of each count.

    While `unmeasured` units have no area on record, nothing that hangs on area is reached.
    """

    heads: int
    all_heads: int
    area: str
    all_area: str
    missing_heads: int
    missing_area: str
    heads_share: Fraction
    area_share: Fraction
    needs: Needs
    unmeasured: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request as one viewer sees it; `answer_by` is the last day for the answer."""

    id: str
    kind: RequestKind
    state: RequestState
    title: str
    reason: str
    motions: tuple[ProposedMotion, ...]
    support: Support
    opened_at: datetime
    reached_at: datetime | None
    answer_by: date | None
    answer: str
    answered_at: datetime | None
    assembly: str | None
    is_mine: bool
    is_signed_by_me: bool
    may_sign: bool


@dataclass(frozen=True, slots=True)
class SignatureCard:
    """One signature, for those who check them; `scan` is the file of the paper."""

    id: str
    person: str
    name: str
    via: str
    at: datetime
    scan: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class PreparerCard:
    """A member of the preparing body."""

    person: str
    name: str
    side: Side
    leads: bool
    recommended_by: str


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A thing the body must do; `due` None when no rule gives a day."""

    name: str
    words: Words
    due: date | None
    article: str
    done_at: datetime | None
    note: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ConcernCard:
    """An objection; `name` is empty for those who may not know who it was."""

    id: str
    about: str
    name: str
    text: str
    at: datetime
    answer: str
    is_upheld: bool | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ShowingCard:
    """A list as it is shown to everybody; `rows` are the cells of the masked list."""

    id: str
    what: Shown
    number: int
    rows: tuple[tuple[str, ...], ...]
    shown_at: datetime
    until: datetime
    last_day: date
    is_open: bool
    concerns: tuple[ConcernCard, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparationCard:
    """A preparation: the body, its members and its tasks."""

    id: str
    kind: BodyKind
    state: BodyState
    members: tuple[PreparerCard, ...]
    tasks: tuple[TaskCard, ...]
    request: str | None
    assembly: str | None
    formed_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What was found for a question; None while nobody has looked."""

    question: Question
    is_so: bool | None
    evidence: str
    by_name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """Somebody who stands; `answers` are for those who check, else empty."""

    id: str
    preparation: str
    person: str
    name: str
    how: How
    backers: int
    proposer: str
    statement: str
    state: CandidacyState
    fitness: Fitness
    consented_at: datetime | None
    answers: tuple[AnswerCard, ...]
    why_ended: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CommentCard:
    """What an owner said to a draft, and the answer."""

    id: str
    text: str
    at: datetime
    answer: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A version of a text; `changes` compares it with the one before."""

    id: str
    kind: TextKind
    number: int
    text: str
    note: str
    at: datetime
    changes: tuple[Line, ...]
    comments: tuple[CommentCard, ...]


@dataclass(frozen=True, slots=True)
class Elected:
    """Who won a place, by the name on the ballot; `person` is empty where it cannot be told who
    that is."""

    name: str
    person: str


@dataclass(frozen=True, slots=True)
class ElectionCard:
    """What a final election came to, most votes first; `is_open` while a seat is tied, or
    the rules do not let so few stand."""

    assembly: str
    seats: int
    elected_on: date
    members: tuple[Elected, ...]
    alternates: tuple[Elected, ...]
    is_open: bool

    @property
    def is_certain(self) -> bool:
        """Whether it says of every place who has it."""
        both = (*self.members, *self.alternates)
        return bool(self.members) and not self.is_open and all(one.person for one in both)


@dataclass(frozen=True, slots=True)
class OpenSeats:
    """The seats of a final election for which candidates are tied.

    `is_by_lot` when the rules let the lot decide; `run_off` the assembly in which the owners choose
    between them, empty while there is none the viewer may know of.
    """

    seats: int
    tied: tuple[str, ...]
    is_by_lot: bool
    run_off: str


@dataclass(frozen=True, slots=True)
class HolderCard:
    """A member or an alternate of the committee."""

    id: str
    person: str
    name: str
    rank: int
    is_alternate: bool
    office: Office
    since: datetime
    left_at: datetime | None
    why_left: Left | None


@dataclass(frozen=True, slots=True)
class FilingPaperCard:
    """A document of the filing package, there or missing."""

    name: str
    words: Words
    given_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class HandoverCard:
    """Something handed over; done when both have signed."""

    id: str
    what: str
    giver: str
    giver_name: str
    taker: str
    taker_name: str
    due: date
    given_at: datetime | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class CouncilCard:
    """The elected committee, its term, its papers and what it takes over."""

    id: str
    assembly: str | None
    seats: int
    elected_on: date
    ends_on: date
    chair_by: date
    file_by: date | None
    filed_on: date | None
    receipt: str
    holders: tuple[HolderCard, ...]
    papers: tuple[FilingPaperCard, ...]
    items: tuple[HandoverCard, ...]
    is_below_half: bool
    is_over: bool
