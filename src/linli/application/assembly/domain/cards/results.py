"""What a vote came to, what was objected, what adds up, and what goes on the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.kernel import Words


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
