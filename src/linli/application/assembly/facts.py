"""What this module announces: the life of an assembly, in ids."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyAnnounced(Fact):
    """An assembly has an agenda, dates and a frozen roll that nothing changes any more."""

    kind: ClassVar[str] = "assembly.assembly_announced"
    assembly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyCancelled(Fact):
    """An assembly does not take place, or its vote was stopped; nothing was decided."""

    kind: ClassVar[str] = "assembly.assembly_cancelled"
    assembly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened(Fact):
    """Ballots are taken from now on."""

    kind: ClassVar[str] = "assembly.voting_opened"
    assembly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingExtended(Fact):
    """The vote ends later than announced; `closes_at` is ISO 8601, UTC."""

    kind: ClassVar[str] = "assembly.voting_extended"
    assembly: str
    closes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingClosed(Fact):
    """The vote is over."""

    kind: ClassVar[str] = "assembly.voting_closed"
    assembly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotReceived(Fact):
    """A ballot came in on some channel; `sheet` is its id."""

    kind: ClassVar[str] = "assembly.ballot_received"
    assembly: str
    sheet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotSuperseded(Fact):
    """A ballot holds on no item any more; `sheet` is its id."""

    kind: ClassVar[str] = "assembly.ballot_superseded"
    assembly: str
    sheet: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDisputed(Fact):
    """Joint owners said different things; until they name one of them, none of it counts."""

    kind: ClassVar[str] = "assembly.head_disputed"
    assembly: str
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersDisagree(Fact):
    """Two people read a paper ballot differently; a third must look at it."""

    kind: ClassVar[str] = "assembly.papers_disagree"
    assembly: str
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyGiven(Fact):
    """An owner lets somebody vote for them, in writing."""

    kind: ClassVar[str] = "assembly.proxy_given"
    assembly: str
    proxy: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRevoked(Fact):
    """A proxy is over, by its owner's word or own ballot."""

    kind: ClassVar[str] = "assembly.proxy_revoked"
    assembly: str
    proxy: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(Fact):
    """There is evidence that a ballot reached a unit."""

    kind: ClassVar[str] = "assembly.delivery_noted"
    assembly: str
    unit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Fact):
    """A result is out; `stage` is preliminary or final, `number` its place."""

    kind: ClassVar[str] = "assembly.result_published"
    assembly: str
    stage: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionMade(Fact):
    """Somebody objects to the roll or the result."""

    kind: ClassVar[str] = "assembly.objection_made"
    assembly: str
    objection: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswered(Fact):
    """An objection was answered, and upheld or not."""

    kind: ClassVar[str] = "assembly.objection_answered"
    assembly: str
    objection: str
    is_upheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyArchived(Fact):
    """All is done; everything is kept until the archive's date."""

    kind: ClassVar[str] = "assembly.assembly_archived"
    assembly: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafWritten(Fact):
    """Something of an assembly is to go on the public ledger; `seq` is its place."""

    kind: ClassVar[str] = "assembly.leaf_written"
    assembly: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOpened(Fact):
    """Somebody began to ask for an assembly; `what` is first, extraordinary or recall."""

    kind: ClassVar[str] = "assembly.request_opened"
    request: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReached(Fact):
    """Enough owners ask, by heads and by area; from now on it must be answered."""

    kind: ClassVar[str] = "assembly.request_reached"
    request: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered(Fact):
    """A request was accepted, or refused with its reason; `assembly` is the draft it led to."""

    kind: ClassVar[str] = "assembly.request_answered"
    request: str
    is_accepted: bool
    assembly: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationFormed(Fact):
    """The body that prepares was approved and begins."""

    kind: ClassVar[str] = "assembly.preparation_formed"
    preparation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown(Fact):
    """A list is shown to everybody: its members, the roll or the candidates, as `what` says."""

    kind: ClassVar[str] = "assembly.list_shown"
    showing: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRaised(Fact):
    """Somebody objects to a list that is shown."""

    kind: ClassVar[str] = "assembly.concern_raised"
    concern: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAnswered(Fact):
    """An objection was answered; `person` raised it."""

    kind: ClassVar[str] = "assembly.concern_answered"
    concern: str
    person: str
    is_upheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateProposed(Fact):
    """Others proposed a person for the committee, who has not said yes yet."""

    kind: ClassVar[str] = "assembly.candidate_proposed"
    candidacy: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesSettled(Fact):
    """The final list of candidates stands."""

    kind: ClassVar[str] = "assembly.candidates_settled"
    preparation: str
    assembly: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDrafted(Fact):
    """A new version of the rules or the covenant is open to comments."""

    kind: ClassVar[str] = "assembly.text_drafted"
    draft: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilSeated(Fact):
    """An elected committee begins its term."""

    kind: ClassVar[str] = "assembly.council_seated"
    council: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(Fact):
    """A person took or left a seat of an elected committee."""

    kind: ClassVar[str] = "assembly.seat_changed"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilDue(Fact):
    """A committee must see to something by a day (ISO date): chair, filing, handover,
    re_election or by_election, as `due` says."""

    kind: ClassVar[str] = "assembly.council_due"
    council: str
    due: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAdopted(Fact):
    """The owners have adopted their own rules, version `number`, by a motion."""

    kind: ClassVar[str] = "assembly.rules_adopted"
    rules: str
    number: int
    motion: str
