"""A pointer to a thing of another module: its kind and its id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """Written `kind:id`, for example `matter:01j…`; kinds are singular nouns."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read `kind:id`; ValueError when it is not of that form."""
        kind, colon, rest = text.partition(":")
        if not (colon and kind and rest):
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, rest)
