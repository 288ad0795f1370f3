"""What telemetry announces; readings themselves are not facts."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsErased(Fact):
    """Readings are gone and the evidence is written."""

    kind: ClassVar[str] = "telemetry.readings_erased"
    erasure: str
    mandate: str | None
    reason: str
