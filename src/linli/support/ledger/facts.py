"""What the ledger announces."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointSigned(Fact):
    """The state of the ledger was signed, after leaves had been appended."""

    kind: ClassVar[str] = "ledger.checkpoint_signed"
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignatureRefused(Fact):
    """A witness has seen another history than the one it was shown: a person must look."""

    kind: ClassVar[str] = "ledger.cosignature_refused"
    witness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessAdded(Fact):
    """Somebody vouches for the ledger from now on."""

    kind: ClassVar[str] = "ledger.witness_added"
    witness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessRetired(Fact):
    """Somebody no longer vouches for the ledger."""

    kind: ClassVar[str] = "ledger.witness_retired"
    witness: str
