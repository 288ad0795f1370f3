"""How a printed motion ends by its own figures, in three values: yes, no, and not to be told."""

from dataclasses import replace
from fractions import Fraction

from linli.application.assembly.domain.auditing.printed import LEDGERS, Figure, Figures, Printed
from linli.application.assembly.domain.kinds import Gate, Kind

CANNOT_CONFIRM = "cannot_confirm"


def outcome_of(printed: Printed, kind: Kind) -> str:
    """How a motion ends; cannot be told when it hangs on whether void ballots took part."""
    if None not in {printed.participating.heads, printed.participating.area}:
        return _judged(printed, kind)
    without = replace(printed, parts={**printed.parts, "void": Figures()})
    outcomes = {_judged(printed, kind), _judged(without, kind)}
    return outcomes.pop() if len(outcomes) == 1 else CANNOT_CONFIRM


def _judged(printed: Printed, kind: Kind) -> str:
    """The two gates in three values: met, not met, and not to be told."""
    part = taking_part(printed)
    taking = is_met(kind, kind.participation, part, printed.scope)
    if taking is False:
        return "no_quorum"
    whole = printed.scope if kind.participation is None else part
    agreed = is_met(kind, kind.approval, printed.parts["for"], whole)
    if agreed is False:
        return "failed"
    return "passed" if taking and agreed else CANNOT_CONFIRM


def is_met(kind: Kind, gate: Gate | None, part: Figures, whole: Figures) -> bool | None:
    """Whether a gate is met by heads and, where it counts, by area."""
    if gate is None:
        return True
    ledgers = LEDGERS if kind.by_area else ("heads",)
    met = [_met(gate, part.of(ledger), whole.of(ledger)) for ledger in ledgers]
    if False in met:
        return False
    return None if None in met else True


def _met(gate: Gate, part: Figure, whole: Figure) -> bool | None:
    return None if part is None or whole is None else gate.is_met(part, whole)


def taking_part(printed: Printed) -> Figures:
    """Who really took part: as printed less those deemed, else the sum of the parts."""
    return Figures(**{ledger: _taking_part(printed, ledger) for ledger in LEDGERS})


def _taking_part(printed: Printed, ledger: str) -> Figure:
    whole = printed.participating.of(ledger)
    total = sum_of(printed, ledger)
    deemed = printed.deemed.of(ledger) if printed.deemed else None
    if whole is None:
        return total
    if deemed and total is not None and total + deemed == whole:
        return total
    return whole


def sum_of(printed: Printed, ledger: str) -> Figure:
    """For, against and abstain together with the void ballots the notice names."""
    figures = [printed.parts[name].of(ledger) for name in ("for", "against", "abstain")]
    if None in figures:
        return None
    void = printed.parts["void"].of(ledger) or Fraction(0)
    return sum((one for one in figures if one is not None), void)


def with_deemed(printed: Printed) -> Printed:
    """The same motion with the deemed owners among those who took part and on their side."""
    part = taking_part(printed)
    deemed = printed.deemed or Figures()
    parts = dict(printed.parts)
    side = printed.added_to
    parts[side] = _plus(parts[side], deemed)
    return replace(printed, participating=_plus(part, deemed), parts=parts, deemed=None)


def _plus(one: Figures, other: Figures) -> Figures:
    def added(ledger: str) -> Figure:
        left, right = one.of(ledger), other.of(ledger)
        return None if left is None or right is None else left + right

    return Figures(added("heads"), added("area"))
