"""What this module announces: mandates come and go."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGranted(Fact):
    """Something may be measured from now on, or from a day to come."""

    kind: ClassVar[str] = "mandates.mandate_granted"
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRevoked(Fact):
    """A mandate was taken back; what it allowed must stop at once."""

    kind: ClassVar[str] = "mandates.mandate_revoked"
    mandate: str
