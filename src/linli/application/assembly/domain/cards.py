"""An assembly as other modules and pages see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.application.assembly.domain.heads import Finding
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
class BallotCard:
    """A returned ballot of one's own; `counts` are the motions on which it holds, `leaf` the key
    under which it is on the public ledger.

    `choices` are shown to who gave the ballot and to those it was given for, to nobody else.
    """

    id: str
    number: int
    seq: int
    channel: str
    at: datetime
    is_proxy: bool
    choices: Mapping[str, Any]
    counts: frozenset[str]
    is_struck: bool
    leaf: str


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """One's own unit on the frozen roll: its area and where that is written."""

    label: Words
    area: str
    source: str
    use: str


@dataclass(frozen=True, slots=True)
class OwnHead:
    """What one may vote with: one's units, what was returned for them, who looked at it.

    `may` is empty when one can vote now, else why not: `not_open`, `closed`, `in_dispute`,
    `another_represents`. `holder_for` is set when one carries a proxy for this head.
    """

    head: int
    number: int
    units: tuple[Words, ...]
    area: str
    is_joint: bool
    is_disputed: bool
    represents: str | None
    is_proxy: bool
    motions: tuple[str, ...]
    ballots: tuple[BallotCard, ...]
    proxy_given: str | None
    why_not: str
    looks: tuple["LookedAt", ...] = ()
    roll: tuple[OwnUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A scrutineer saw this head's ballots: who, when, why."""

    looker: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """So much of so much; areas are decimal text in square metres."""

    heads: int
    heads_of: int
    area: str
    area_of: str


@dataclass(frozen=True, slots=True)
class MotionGauge:
    """How far one motion's participation is; `needed` is its gate, 0 still needed when it is met.

    `needed` is a share such as “≥ 2/3”, empty where everybody must agree.
    """

    motion: str
    number: int
    title: Words
    returned: Gauge
    needed: str
    by_area: bool
    heads_needed: int
    area_needed: str


@dataclass(frozen=True, slots=True)
class BuildingGauge:
    """One building's part of it; `returned` None where it would tell somebody apart."""

    building: str
    label: Words
    returned: Gauge | None


@dataclass(frozen=True, slots=True)
class Board:
    """The two gauges of a vote: what came in, by item and by building; never what it says."""

    assembly: str
    stage: Stage
    returned: Gauge
    motions: tuple[MotionGauge, ...]
    buildings: tuple[BuildingGauge, ...]
    disputed: int
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Door:
    """A unit for those who go from door to door: whether a ballot came back, never what it says."""

    unit: int
    place: str
    label: Words
    building: str
    head: int
    owners: tuple[str, ...]
    has_voted: bool
    is_disputed: bool
    delivered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScrutinyRow:
    """One head's ballot as scrutineers see it after the close."""

    head: int
    number: int
    pseudonym: str
    units: tuple[Words, ...]
    sheet: str
    sheet_number: int
    channel: str
    at: datetime
    choices: Mapping[str, Any]
    counts: frozenset[str]
    evidence: str
    is_struck: bool
    void_why: Words | None = None


@dataclass(frozen=True, slots=True)
class RollLine:
    """A unit of the roll as it is put up: names masked, area and its source in full."""

    number: int
    place: str
    label: Words
    building: str
    owners: tuple[str, ...]
    area: str
    source: str
    use: str


@dataclass(frozen=True, slots=True)
class RollSheet:
    """The frozen roll for publication."""

    assembly: str
    heads: int
    area: str
    frozen_at: datetime
    lines: tuple[RollLine, ...]


@dataclass(frozen=True, slots=True)
class RollCheck:
    """What a roll would be now, and everything that keeps it from being frozen."""

    heads: int
    units: int
    area: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A ballot to be printed: its serial and token, for whom, and on which items."""

    serial: str
    token: str
    head: int
    number: int
    owners: tuple[str, ...]
    units: tuple[Words, ...]
    building: str
    area: str
    motions: tuple[str, ...]
    has_replaced: bool


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What a clerk needs to enter a paper ballot: whose it is and how far it has come.

    `state` is `new`, `entered_once`, `disagreement`, `counted` or `replaced`; never what was read.
    `void_reasons` are those the rules name for a ballot that is void as a whole.
    """

    serial: str
    assembly: str
    head: int
    number: int
    units: tuple[Words, ...]
    motions: tuple[str, ...]
    state: str
    scan: str
    entered_by: tuple[str, ...]
    void_reasons: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A paper ballot that two clerks read differently: both readings, for the third person only."""

    serial: str
    head: int
    units: tuple[Words, ...]
    scan: str
    entered_by: tuple[str, ...]
    readings: tuple[Mapping[str, Any], ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """Ballots of one channel: how many came in, and how many heads it holds for on any item."""

    channel: str
    returned: int
    holds: int
    superseded: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Whether everything adds up: `difference` is 0 or somebody must look.

    Papers: printed and still good, entered once, in disagreement, counted. Ballots: returned, of
    which some hold on an item and the others on none.
    """

    printed: int
    replaced: int
    not_returned: int
    entered_once: int
    disagreements: int
    papers_counted: int
    returned: int
    registered: int
    holding: int
    superseded: int
    disputed: int
    struck: int
    channels: tuple[ChannelCount, ...]
    difference: int


@dataclass(frozen=True, slots=True)
class ResultCard:
    """A published result: the whole body as it was counted (docs/tally.md), never counted anew."""

    assembly: str
    number: int
    stage: str
    body: Mapping[str, Any]
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection and its answer; `text` and `person` only for whom they concern."""

    id: str
    about: str
    person: str
    text: str
    at: datetime
    answer: str
    is_upheld: bool | None
    answered_at: datetime | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProxyCard:
    """A proxy in an assembly, for those who may know of it."""

    id: str
    head: int
    holder: str
    at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class RowNote:
    """What became of a row of a file: `taken`, `unchanged` or `refused` with a sentence."""

    row: int
    outcome: str
    words: str = ""
    column: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an official system's file, row by row."""

    rows: tuple[RowNote, ...]
    ballots: int
    is_dry_run: bool

    def count(self, outcome: str) -> int:
        """How many rows ended so."""
        return sum(1 for row in self.rows if row.outcome == outcome)


@dataclass(frozen=True, slots=True)
class LeafCard:
    """A leaf for the public ledger (docs/bundle.md): its public `body` without type, assembly, seq
    and time, and the private record behind its commitment, None when there is none."""

    seq: int
    type: str
    assembly: str
    key: str
    at: datetime
    body: Mapping[str, Any]
    record: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class SlipCard:
    """A ballot that came on paper, by telephone or at the door, for its receipt on paper: never
    what it says. `at` is when it was handed in, `leaf` its key on the public ledger."""

    id: str
    number: int
    at: datetime
    channel: str
    units: tuple[Words, ...]
    leaf: str


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
