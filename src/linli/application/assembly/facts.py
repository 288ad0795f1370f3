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
