"""What has happened, said once in the past tense; carries ids, never personal data."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of one community; `kind` is `module.noun_past`, `version` grows with its fields.

    `matter` and the like in subclasses hold ids. Field types: str, int, float, bool, None.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    community: str

    def body(self) -> dict[str, Any]:
        """The fields as plain JSON values."""
        return asdict(self)
