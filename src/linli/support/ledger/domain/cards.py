"""What the front door gives away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.kernel.tlog.checkpoints import short_code

_WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
)


class Asking(StrEnum):
    """Where the question to one witness about one checkpoint stands.

    PASSED: a later checkpoint was signed before this one was answered. REFUSED: the witness has
    seen another history than ours; a person must look into it.
    """

    WAITING = "waiting"
    ASKING = "asking"
    GIVEN = "given"
    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LeafCard:
    """A leaf that is in the ledger; `salt` opens its commitment and is nobody's but the module's
    that appended it. `hash` and `salt` are hexadecimal; `salt` is empty where nothing is private.
    """

    index: int
    assembly: str
    seq: int
    at: datetime
    hash: str
    salt: str

    @property
    def code(self) -> str:
        """Twelve letters of the hash, to read out or to write down."""
        return short_code(bytes.fromhex(self.hash))


@dataclass(frozen=True, slots=True)
class LogCard:
    """A community's ledger: its name, its public key, how much is in it, whom it needs."""

    community: str
    origin: str
    vkey: str
    size: int
    needed: int


@dataclass(frozen=True, slots=True)
class CosignerCard:
    """A witness under a checkpoint, and when it signed."""

    witness: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckpointCard:
    """The state of a ledger as it was signed; `note` carries the cosignatures, `plain` not."""

    origin: str
    size: int
    root: str
    at: datetime
    note: str
    plain: str
    cosigners: tuple[CosignerCard, ...]
    needed: int

    @property
    def is_vouched(self) -> bool:
        """Whether as many witnesses as the community asks for have signed it."""
        return len(self.cosigners) >= self.needed

    @property
    def code(self) -> str:
        """The root as twelve letters, to compare two sheets of paper by."""
        return short_code(bytes.fromhex(self.root))


@dataclass(frozen=True, slots=True)
class WitnessCard:
    """Somebody who vouches for the ledger; `size` is what it has signed last, 0 when nothing.

    `trouble` says in English why the newest checkpoint is not signed yet; `is_refused` when it
    contradicts us.
    """

    id: str
    name: str
    url: str
    vkey: str
    size: int
    signed_at: datetime | None
    is_behind: bool
    is_refused: bool
    trouble: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptCard:
    """That a leaf is in the ledger, and not what it says: a `.tlog-proof`, a code, a QR's text."""

    index: int
    size: int
    proof: str
    code: str
    qr: str


@dataclass(frozen=True, slots=True)
class TileCard:
    """The bytes of a tile or of a bundle of entries; a name's bytes never change."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Gathered:
    """What asking the witnesses came to."""

    given: int = 0
    failed: int = 0
    refused: int = 0


def wait_after(attempts: int) -> timedelta:
    """How long a witness that did not answer is left alone; never for good."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]
