"""A result notice as it is printed; what it leaves out is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from linli.application.assembly.domain.kinds import Kind

LEDGERS = ("heads", "area")
PARTS = ("for", "against", "abstain", "void")
Figure = Fraction | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One ledger's two figures, either of which the notice may leave out."""

    heads: Figure = None
    area: Figure = None

    def of(self, ledger: str) -> Figure:
        """The figure of a ledger."""
        return self.heads if ledger == "heads" else self.area


@dataclass(frozen=True, slots=True)
class Printed:
    """One motion as the notice prints it.

    `parts` are for, against, abstain and void; `deemed` owners did not vote and were added to a
    side; `claims` are the notice's outcome and percentages.
    """

    title: str
    kind: Kind
    scope: Figures
    participating: Figures
    parts: Mapping[str, Figures]
    deemed: Figures | None
    added_to: str
    claims: Mapping[str, str]
